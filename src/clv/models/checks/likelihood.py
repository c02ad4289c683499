"""Forecasts held against the likelihood, which knows the model's whole story.

The likelihood L(x, t_x, T) is the density of x purchases, the last at t_x, and of nothing from then
to T. What happens in a further t has therefore a probability that L alone gives: forecasts that
were derived, written and tested apart from it must agree.
"""

import numpy as np
import pandas as pd
from scipy.special import comb, factorial

from clv.models._maths.arrays import FloatArray
from clv.models.checks.check import PURCHASES, Need, applies
from clv.models.checks.data import CheckData, Model
from clv.models.checks.found import demand, demand_all, demand_close

AT_RANDOM = Need(
    lambda data: getattr(data.model, "memoryless", True),
    "its gaps are regular, so that the likelihood of further purchases needs them all",
)
NODES = 12


def _log_likelihood(data: CheckData, customers: pd.DataFrame) -> FloatArray:
    """Log-likelihood of each customer."""
    return np.array([data.fitted.score(customers.iloc[[i]]) for i in range(len(customers))])


def _cases(data: CheckData) -> pd.DataFrame:
    """Return three customers: one purchase, some and a silence, some until the very end."""
    end = 9.0 if data.discrete else 30.0
    return data.history([0, 2, 3], [0.0, 5.0, end], [end] * 3)


@applies(PURCHASES)
def check_likelihood_of_a_single_customer(model: Model, data: CheckData) -> None:
    """Anybody alone has a finite log-likelihood, also without a repeat purchase or any time."""
    nobody = data.history([0, 0], [0.0, 0.0], [5.0, 0.0])
    values = _log_likelihood(data, nobody)
    demand_all(np.isfinite(values), "a log-likelihood is not finite", values)
    demand_close(values[1], 0.0, "log-likelihood of nothing in no time")


@applies(PURCHASES)
def check_likelihood_adds_up(model: Model, data: CheckData) -> None:
    """The log-likelihood of a table is the sum of those of its customers."""
    single = _log_likelihood(data, data.others)
    demand_close(data.fitted.score(data.others), single.mean(), "score and mean of singles")


@applies(PURCHASES)
def check_silence_is_what_the_likelihood_says(model: Model, data: CheckData) -> None:
    """No purchase in a further t has the probability L(x, t_x, T + t) / L(x, t_x, T)."""
    now = _cases(data)
    for t in (1.0, data.horizon):
        later = data.history(now["frequency"], now["recency"], now["T"] + t)
        idle = np.exp(_log_likelihood(data, later) - _log_likelihood(data, now))
        active = data.fitted.probability_active(now, t)
        demand_close(1 - active, idle, f"probability of silence for {t:g}", rtol=1e-6)


@applies(PURCHASES, AT_RANDOM)
def check_purchases_are_what_the_likelihood_says(model: Model, data: CheckData) -> None:
    """One or two purchases in a further t are as probable as the likelihood of such a future."""
    now, t = _cases(data), data.horizon
    pmf = data.fitted.pmf(now, t, 2)
    for n in (1, 2):
        expected = _probability_of(data, now, n, t)
        demand_close(pmf[n], expected, f"probability of {n} purchases", rtol=1e-5)


def _probability_of(data: CheckData, now: pd.DataFrame, n: int, t: float) -> FloatArray:
    """Integrate the likelihood over the time s of the last of n purchases, the others before it."""
    times, weights = _times(data, n, t)
    before, total = _log_likelihood(data, now), np.zeros(len(now))
    for s, weight in zip(times, weights, strict=True):
        later = data.history(now["frequency"] + n, now["T"] + s, now["T"] + t)
        total += weight * np.exp(_log_likelihood(data, later) - before)
    return total


def _times(data: CheckData, n: int, t: float) -> tuple[FloatArray, FloatArray]:
    """Possible times of the last of n purchases, and how many ways the others have to precede."""
    if data.discrete:
        times = np.arange(1.0, t + 1)
        return times, comb(times - 1, n - 1)
    nodes, weights = np.polynomial.legendre.leggauss(NODES)
    times = t / 2 * (nodes + 1)
    return times, t / 2 * weights * times ** (n - 1) / factorial(n - 1)


@applies(PURCHASES)
def check_purchases_start_at_the_rate_at_which_silence_ends(model: Model, data: CheckData) -> None:
    """In the shortest time there is at most one purchase: expectation and probability agree."""
    t = 1.0 if data.discrete else 1e-5
    expected, active = (
        getattr(data.fitted, name)(data.others, t) for name in ("predict", "probability_active")
    )
    demand_close(expected, active, f"expected purchases and activity within {t:g}", rtol=1e-3)
    demand(bool((expected > 0).all()), "nobody is expected to buy")
