"""What customers do together, with intervals that hold chance as well as doubt."""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clv.errors import InputError
from clv.models._maths.arrays import FloatArray, IntArray
from clv.models.gamma_gamma import GammaGamma
from clv.models.purchase_model import PurchaseModel
from clv.valuation._period_futures import play_all
from clv.valuation._period_sums import limits_of

__all__ = ["forecast_total"]

QUANTITIES = ["purchases", "spend", "active_customers"]


def forecast_total(
    purchase_model: PurchaseModel,
    spend_model: GammaGamma,
    customers: pd.DataFrame,
    horizon: float,
    draws: int = 200,
    seed: int = 0,
    by: pd.Series | None = None,
) -> pd.DataFrame:
    """Forecast what customers together do in the next ``horizon``, with 95% intervals.

    Every draw takes parameters from the posterior of both models and then plays the future of
    each customer, so that the intervals hold the doubt about the parameters and plain chance. They
    do not hold the doubt whether the models are right.

    Parameters
    ----------
    purchase_model, spend_model
        Fitted.
    customers
        One row a customer: ``frequency``, ``recency``, ``T``, ``monetary_value``.
    horizon
        In the time unit of the purchase model.
    draws
        Futures to play.
    seed
        Of the generator.
    by
        Group of each customer, indexed as ``customers``; those without one are left out.

    Returns
    -------
    DataFrame
        Rows ``purchases``, ``spend``, ``active_customers``; columns ``mean``, the exact expectation
        at the fit, which is the sum over the customers, and ``lower`` and ``upper`` over the draws.
        With ``by`` these rows for each group, in order: the index is (group, quantity). Intervals
        of groups do not add up to that of all, since chance evens out.

    Raises
    ------
    InputError
        ``E_DRAWS`` below 2 draws, which show no spread; ``E_GROUPS`` where customers are no rows of
        ``by``.
    """
    known = customers.sort_index(kind="stable")
    group, index = _groups(known, by)
    models, size = (purchase_model, spend_model), len(index) // len(QUANTITIES)
    (drawn,) = play_all(models, known, np.array([float(horizon)]), [group], draws, seed).by_group
    lower, upper = limits_of(drawn[:, :size].reshape(len(drawn), -1))
    purchases = purchase_model.predict(known, horizon).to_numpy()
    spend = purchases * spend_model.predict(known).to_numpy()
    active = purchase_model.probability_active(known, horizon).to_numpy()
    mean = _sums(group, size, purchases, spend, active).ravel()
    return pd.DataFrame({"mean": mean, "lower": lower, "upper": upper}, index=index)


def _groups(customers: pd.DataFrame, by: pd.Series | None) -> tuple[IntArray, pd.Index]:
    """Return the number of each customer's group, -1 for none, and the rows of the result."""
    if by is None:
        return np.zeros(len(customers), dtype=np.int64), pd.Index(QUANTITIES)
    if not customers.index.isin(by.index).all() or not by.index.is_unique:
        raise InputError(
            "E_GROUPS", "customers are missing in the groups, or are there twice", "give one each"
        )
    group, names = pd.factorize(by.reindex(customers.index), sort=True)
    rows = pd.MultiIndex.from_product([names, QUANTITIES], names=[by.name, "quantity"])
    return group.astype(np.int64), rows


def _sums(group: IntArray, size: int, *parts: NDArray[Any]) -> FloatArray:
    """Add up each quantity by group, shape (size, quantities)."""
    # Those without a group are counted in a last one, which is dropped.
    slot = np.where(group < 0, size, group)
    return np.stack([np.bincount(slot, part, minlength=size + 1)[:size] for part in parts], axis=1)
