"""Customers and logs drawn from a model's own story, to see whether a fit finds the truth again."""

from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from clv.customers.columns import days_per_unit
from clv.errors import InputError
from clv.periods import Window

__all__ = ["simulate_bg_nbd", "simulate_customers"]

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


def simulate_customers(
    params: Mapping[str, float],
    ages: ArrayLike,
    seed: int,
    *,
    spend: Mapping[str, float] | None = None,
    time_unit: str = "W",
) -> pd.DataFrame:
    """Draw customer summaries from the BG/NBD and Gamma-Gamma models in continuous time.

    Parameters
    ----------
    params
        ``r``, ``alpha``, ``a``, ``b``; alpha in ``time_unit``.
    ages
        T of each customer in ``time_unit``, from 0; shape (n,).
    seed
        Of the generator.
    spend
        ``p``, ``q``, ``gamma``; without it there is no ``monetary_value``.
    time_unit
        ``"D"``, ``"W"`` or ``"M"``; recorded in the attrs.

    Returns
    -------
    DataFrame
        n rows with ``frequency``, ``recency``, ``T`` and, with ``spend``, ``monetary_value``.

    Examples
    --------
    >>> truth = {"r": 0.25, "alpha": 4.5, "a": 0.8, "b": 2.4}
    >>> simulate_customers(truth, [39.0, 39.0], seed=3).columns.tolist()
    ['frequency', 'recency', 'T']
    """
    rng = np.random.default_rng(seed)
    T = np.asarray(ages, dtype=np.float64)
    owner, age = _repeat_purchases(params, T, rng)
    x = np.bincount(owner, minlength=T.size)
    t_x = np.zeros(T.size)
    np.maximum.at(t_x, owner, age)
    table = pd.DataFrame({"frequency": x, "recency": t_x, "T": T})
    if spend is not None:
        total = np.bincount(owner, _amounts(spend, T.size, owner, rng), minlength=T.size)
        table["monetary_value"] = total / np.maximum(x, 1)
    table.index = pd.Index([f"c{i:07d}" for i in range(T.size)], name="customer_id")
    table.attrs = {"time_unit": time_unit}
    return table


def simulate_bg_nbd(
    params: Mapping[str, float],
    n_customers: int,
    start: date,
    end: date,
    seed: int,
    spend: Mapping[str, float] | None = None,
    *,
    join_days: int = 84,
    time_unit: str = "W",
) -> pd.DataFrame:
    """Draw a transaction log from the BG/NBD and Gamma-Gamma models.

    Customers make their first purchase on a day drawn from the first ``join_days``. Purchases fall
    into whole days, so that a few share one and count once in a summary.

    Parameters
    ----------
    params
        ``r``, ``alpha``, ``a``, ``b``; alpha in ``time_unit``.
    n_customers
        All of whom buy at least once.
    start, end
        The log covers ``[start, end)``.
    seed
        Of the generator.
    spend
        ``p``, ``q``, ``gamma`` of the amounts, which are rounded to cents; without it the log has
        no column ``amount``.
    join_days
        From 1; no more than the window holds.
    time_unit
        ``"D"``, ``"W"`` or ``"M"``.

    Returns
    -------
    DataFrame
        One row a purchase, sorted by date and customer: ``customer_id`` (text), ``date`` (date)
        and, with ``spend``, ``amount``.

    Raises
    ------
    InputError
        ``E_WINDOW``, ``E_UNIT``, or ``E_PARAMETER`` for numbers that are not positive.

    Examples
    --------
    >>> truth = {"r": 0.25, "alpha": 4.5, "a": 0.8, "b": 2.4}
    >>> log = simulate_bg_nbd(truth, 100, date(2023, 1, 1), date(2024, 1, 1), seed=1)
    >>> log["customer_id"].nunique()
    100
    """
    days = Window(start, end).days
    _check_positive({"n_customers": n_customers, "join_days": join_days})
    rng = np.random.default_rng(seed)
    joined = rng.integers(0, min(join_days, days), n_customers)
    per_unit = days_per_unit(time_unit)
    owner, age = _repeat_purchases(params, (days - joined) / per_unit, rng)
    owner = np.concatenate([np.arange(n_customers), owner])
    day = joined[owner] + np.floor(np.concatenate([np.zeros(n_customers), age * per_unit]))
    log = pd.DataFrame(
        {
            "customer_id": [f"c{i:07d}" for i in owner],
            "date": pd.Timestamp(start) + pd.to_timedelta(day, unit="D"),
        }
    )
    if spend is not None:
        amounts = _amounts(spend, n_customers, owner, rng)
        log["amount"] = np.maximum(np.round(amounts, 2), 0.01)
    return log.sort_values(["date", "customer_id"], kind="stable", ignore_index=True)


def _repeat_purchases(
    params: Mapping[str, float], T: FloatArray, rng: np.random.Generator
) -> tuple[IntArray, FloatArray]:
    """Return customer and age of each repeat purchase, in order of customer and age."""
    _check_positive({name: params[name] for name in ("r", "alpha", "a", "b")})
    rate = rng.gamma(params["r"], 1 / params["alpha"], T.size)
    dropout = rng.beta(params["a"], params["b"], T.size)
    arrivals = rng.poisson(rate * T)
    owner = np.repeat(np.arange(T.size), arrivals)
    # Given their number, arrivals of a Poisson process are uniform over the time.
    age = rng.random(owner.size) * T[owner]
    age = age[np.lexsort((age, owner))]
    gone = rng.random(owner.size) < dropout[owner]
    kept = _until_first(gone, owner)
    return owner[kept], age[kept]


def _until_first(gone: NDArray[np.bool_], owner: IntArray) -> NDArray[np.bool_]:
    """Mark each owner's purchases up to and with the first after which the owner is gone."""
    before: IntArray = np.cumsum(gone, dtype=np.int64) - gone
    starts = np.searchsorted(owner, owner)
    return np.asarray(before == before[starts], dtype=np.bool_)


def _amounts(
    spend: Mapping[str, float], n: int, owner: IntArray, rng: np.random.Generator
) -> FloatArray:
    """Return an amount for each purchase."""
    _check_positive({name: spend[name] for name in ("p", "q", "gamma")})
    rate = rng.gamma(spend["q"], 1 / spend["gamma"], n)
    return rng.gamma(spend["p"], size=owner.size) / rate[owner]


def _check_positive(values: Mapping[str, float]) -> None:
    wrong = [f"{name}={value}" for name, value in values.items() if not 0 < value < np.inf]
    if wrong:
        raise InputError("E_PARAMETER", "a positive number was expected", "correct it", wrong)
