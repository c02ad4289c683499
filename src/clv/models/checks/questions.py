"""Questions that no model answers, each refused with the code that says why."""

import numpy as np

from clv.models.checks.check import DISCRETE, PURCHASES, applies, methods
from clv.models.checks.data import CheckData, Model
from clv.models.checks.found import demand_refusal


@applies(PURCHASES)
def check_another_unit_of_time_is_refused(model: Model, data: CheckData) -> None:
    """A table in another unit of time than that of the fit is refused."""
    daily, fitted = data.others.copy(), data.fitted
    daily.attrs = {"time_unit": "D"}
    demand_refusal("E_UNIT", "predict in days", fitted.predict, daily, data.horizon)
    demand_refusal("E_UNIT", "P(alive) in days", fitted.probability_alive, daily)
    demand_refusal("E_UNIT", "score in days", fitted.score, daily)


@applies(PURCHASES)
def check_impossible_horizons_are_refused(model: Model, data: CheckData) -> None:
    """A horizon that is negative, NaN or infinite is refused."""
    for horizon in (-1.0, np.nan, np.inf):
        for forecast in (data.fitted.predict, data.fitted.probability_active):
            demand_refusal("E_HORIZON", f"a horizon of {horizon}", forecast, data.others, horizon)


@applies(DISCRETE)
def check_parts_of_periods_as_horizon_are_refused(model: Model, data: CheckData) -> None:
    """A horizon that is no whole number of periods is refused."""
    demand_refusal("E_HORIZON", "a horizon of 2.5", data.fitted.predict, data.others, 2.5)


@applies(PURCHASES, methods("next_purchase"))
def check_impossible_probabilities_are_refused(model: Model, data: CheckData) -> None:
    """Waiting for a probability that is not strictly between 0 and 1 is refused."""
    ask = data.fitted.next_purchase
    for wanted in (0.0, 1.0, -0.5, np.nan):
        demand_refusal("E_PROBABILITY", f"a probability of {wanted}", ask, data.others, wanted)


@applies(PURCHASES, methods("pmf"))
def check_impossible_counts_are_refused(model: Model, data: CheckData) -> None:
    """A ``pmf`` up to a number that is negative or not whole is refused."""
    for most in (-1, 2.5, True):
        ask = data.fitted.pmf
        demand_refusal("E_COUNT", f"a pmf up to {most}", ask, data.others, data.horizon, most)


@applies(PURCHASES, methods("dert"))
def check_impossible_discount_rates_are_refused(model: Model, data: CheckData) -> None:
    """A discount rate that is negative or NaN is refused, and for ever without discounting."""
    for rate in (-0.1, np.nan):
        demand_refusal("E_RATE", f"a rate of {rate}", data.fitted.dert, data.others, rate)
    demand_refusal("E_HORIZON", "for ever at rate 0", data.fitted.dert, data.others, 0.0)
