"""How well a score puts customers in order."""

import numpy as np
from numpy.typing import ArrayLike

from clv.evaluation.metrics.base import Floats, by_level, codes, counts

__all__ = ["pr_auc", "roc_auc", "spearman"]


def roc_auc(event: ArrayLike, score: ArrayLike, weights: ArrayLike | None = None) -> Floats:
    """Probability that a customer with the event is scored above one without (ties count half).

    Parameters
    ----------
    event
        Whether it happened, shape (customers,).
    score
        Higher where it is expected more.
    weights
        How often each customer counts, shape (..., customers).

    Returns
    -------
    numpy.ndarray
        Shape (...), 0 to 1, 0.5 without information; NaN where everyone or no one has the event.

    Examples
    --------
    >>> float(roc_auc([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]))
    0.75
    """
    with_event, without = _levels(event, score, weights)
    below = without.cumsum(axis=-1) - without
    won = (with_event * (below + without / 2)).sum(axis=-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(won / (with_event.sum(axis=-1) * without.sum(axis=-1)))


def pr_auc(event: ArrayLike, score: ArrayLike, weights: ArrayLike | None = None) -> Floats:
    """Average precision: mean precision over the customers with the event, from the top down.

    Parameters
    ----------
    event
        Whether it happened, shape (customers,).
    score
        Higher where it is expected more.
    weights
        How often each customer counts, shape (..., customers).

    Returns
    -------
    numpy.ndarray
        Shape (...), 0 to 1, about the share of events without information; NaN where no one has
        the event.

    Examples
    --------
    >>> round(float(pr_auc([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8])), 4)
    0.8333
    """
    with_event, without = (level[..., ::-1] for level in _levels(event, score, weights))
    found, called = with_event.cumsum(axis=-1), (with_event + without).cumsum(axis=-1)
    precision = np.divide(found, called, out=np.zeros_like(found), where=called > 0)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray((with_event * precision).sum(axis=-1) / found[..., -1])


def spearman(truth: ArrayLike, score: ArrayLike, weights: ArrayLike | None = None) -> Floats:
    """Rank correlation; ties share their mean rank.

    Parameters
    ----------
    truth
        What happened, a number a customer.
    score
        What was predicted, a number a customer.
    weights
        How often each customer counts, shape (..., customers).

    Returns
    -------
    numpy.ndarray
        Shape (...), -1 to 1; NaN where either does not vary.

    Examples
    --------
    >>> float(spearman([1, 2, 3], [10, 30, 20]))
    0.5
    """
    w = counts(weights, len(np.asarray(truth)))
    x, y = _centred_ranks(truth, w), _centred_ranks(score, w)
    covariance = (w * x * y).sum(axis=-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(covariance / np.sqrt((w * x**2).sum(axis=-1) * (w * y**2).sum(axis=-1)))


def _levels(event: ArrayLike, score: ArrayLike, weights: ArrayLike | None) -> tuple[Floats, ...]:
    y = np.asarray(event, dtype=np.float64)
    w = counts(weights, len(y))
    return by_level(score, w * y, w * (1 - y))


def _centred_ranks(values: ArrayLike, w: Floats) -> Floats:
    """Mid-ranks less their mean, which is half the number of customers."""
    (size,) = by_level(values, w)
    middle = size.cumsum(axis=-1) - size / 2
    centred: Floats = middle - size.sum(axis=-1, keepdims=True) / 2
    return centred[..., codes(values)]
