"""Histories and parameters far from the usual: every answer stays a number, in silence."""

from itertools import product

import numpy as np
import pandas as pd

from clv.models.checks.check import CONTINUOUS, PURCHASES, applies
from clv.models.checks.data import CheckData, Model
from clv.models.checks.found import demand_all
from clv.models.checks.points import as_if_fitted

FAR = (1e-3, 1e3)


def _extreme(data: CheckData) -> pd.DataFrame:
    """Return customers nobody has seen: very frequent, very old, of no age, just gone silent."""
    rows: list[tuple[int, float, float]]
    if data.discrete:
        rows = [(0, 0, 0), (0, 0, 1), (1, 1, 1), (100, 100, 100), (1, 1, 200), (100, 150, 200)]
    else:
        rows = [
            (0, 0.0, 0.0), (0, 0.0, 1e-9), (0, 0.0, 1e4), (1, 1e-9, 1e4), (1, 1e-6, 1e-6),
            (1000, 40.0, 40.0), (1000, 1.0, 40.0), (1000, 1e4, 1e4), (300, 1e-3, 1e-3),
        ]  # fmt: skip
    x, t_x, T = zip(*rows, strict=True)
    return data.history(list(x), np.array(t_x, dtype=float), np.array(T, dtype=float))


def _demand_numbers(fitted: Model, customers: pd.DataFrame, horizon: float, where: str) -> None:
    """Ask everything, and demand finite numbers that are no nonsense."""
    expected = fitted.predict(customers, horizon)
    demand_all(np.isfinite(expected) & (expected >= 0), f"expected purchases {where}", expected)
    alive = fitted.probability_alive(customers)
    demand_all((alive >= 0) & (alive <= 1), f"P(alive) {where}", alive)
    active = fitted.probability_active(customers, horizon)
    demand_all((active >= 0) & (active <= 1), f"P(active) {where}", active)
    pmf = fitted.pmf(customers, horizon, 3)
    demand_all((pmf >= 0) & (pmf <= 1 + 1e-9), f"pmf {where}", pmf)
    times = fitted.next_purchase(customers)
    demand_all(times >= 0, f"next purchase {where}", times)


@applies(PURCHASES)
def check_extreme_histories_get_numbers(model: Model, data: CheckData) -> None:
    """Forecasts for extreme histories are finite and come without a warning."""
    for horizon in (1.0, data.horizon, 1000.0):
        _demand_numbers(data.fitted, _extreme(data), horizon, f"within {horizon:g}")


@applies(PURCHASES)
def check_extreme_parameters_get_numbers(model: Model, data: CheckData) -> None:
    """Forecasts with parameters from 1e-3 to 1e3 are finite and come without a warning."""
    names = data.fitted.names
    for values in product(FAR, repeat=len(names)):
        params = dict(zip(names, values, strict=True))
        fitted = as_if_fitted(data.fitted, params)
        _demand_numbers(fitted, data.others.head(4), data.horizon, f"with {params}")


@applies(PURCHASES)
def check_extreme_horizons_get_numbers(model: Model, data: CheckData) -> None:
    """Forecasts for a moment and for centuries are finite and come without a warning."""
    shortest = 1.0 if data.discrete else 1e-9
    for horizon in (shortest, 1e4):
        _demand_numbers(data.fitted, data.others, horizon, f"within {horizon:g}")


@applies(PURCHASES, CONTINUOUS)
def check_fit_stands_a_very_frequent_customer(model: Model, data: CheckData) -> None:
    """A customer with 2,000 purchases neither stops the fit nor warns from inside."""
    table = data.customers.copy()
    table.loc[table.index[0], ["frequency", "recency", "T"]] = [2000, 40.0, 40.0]
    if "log_gaps" in table.columns:
        table.loc[table.index[0], "log_gaps"] = 2000 * np.log(40.0 / 2000)
    forecast = data.forecast(data.fit(table.astype({"frequency": int})))
    demand_all(np.isfinite(forecast), "a forecast is not finite", forecast)


@applies(PURCHASES, CONTINUOUS)
def check_fit_stands_very_long_and_short_times(model: Model, data: CheckData) -> None:
    """Times counted in seconds or in millennia give the same fit as those in weeks."""
    bought = data.customers["frequency"]
    for scale in (1e-5, 1e6):
        table = data.customers.assign(
            recency=data.customers["recency"] * scale, T=data.customers["T"] * scale,
            log_gaps=data.customers["log_gaps"] + bought * np.log(scale),
        )  # fmt: skip
        fitted = data.fit(table)
        loose = (*model.times, *fitted.held_)  # on a boundary parameters are known by ratio only
        timeless = [name for name in fitted.params_ if name not in loose]
        off = [fitted.params_[name] / data.fitted.params_[name] - 1 for name in timeless]
        demand_all(np.abs(off) < 1e-5, f"parameters change with times {scale:g} as long", off)
