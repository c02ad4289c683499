"""How far two groupings of the same customers agree, whatever their groups are called."""

import numpy as np
from numpy.typing import ArrayLike

from clv.evaluation.metrics.base import Floats, codes, counts

__all__ = ["adjusted_rand", "cramers_v", "rand_of", "v_of"]


def adjusted_rand(groups: ArrayLike, others: ArrayLike, weights: ArrayLike | None = None) -> Floats:
    """Adjusted Rand index: agreement on which pairs of customers belong together.

    Hubert and Arabie (1985), "Comparing partitions", equation 5.

    Parameters
    ----------
    groups, others
        Two labels a customer, shape (customers,).
    weights
        How often each customer counts, shape (..., customers).

    Returns
    -------
    numpy.ndarray
        Shape (...): 1 for the same groups, about 0 for agreement by chance, down to -0.5.

    Examples
    --------
    >>> float(adjusted_rand(["a", "a", "b", "b"], ["x", "x", "y", "y"]))
    1.0
    """
    copies = None if weights is None else np.square(weights)
    return rand_of(_cross_table(groups, others, weights), _cross_table(groups, others, copies))


def cramers_v(groups: ArrayLike, others: ArrayLike, weights: ArrayLike | None = None) -> Floats:
    """Cramér's V: strength of the association between two groupings.

    Cramér (1946), "Mathematical Methods of Statistics", section 21.9.

    Parameters
    ----------
    groups, others
        Two labels a customer, shape (customers,).
    weights
        How often each customer counts, shape (..., customers).

    Returns
    -------
    numpy.ndarray
        Shape (...): 0 for none, 1 where one grouping determines the other; NaN where either has
        only one group.

    Examples
    --------
    >>> float(cramers_v(["a", "a", "b", "b"], ["x", "y", "x", "y"]))
    0.0
    """
    return v_of(_cross_table(groups, others, weights))


def rand_of(table: Floats, copies: Floats) -> Floats:
    """Adjusted Rand index of tables of customers by two groupings.

    Parameters
    ----------
    table
        Counts, shape (..., groups, others).
    copies
        The same of squared counts: copies of a customer in a resample agree with each other for
        certain, and are no pair.

    Returns
    -------
    numpy.ndarray
        Shape (...).
    """
    both = _pairs(table, copies).sum(axis=(-2, -1))
    left = _pairs(table.sum(axis=-1), copies.sum(axis=-1)).sum(axis=-1)
    right = _pairs(table.sum(axis=-2), copies.sum(axis=-2)).sum(axis=-1)
    pairs = _pairs(table.sum(axis=(-2, -1)), copies.sum(axis=(-2, -1)))
    expected = left * right / np.where(pairs > 0, pairs, 1)  # one customer alone is no pair
    possible = (left + right) / 2 - expected
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(possible == 0, 1.0, (both - expected) / possible))


def v_of(table: Floats) -> Floats:
    """Cramér's V of tables of customers by two groupings.

    Parameters
    ----------
    table
        Counts, shape (..., groups, others).

    Returns
    -------
    numpy.ndarray
        Shape (...).
    """
    rows, columns = table.sum(axis=-1), table.sum(axis=-2)
    expected = rows[..., :, None] * columns[..., None, :]
    met = np.divide(table**2, expected, out=np.zeros_like(table), where=expected > 0)
    smaller = np.minimum((rows > 0).sum(axis=-1), (columns > 0).sum(axis=-1))
    phi_squared = np.maximum(met.sum(axis=(-2, -1)) - 1, 0)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(smaller > 1, np.sqrt(phi_squared / (smaller - 1)), np.nan))


def _cross_table(groups: ArrayLike, others: ArrayLike, weights: ArrayLike | None) -> Floats:
    """Count customers by pair of groups, shape (..., groups, others)."""
    first, second = codes(groups), codes(others)
    shape = (first.max() + 1, second.max() + 1)
    w, cells = counts(weights, len(first)), first * shape[1] + second
    rows = w.reshape(-1, len(first))
    table = np.array([np.bincount(cells, row, shape[0] * shape[1]) for row in rows])
    return table.reshape(*w.shape[:-1], *shape)


def _pairs(count: Floats, copies: Floats) -> Floats:
    """Count pairs of different customers: from their number and the sum of squared weights."""
    return (count**2 - copies) / 2
