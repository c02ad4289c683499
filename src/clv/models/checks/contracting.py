"""What is true of models of contracts that are renewed period by period."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from clv.models.checks.check import CONTRACTS, applies, methods
from clv.models.checks.data import CheckData, Model
from clv.models.checks.found import demand, demand_all, demand_close, demand_refusal
from clv.models.checks.points import errors_of, point_of

TIMES = 4000


def _customers(tenure: ArrayLike, lost: ArrayLike) -> pd.DataFrame:
    return pd.DataFrame({"tenure": tenure, "lost": lost})


@applies(CONTRACTS)
def check_kept_is_a_probability_by_customer(model: Model, data: CheckData) -> None:
    """The forecast is a Series of probabilities with the customers' index, 0 for the lost."""
    kept = data.fitted.predict(data.customers, data.horizon)
    demand(kept.name == "probability_kept", f"it is named {kept.name!r}")
    demand(kept.index.equals(data.customers.index), "it has another index")
    demand_all((kept >= 0) & (kept <= 1), "a probability lies outside [0, 1]", kept)
    lost = kept[data.customers["lost"]]
    demand_all(lost == 0, "a lost customer is kept", lost)


@applies(CONTRACTS)
def check_kept_falls_with_the_horizon(model: Model, data: CheckData) -> None:
    """Everybody who is there is kept for no time with certainty, and ever less probably after."""
    there = data.customers[~data.customers["lost"]]
    paths = np.array([data.fitted.predict(there, t) for t in (0, 1, 2, 5, 50, 1000)])
    demand_close(paths[0], np.ones(len(there)), "probability to be kept for no time")
    demand_all(np.diff(paths, axis=0) < 0, "it does not fall with the horizon", paths[1:])


@applies(CONTRACTS)
def check_loyalty_grows_with_tenure(model: Model, data: CheckData) -> None:
    """Who has stayed longer is more probable to stay."""
    kept = data.fitted.predict(_customers(np.arange(30), np.zeros(30, dtype=bool)), 3)
    demand_all(np.diff(kept) > 0, "it falls with tenure", np.diff(kept))


@applies(CONTRACTS)
def check_survival_falls_from_one(model: Model, data: CheckData) -> None:
    """``survival`` is 1 before the first renewal and falls with each."""
    path = data.fitted.survival(np.arange(40))
    demand_close(path[0], 1.0, "survival of no renewal")
    demand_all((np.diff(path) < 0) & (path[1:] > 0), "survival does not fall", path[1:])


@applies(CONTRACTS, methods("retention_rate"))
def check_survival_is_the_product_of_retention_rates(model: Model, data: CheckData) -> None:
    """To survive is to be retained at each renewal until then."""
    renewals = np.arange(1, 40)
    product = np.cumprod(data.fitted.retention_rate(renewals))
    demand_close(data.fitted.survival(renewals), product, "survival and retention")


@applies(CONTRACTS)
def check_forecast_is_a_ratio_of_survival(model: Model, data: CheckData) -> None:
    """Who made m renewals is kept for t more with the probability S(m + t) / S(m)."""
    made, t = np.arange(20), int(data.horizon)
    kept = data.fitted.predict(_customers(made, np.zeros(20, dtype=bool)), t)
    ratio = data.fitted.survival(made + t) / data.fitted.survival(made)
    demand_close(kept, ratio, "forecast and ratio of survival")


@applies(CONTRACTS)
def check_survival_is_what_the_likelihood_says(model: Model, data: CheckData) -> None:
    """The likelihood of being there after t renewals is S(t), of leaving at it S(t - 1) - S(t)."""
    survival = data.fitted.survival(np.arange(6))
    for t in range(1, 6):
        there, left = (data.fitted.score(_customers([t], [lost])) for lost in (False, True))
        demand_close(np.exp(there), survival[t], f"likelihood and S({t})")
        demand_close(np.exp(left), survival[t - 1] - survival[t], f"likelihood of leaving at {t}")


