"""Discounted expected residual transactions, held against the undiscounted."""

import numpy as np

from clv.models._maths.arrays import FloatArray
from clv.models.checks.check import PURCHASES, applies, methods
from clv.models.checks.data import CheckData, Model
from clv.models.checks.found import demand_all, demand_close
from clv.periods import discount_force

FEW = 4


def _dert(data: CheckData, rate: float, horizon: float = np.inf) -> FloatArray:
    dert = data.fitted.dert(data.others.head(FEW), rate, horizon)
    return np.asarray(dert, dtype=np.float64)


@applies(PURCHASES, methods("dert"))
def check_dert_at_rate_zero_is_the_forecast(model: Model, data: CheckData) -> None:
    """What is not discounted is the expected purchases of the horizon."""
    forecast = data.fitted.predict(data.others.head(FEW), data.horizon)
    demand_close(_dert(data, 0.0, data.horizon), forecast, "dert at rate 0 and predict")


@applies(PURCHASES, methods("dert"))
def check_dert_falls_with_the_rate(model: Model, data: CheckData) -> None:
    """The higher the rate, the less a later purchase counts."""
    paths = np.array([_dert(data, rate, data.horizon) for rate in (0.0, 0.05, 0.2, 1.0)])
    demand_all(np.diff(paths, axis=0) < 0, "dert does not fall with the rate", paths[1:])
    demand_all(paths > 0, "dert is not positive", paths)


@applies(PURCHASES, methods("dert"))
def check_dert_for_ever_is_finite(model: Model, data: CheckData) -> None:
    """Discounted, all purchases to come are finitely many, and more than those of a horizon."""
    ever, soon = _dert(data, 0.2), _dert(data, 0.2, data.horizon)
    demand_all(np.isfinite(ever), "dert for ever is not finite", ever)
    demand_all(ever >= soon, "dert for ever is less than that of a horizon", ever - soon)


@applies(PURCHASES, methods("dert"))
def check_dert_for_ever_is_that_of_a_very_long_time(model: Model, data: CheckData) -> None:
    """What comes after a few centuries counts nothing."""
    centuries = 300.0 * (12 if data.discrete else 52)
    demand_close(_dert(data, 0.2), _dert(data, 0.2, centuries), "dert", rtol=1e-6)


@applies(PURCHASES, methods("dert"))
def check_dert_counts_each_purchase_at_its_time(model: Model, data: CheckData) -> None:
    """Purchases of each interval count between their worth at its start and at its end."""
    edges = np.linspace(0.0, data.horizon, 6)
    bought = np.diff([data.fitted.predict(data.others.head(FEW), t) for t in edges], axis=0)
    worth = np.exp(-discount_force(0.5, data.fitted.time_unit_) * edges)
    dert = _dert(data, 0.5, data.horizon)
    most, least = worth[:-1] @ bought, worth[1:] @ bought
    within = (least * (1 - 1e-9) <= dert) & (dert <= most * (1 + 1e-9))
    demand_all(within, "dert is out of its bounds", dert)
