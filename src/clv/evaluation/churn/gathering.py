"""Scores and resampled scores of churn models, gathered into tables."""

from collections.abc import Sequence
from itertools import permutations

import numpy as np
import pandas as pd

from clv.evaluation.bootstrap import error_interval, interval
from clv.evaluation.churn.scoring import CHURN_METRICS
from clv.evaluation.comparison import Comparison
from clv.evaluation.metrics.base import Floats

__all__ = ["differences", "gather"]


def gather(values: Floats, samples: Floats, competitors: Sequence[str], level: float) -> Comparison:
    """Make a comparison of scores that were resampled elsewhere.

    Parameters
    ----------
    values
        Shape (metrics, competitors): scores on the customers as they are.
    samples
        Shape (draws, metrics, competitors): the same on resamples of them.
    competitors
        Their names.
    level
        Level of the intervals, 0 to 1.

    Returns
    -------
    Comparison
        As `clv.evaluation.compare` makes it.
    """
    index = pd.MultiIndex.from_product([CHURN_METRICS, competitors], names=["metric", "competitor"])
    lower, upper = interval(samples, level)
    columns = {"value": values.ravel(), "lower": lower.ravel(), "upper": upper.ravel()}
    gaps, pair_level = differences(values, samples, competitors, level)
    gaps = gaps.rename_axis(["metric", "competitor", "against"])
    return Comparison(pd.DataFrame(columns, index=index), gaps, level, pair_level)


def differences(
    values: Floats,
    samples: Floats,
    names: Sequence[str],
    level: float,
    metrics: Sequence[str] = CHURN_METRICS,
) -> tuple[pd.DataFrame, float]:
    """List the differences of all pairs, by metric.

    Parameters
    ----------
    values
        Shape (metrics, n).
    samples
        Shape (draws, metrics, n).
    names
        Of the n that are compared.
    level
        Level of all intervals on a metric together; each is widened by Bonferroni's rule.
    metrics
        What is compared.

    Returns
    -------
    pandas.DataFrame
        Indexed by metric, one and other: value (one less other), lower, upper, clear (whether the
        interval excludes 0). Every pair stands both ways round.
    float
        Level of a single interval.
    """
    pairs = np.array(list(permutations(range(len(names)), 2)), dtype=np.intp).reshape(-1, 2)
    first, second = pairs.T
    pair_level = 1 - (1 - level) / max(len(pairs) // 2, 1)
    gaps = values[:, first] - values[:, second]
    lower, upper = error_interval(gaps, samples[..., first] - samples[..., second], pair_level)
    rows = [(metric, names[a], names[b]) for metric in metrics for a, b in pairs]
    index = pd.MultiIndex.from_frame(pd.DataFrame(rows, columns=["metric", "one", "other"]))
    table = pd.DataFrame(
        {"value": gaps.ravel(), "lower": lower.ravel(), "upper": upper.ravel()}, index=index
    )
    return table.assign(clear=(table["lower"] > 0) | (table["upper"] < 0)), pair_level