@applies(CONTRACTS, methods("derl"))
def check_derl_is_the_sum_of_discounted_renewals(model: Model, data: CheckData) -> None:
    """``derl`` adds up the renewals to come, each at its discount."""
    periods = np.arange(2000)
    for made in (0, 3):
        customer = _customers([made], [False])
        survival = data.fitted.survival(made + 1 + periods) / data.fitted.survival(made)
        total = survival @ 1.5 ** -periods.astype(float)
        demand_close(data.fitted.derl(customer, 0.5), [total], f"derl after {made} renewals")


@applies(CONTRACTS, methods("derl"))
def check_derl_falls_with_the_rate(model: Model, data: CheckData) -> None:
    """The higher the rate, the less a later renewal counts; the lost are worth nothing."""
    derl = np.array([data.fitted.derl(data.customers, rate) for rate in (0.05, 0.2, 1.0)])
    lost = data.customers["lost"].to_numpy()
    demand_all(np.diff(derl[:, ~lost], axis=0) < 0, "it does not fall", derl[1:, ~lost])
    demand_all(derl[:, lost] == 0, "a lost customer is worth something", derl[:, lost])


@applies(CONTRACTS, methods("simulate_future"))
def check_futures_of_contracts_have_the_expected_mean(model: Model, data: CheckData) -> None:
    """The mean renewals of many futures lie within 5 standard errors of the sum of forecasts."""
    few = data.others.head(6)
    many = pd.concat([few] * TIMES, ignore_index=True)
    played = data.fitted.simulate_future(many, data.horizon, seed=1).reshape(TIMES, -1)
    expected = sum(data.fitted.predict(few, t) for t in range(1, int(data.horizon) + 1))
    off = played.mean(axis=0) - np.asarray(expected)
    errors = off / np.maximum(played.std(axis=0), 1e-3) * np.sqrt(TIMES)
    demand_all(np.abs(errors) < 5, "standard errors between mean and forecast", errors)


@applies(CONTRACTS, methods("simulate_future"))
def check_seed_decides_the_future_of_contracts(model: Model, data: CheckData) -> None:
    """The same seed gives the same future, another seed another one."""
    first, again, other = (
        data.fitted.simulate_future(data.customers, data.horizon, seed=seed) for seed in (1, 1, 2)
    )
    demand(bool((first == again).all()), "one seed gave two futures")
    demand(bool((first != other).any()), "two seeds gave one future")


@applies(CONTRACTS, methods("simulate_future"))
def check_fit_finds_the_truth_of_the_contracts_it_played(model: Model, data: CheckData) -> None:
    """Fitted on contracts that it played itself, a model finds its parameters within 4 errors."""
    made = data.fitted.simulate_future(_customers(np.zeros(3000), [False] * 3000), 8, seed=6)
    table = _customers(np.minimum(made + 1, 8), made < 8)
    table.attrs = data.customers.attrs
    found = data.fit(table)
    off = (point_of(found) - point_of(data.fitted)) / errors_of(found)
    demand_all(np.abs(off) < 4, "standard errors from the truth", off)


@applies(CONTRACTS)
def check_contradictory_contracts_are_refused(model: Model, data: CheckData) -> None:
    """Contracts that cannot be are refused, and tables in which nobody was lost."""
    for what, first in {"a negative tenure": (-1, False), "lost before all": (0, True)}.items():
        table = data.customers.copy()
        table.iloc[0] = first
        table = table.astype({"tenure": int, "lost": bool})
        demand_refusal("E_HISTORY", what, data.fit, table)
    loyal = data.customers[~data.customers["lost"]]
    demand_refusal("E_NOBODY_LOST", "a table of the loyal", data.fit, loyal)


@applies(CONTRACTS)
def check_impossible_horizons_of_contracts_are_refused(model: Model, data: CheckData) -> None:
    """A horizon that is negative, NaN or no whole number of renewals is refused."""
    for horizon in (-1.0, np.nan, 2.5):
        ask = data.fitted.predict
        demand_refusal("E_HORIZON", f"a horizon of {horizon}", ask, data.others, horizon)
