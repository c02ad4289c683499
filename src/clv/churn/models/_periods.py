"""Person-periods: who was at risk in which period, who bought in it, and the hazard that fits."""

import math

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit

from clv.churn.models._classifier import Floats
from clv.churn.models._newton import newton
from clv.errors import InputError

__all__ = ["check_days", "hazard", "horizon_of", "person_periods", "read_waits"]


def horizon_of(X: pd.DataFrame) -> float:
    """Return the days of the window or forecast that a table was made for."""
    days = X.attrs.get("horizon_days")
    if days is None:
        raise InputError(
            "E_HORIZON",
            "the table does not say for what horizon it was made",
            'make it by churn_table, or set X.attrs["horizon_days"]',
        )
    return check_days(days)


def check_days(days: float) -> float:
    """Return a horizon that is a finite length of time."""
    if not 0 < days < math.inf:
        raise InputError(
            "E_HORIZON", "the horizon is no finite number of days above 0", "give days", [days]
        )
    return float(days)


def read_waits(
    X: pd.DataFrame, churned: NDArray[np.bool_], waits: ArrayLike | None, window: float
) -> Floats:
    """Days to the next purchase, NaN where there was none; 0 if no day is known."""
    if waits is None:
        return np.where(churned, np.nan, 0.0)
    if np.shape(waits) != churned.shape or (
        isinstance(waits, pd.Series) and not waits.index.equals(X.index)
    ):
        raise InputError(
            "E_WAIT",
            f"{len(X)} customers and {np.size(waits)} waits are not the same ones in one order",
            "pass the wait of each row, as days_to_purchase gives them",
        )
    days = np.where(churned, np.nan, np.asarray(waits, np.float64))
    outside = ~churned & ~((days >= 0) & (days < window))
    if outside.any():
        raise InputError(
            "E_WAIT",
            f"{outside.sum()} of {(~churned).sum()} customers who bought in the window of "
            f"{window:g} days have no wait within it",
            "pass the days from the cut to the next purchase, as days_to_purchase gives them",
        )
    return days


def person_periods(churned: NDArray[np.bool_], waits: Floats, count: int) -> tuple[Floats, Floats]:
    """Weights, shape (count, customers): of being at risk in a period, and of buying in it."""
    bought = (np.floor(waits) == np.arange(count)[:, None]) & ~churned
    at_risk = 1 - np.cumsum(bought, axis=0) + bought
    return at_risk.astype(np.float64), bought.astype(np.float64)


def hazard(designs: list[Floats], at_risk: Floats, bought: Floats, penalty: float) -> Floats:
    """Intercept and coefficients with the smallest log loss over person-periods."""

    def loss(coefficients: Floats) -> tuple[float, Floats, Floats]:
        pull = np.append(0.0, np.full(len(coefficients) - 1, penalty))
        value = float(pull @ coefficients**2 / 2)
        gradient, curve = pull * coefficients, np.diag(pull)
        for z, risk, event in zip(designs, at_risk, bought, strict=True):
            odds = z @ coefficients
            chance = expit(odds)
            value += float(risk @ np.logaddexp(0, odds) - event @ odds)
            gradient = gradient + z.T @ (risk * chance - event)
            curve = curve + z.T @ (z * (risk * chance * (1 - chance))[:, None])
        return value, gradient, curve

    return newton(loss, np.zeros(designs[0].shape[1]))
