"""Between what limits forecasts lie, and how they go together."""

import numpy as np

from clv.models.checks.check import PURCHASES, applies
from clv.models.checks.data import CheckData, Model
from clv.models.checks.found import demand, demand_all, demand_close


@applies(PURCHASES)
def check_nothing_happens_in_no_time(model: Model, data: CheckData) -> None:
    """At a horizon of 0 there are no purchases, for certain."""
    table, fitted = data.others, data.fitted
    demand_close(fitted.predict(table, 0.0), np.zeros(len(table)), "expected purchases")
    demand_close(fitted.probability_active(table, 0.0), np.zeros(len(table)), "activity")
    demand_close(fitted.pmf(table, 0.0, 2)[0], np.ones(len(table)), "probability of no purchase")
    demand(not fitted.simulate_future(table, 0.0, seed=1).any(), "purchases were drawn")


@applies(PURCHASES)
def check_expected_purchases_grow_with_the_horizon(model: Model, data: CheckData) -> None:
    """Expected purchases are never negative and never fewer in a longer time."""
    paths = np.array([data.fitted.predict(data.others, t) for t in _horizons(data)])
    demand_all(paths >= 0, "expected purchases are negative", paths)
    steps = np.diff(paths, axis=0)
    demand_all(steps >= -1e-9 * paths[1:], "expected purchases fall with the horizon", steps)


@applies(PURCHASES)
def check_probability_of_a_purchase_grows_with_the_horizon(model: Model, data: CheckData) -> None:
    """``probability_active`` lies in [0, 1] and is never smaller in a longer time."""
    paths = np.array([data.fitted.probability_active(data.others, t) for t in _horizons(data)])
    demand_all((paths >= 0) & (paths <= 1), "a probability lies outside [0, 1]", paths)
    steps = np.diff(paths, axis=0)
    demand_all(steps >= -1e-12, "the probability falls with the horizon", steps)


@applies(PURCHASES)
def check_probability_alive_is_a_probability(model: Model, data: CheckData) -> None:
    """``probability_alive`` lies in [0, 1]."""
    alive = data.fitted.probability_alive(data.customers)
    demand_all((alive >= 0) & (alive <= 1), "a probability lies outside [0, 1]", alive)


@applies(PURCHASES)
def check_only_the_living_buy(model: Model, data: CheckData) -> None:
    """A purchase in however long a time is no more probable than to be alive."""
    alive = data.fitted.probability_alive(data.customers)
    active = data.fitted.probability_active(data.customers, 40 * data.horizon)
    demand_all(active <= alive + 1e-12, "active is more probable than alive", active - alive)


@applies(PURCHASES)
def check_expectation_is_at_least_the_probability_of_one(model: Model, data: CheckData) -> None:
    """Nobody is expected to buy less often than is probable to buy at all."""
    for t in _horizons(data):
        lead = data.fitted.predict(data.others, t) - data.fitted.probability_active(data.others, t)
        demand_all(lead >= -1e-9, f"within {t:g} the expectation is the smaller one by", lead)


def _horizons(data: CheckData) -> list[float]:
    return [0.0, 1.0, data.horizon, 4 * data.horizon, 40 * data.horizon]


@applies(PURCHASES)
def check_pmf_is_a_distribution(model: Model, data: CheckData) -> None:
    """``pmf`` has a column for each number, no negative entries, and rows that sum to 1 at most."""
    pmf = data.fitted.pmf(data.others, data.horizon, 6)
    demand(list(pmf.columns) == list(range(7)), f"columns {list(pmf.columns)}")
    demand(pmf.index.equals(data.others.index), "another index")
    demand_all(pmf >= 0, "a probability is negative", pmf)
    demand_all(pmf.sum(axis=1) <= 1 + 1e-9, "probabilities sum to more than 1", pmf.sum(axis=1))


@applies(PURCHASES)
def check_active_is_not_idle(model: Model, data: CheckData) -> None:
    """``probability_active`` is what ``pmf`` leaves to more than no purchase."""
    idle = data.fitted.pmf(data.others, data.horizon, 0)[0]
    active = data.fitted.probability_active(data.others, data.horizon)
    demand_close(active, 1 - idle, "active and 1 - pmf[0]", rtol=1e-8, atol=1e-10)


@applies(PURCHASES)
def check_mean_of_the_pmf_is_the_forecast(model: Model, data: CheckData) -> None:
    """The numbers of purchases, weighted with ``pmf``, come to ``predict``."""
    horizon, most = float(data.horizon // 2), 300
    pmf = data.fitted.pmf(data.others, horizon, most).to_numpy()
    demand_close(pmf.sum(axis=1), np.ones(len(pmf)), "sum of the pmf", rtol=1e-6)
    mean = pmf @ np.arange(most + 1)
    demand_close(mean, data.fitted.predict(data.others, horizon), "mean and forecast", rtol=1e-4)


@applies(PURCHASES)
def check_pmf_does_not_depend_on_its_length(model: Model, data: CheckData) -> None:
    """The first columns of a longer ``pmf`` are the shorter one."""
    short, long = (data.fitted.pmf(data.others, data.horizon, most) for most in (3, 30))
    demand_close(long[short.columns], short, "the first four columns")


@applies(PURCHASES)
def check_new_customer_is_the_empty_history(model: Model, data: CheckData) -> None:
    """What is expected of a new customer is the forecast for an empty history at age 0."""
    nobody = data.history([0], [0.0], [0.0])
    forecast = data.fitted.predict(nobody, data.horizon)
    demand_close(data.fitted.expected_purchases(data.horizon), forecast.iloc[0], "new customer")
    pmf = data.fitted.pmf(nobody, data.horizon, 4)
    demand_close(data.fitted.new_customer_pmf(data.horizon, 4), pmf.to_numpy()[0], "their pmf")
