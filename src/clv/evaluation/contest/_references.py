"""References without groups: what a fine-grained score says of every single customer."""

from collections.abc import Iterable

import numpy as np
import pandas as pd
from sklearn.isotonic import IsotonicRegression

from clv.evaluation.metrics.base import Floats

__all__ = ["REFERENCES", "forecasts"]

REFERENCES = {"past spend": "contribution", "model value": "residual_value"}
"""By name: the column whose values are the score."""

_FOLDS = 5


def forecasts(
    table: pd.DataFrame, log_spend: Floats, active: Floats
) -> dict[str, tuple[Floats, Floats, Floats]]:
    """Score, expected log spend and chance of activity, by name of the reference.

    A rising step function of the score is learned on four fifths of the customers and applied to
    the fifth; the fifths are drawn by a hash of the id. A chance leans by a hundredth on the base
    rate, so that nobody is certain.
    """
    ids = table.index.astype(str).to_numpy(object)
    fold = pd.util.hash_array(ids, categorize=False) % np.uint64(_FOLDS)
    found = {}
    for name, column in REFERENCES.items():
        if column in table and np.isfinite(table[column]).all():
            score = table[column].to_numpy(np.float64)
            expected, chance = (
                _crossed(score, target, fold, range(_FOLDS)) for target in (log_spend, active)
            )
            leaning = 0.99 * chance + 0.01 * (active.sum() + 0.5) / (len(active) + 1)
            found[name] = score, expected, leaning
    return found


def _crossed(score: Floats, target: Floats, fold: np.ndarray, folds: Iterable[int]) -> Floats:
    told = np.full(len(score), target.mean())
    for number in folds:
        held = fold == number
        if held.any() and not held.all():
            steps = IsotonicRegression(out_of_bounds="clip").fit(score[~held], target[~held])
            told[held] = steps.predict(score[held])
    return told
