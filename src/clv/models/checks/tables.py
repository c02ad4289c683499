"""Customers for the checks, drawn from stories that are simple enough to be told in a few lines."""

import numpy as np
import pandas as pd

from clv.models._maths.arrays import BoolArray, FloatArray

__all__ = ["contracts", "histories", "opportunities", "spenders"]


def histories(n: int, seed: int) -> pd.DataFrame:
    """Draw customers who buy at a rate of their own and may leave after each purchase.

    Parameters
    ----------
    n
        Customers.
    seed
        Of the generator.

    Returns
    -------
    DataFrame
        ``frequency``, ``recency``, ``T`` in weeks, ``log_gaps`` (sum of ln of the times between
        purchases) and ``z``, a number that has nothing to do with anything.

    Examples
    --------
    >>> histories(3, seed=1).columns.tolist()
    ['frequency', 'recency', 'T', 'log_gaps', 'z']
    """
    rng = np.random.default_rng(seed)
    rate, leaving = rng.gamma(0.8, 1 / 8.0, n), rng.beta(0.8, 2.4, n)
    T = rng.integers(20, 61, n).astype(np.float64)
    x, t_x, logs, staying = np.zeros(n), np.zeros(n), np.zeros(n), np.ones(n, dtype=np.bool_)
    while staying.any():
        gap = rng.exponential(size=n) / rate
        staying = staying & (t_x + gap < T)
        x, t_x, logs = x + staying, t_x + staying * gap, logs + staying * np.log(gap)
        staying = staying & (rng.random(n) >= leaving)
    table = _summary(x, t_x, T, "W")
    return table.assign(log_gaps=logs, z=rng.normal(size=n))


def opportunities(n: int, seed: int) -> pd.DataFrame:
    """Draw customers who may leave before, and buy at, each of a number of opportunities.

    Parameters
    ----------
    n
        Customers.
    seed
        Of the generator.

    Returns
    -------
    DataFrame
        ``frequency``, ``recency``, ``T`` in whole months.

    Examples
    --------
    >>> opportunities(3, seed=1).columns.tolist()
    ['frequency', 'recency', 'T']
    """
    rng = np.random.default_rng(seed)
    buying, leaving = rng.beta(1.2, 0.75, n), rng.beta(0.66, 2.8, n)
    T = rng.integers(6, 11, n).astype(np.float64)
    x, t_x, living = np.zeros(n), np.zeros(n), np.ones(n, dtype=np.bool_)
    for i in range(1, int(T.max()) + 1):
        living &= rng.random(n) >= leaving
        bought = living & (i <= T) & (rng.random(n) < buying)
        x, t_x = x + bought, np.where(bought, i, t_x)
    return _summary(x, t_x, T, "M")


def spenders(n: int, seed: int) -> pd.DataFrame:
    """Draw customers with a mean spend of their own around which each purchase varies.

    Parameters
    ----------
    n
        Customers.
    seed
        Of the generator.

    Returns
    -------
    DataFrame
        As `histories`, with ``monetary_value``.

    Examples
    --------
    >>> bool((spenders(50, seed=1)["monetary_value"] >= 0).all())
    True
    """
    table = histories(n, seed)
    rng = np.random.default_rng(seed)
    x = table["frequency"].to_numpy()
    total: FloatArray = rng.gamma(np.maximum(6.0 * x, 1.0)) / rng.gamma(4.0, 1 / 15.0, n)
    table["monetary_value"] = np.where(x > 0, total / np.maximum(x, 1), 0.0)
    return table


def contracts(n: int, seed: int) -> pd.DataFrame:
    """Draw contracts that end at each renewal with a probability of their own.

    Parameters
    ----------
    n
        Customers.
    seed
        Of the generator.

    Returns
    -------
    DataFrame
        ``tenure`` (renewals made, or the one at which the customer left) and ``lost``.

    Examples
    --------
    >>> contracts(3, seed=1).columns.tolist()
    ['tenure', 'lost']
    """
    rng = np.random.default_rng(seed)
    leaving, observed = rng.beta(0.7, 1.2, n), rng.integers(4, 9, n)
    end = np.ceil(rng.exponential(size=n) / -np.log1p(-np.minimum(leaving, 1 - 1e-15)))
    lost: BoolArray = end <= observed
    return _named(
        pd.DataFrame({"tenure": np.where(lost, end, observed).astype(int), "lost": lost}), "M"
    )


def _summary(x: FloatArray, t_x: FloatArray, T: FloatArray, unit: str) -> pd.DataFrame:
    return _named(pd.DataFrame({"frequency": x.astype(int), "recency": t_x, "T": T}), unit)


def _named(table: pd.DataFrame, unit: str) -> pd.DataFrame:
    table.index = pd.Index([f"c{i:06d}" for i in range(len(table))], name="customer_id")
    table.attrs = {"time_unit": unit, "as_of": "2024-01-01"}
    return table
