"""The scores of probabilities of churn, for many resamples at once and with one sort a model."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from clv.evaluation.churn.ranked import from_the_top, reached
from clv.evaluation.metrics import METRICS
from clv.evaluation.metrics.base import Floats

__all__ = ["CHURN_METRICS", "Scorer", "rank_scorer", "scorer"]

CHURN_METRICS = ("log_loss", "brier", "roc_auc", "pr_auc", "bias", "lift")
"""What probabilities of churn are judged by: as probabilities, as a ranking, on the whole, and by
the tenth at the top, which is what a small budget reaches."""

Scorer: TypeAlias = Callable[[Floats], Floats]
"""Takes counts of shape (..., customers), gives scores of shape (..., scores)."""

_RANKED = ("roc_auc", "pr_auc", "lift")
_TOP = 0.1


def scorer(event: NDArray[np.bool_], probabilities: Mapping[str, Floats]) -> Scorer:
    """Prepare the scores of several competitors.

    Parameters
    ----------
    event
        Who churned, shape (customers,).
    probabilities
        By competitor: the probability of churn, shape (customers,).

    Returns
    -------
    Scorer
        Gives shape (..., metrics, competitors), in the order of `CHURN_METRICS`.
    """
    ranks = {name: rank_scorer(event, given) for name, given in probabilities.items()}

    def scores(weights: Floats) -> Floats:
        ranked = np.stack([rank(weights) for rank in ranks.values()], axis=-1)
        rows = [
            ranked[..., _RANKED.index(metric), :]
            if metric in _RANKED
            else np.stack([METRICS[metric](event, p, weights) for p in probabilities.values()], -1)
            for metric in CHURN_METRICS
        ]
        return np.stack(rows, axis=-2)

    return scores


def rank_scorer(event: NDArray[np.bool_], score: Floats) -> Scorer:
    """Prepare the three scores of a ranking, which need its order but once.

    Parameters
    ----------
    event
        Who churned, shape (customers,).
    score
        Higher where it is expected more, shape (customers,).

    Returns
    -------
    Scorer
        Gives shape (..., 3): `roc_auc`, `pr_auc` and `lift` of the top tenth, as
        `clv.evaluation.metrics` has them.

    Examples
    --------
    >>> rank_scorer(np.array([True, False]), np.array([0.9, 0.2]))(np.ones(2)).tolist()
    [1.0, 1.0, 2.0]
    """
    totals = from_the_top(score, event)

    def scores(weights: Floats) -> Floats:
        return np.stack(_ranking_scores(*totals(weights)), axis=-1)

    return scores


def _ranking_scores(called: Floats, found: Floats) -> tuple[Floats, Floats, Floats]:
    """Scores from how many are called down to each level, and how many of them churned."""
    events = found[..., -1]
    here = np.diff(found, axis=-1, prepend=0)
    others = called - found
    # those who stayed and are called no later, half of those on the same level among them
    worse = _dot(here, others) + _dot(here[..., 1:], others[..., :-1])
    precision = np.divide(found, called, out=np.zeros_like(found), where=called > 0)
    top = reached(called, found, [_TOP])[..., 0]
    with np.errstate(invalid="ignore", divide="ignore"):
        roc = 1 - worse / (2 * events * others[..., -1])
        return roc, _dot(here, precision) / events, top / events / _TOP


def _dot(one: Floats, other: Floats) -> Floats:
    return np.asarray(np.einsum("...i,...i", one, other))
