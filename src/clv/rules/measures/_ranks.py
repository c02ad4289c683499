"""Mid-ranks among reference customers, kept in a few hundred numbers."""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

__all__ = ["buyers_only", "fifths", "learn_ranks", "mid_ranks"]

_STEPS = 400  # a rank is then known to an eighth of a per cent, and the edges of fifths exactly


def buyers_only(features: pd.DataFrame, column: str) -> "pd.Series[float]":
    """A column's numbers for those who ever bought; the others are no reference for anything.

    Who bought before the window but not within it has no mean amount there, but spent nothing.
    """
    ever = "purchases_total" if "purchases_total" in features else "purchases"
    # arrays: where of pandas compares the ids three times over
    numbers = features[column].to_numpy(dtype=float)
    if column == "mean_amount":
        known, bought = (features[key].to_numpy(float) for key in ("contribution", "purchases"))
        numbers = np.where(np.isnan(numbers) & (bought == 0) & ~np.isnan(known), 0.0, numbers)
    bought_ever = features[ever].to_numpy(dtype=float) >= 1
    return pd.Series(np.where(bought_ever, numbers, np.nan), index=features.index, name=column)


def learn_ranks(values: ArrayLike) -> dict[str, Any]:
    """Keep where the values lie: all distinct ones if they are few, else evenly spaced ones.

    Returns the kept values and, for each, how many reference values are below it and how many are
    not above it, as plain lists.
    """
    known = np.asarray(values, dtype=float)
    known = np.sort(known[~np.isnan(known)])
    kept = known[np.diff(known, prepend=-np.inf) > 0]
    if kept.size > _STEPS:
        places = np.minimum(np.arange(_STEPS + 1) * known.size // _STEPS, known.size - 1)
        kept = np.unique(known[places])
    return {
        "values": kept.tolist(),
        "below": np.searchsorted(known, kept, "left").tolist(),
        "up_to": np.searchsorted(known, kept, "right").tolist(),
    }


def mid_ranks(values: ArrayLike, learned: dict[str, Any]) -> NDArray[np.floating]:
    """The share of reference customers below, equal ones counted half; NaN where unknown."""
    value, kept = np.asarray(values, dtype=float), np.asarray(learned["values"])
    if not kept.size:
        return np.full(value.shape, np.nan)
    below, up_to = np.asarray(learned["below"]), np.asarray(learned["up_to"])
    at = (below + up_to) / (2 * up_to[-1])
    # before the first kept value, between it and the next, ..., after the last
    between = np.append(below, up_to[-1]) + np.append(0, up_to)
    after = np.searchsorted(kept, value, "left")
    same = np.minimum(after, kept.size - 1)
    rank = np.where(kept[same] == value, at[same], between[after] / (2 * up_to[-1]))
    return np.where(np.isnan(value), np.nan, rank)


def fifths(ranks: NDArray[np.floating]) -> NDArray[np.floating]:
    """Scores from 1 (lowest fifth) to 5; NaN where the rank is."""
    score = np.floor(np.round(5 * ranks, 9)) + 1
    return np.where(score > 5, 5.0, score)
