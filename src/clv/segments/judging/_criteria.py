"""The arithmetic behind the criteria for the number of groups."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from clv.errors import InputError
from clv.segments.judging._shape import Codes, Points, divide, within

FloatArray = NDArray[np.float64]

_BOXES = 10
_TINY = 1e-300
_NORMAL_975 = 1.959963984540054


def check_counts(counts: Sequence[int]) -> None:
    """Raise ``E_COUNTS`` for numbers of groups that are no ascending whole numbers from 1."""
    whole = all(isinstance(k, int | np.integer) for k in counts)
    if not len(counts) or not whole or counts[0] < 1 or any(np.diff(counts) < 1):
        raise InputError(
            "E_COUNTS",
            "the numbers of groups are not whole numbers from 1 in ascending order",
            "give for example range(1, 9)",
            list(counts),
        )


def calinski_harabasz(points: Points, codes: Codes) -> float:
    """Return the ratio of the variances between and within groups; NaN where nothing is within."""
    n, k = len(points), len(np.unique(codes))
    inside = within(points, codes)
    between = within(points, np.zeros(n, dtype=np.intp)) - inside
    if k < 2 or n <= k or inside <= 0:
        return float("nan")
    return float((between / (k - 1)) / (inside / (n - k)))


def gap_statistic(points: Points, counts: Sequence[int], seed: int) -> pd.DataFrame:
    """Compare the logarithm of k-means' squared distances with that in boxes of random points.

    The boxes lie along the principal axes, as in the paper's second proposal. Columns gap and
    error, the paper's s_k.
    """
    rng = np.random.default_rng(seed)
    centred = points - points.mean(axis=0)
    axes = np.linalg.svd(centred, full_matrices=False)[2]
    turned = centred @ axes.T
    low, high = turned.min(axis=0), turned.max(axis=0)
    boxes = [rng.uniform(low, high, points.shape) for _ in range(_BOXES)]
    with threadpool_limits(1):
        found = np.array([_log_within(one, counts) for one in (turned, *boxes)])
    return pd.DataFrame(
        {
            "gap": found[1:].mean(axis=0) - found[0],
            "error": found[1:].std(axis=0) * np.sqrt(1 + 1 / _BOXES),
        },
        index=pd.Index(counts, name="n_groups"),
    )


def _log_within(points: Points, counts: Sequence[int]) -> list[float]:
    return [float(np.log(max(within(points, divide(points, k)), _TINY))) for k in counts]


def smallest_by_gap(gaps: pd.DataFrame) -> int:
    """Return the smallest number whose gap is within a standard error of the next one's."""
    gap, error = gaps["gap"].to_numpy(), gaps["error"].to_numpy()
    enough = np.append(gap[:-1] >= gap[1:] - error[1:], True)
    return int(gaps.index.to_numpy()[enough.argmax()])


def log_spend(later: "pd.Series[float]", known: pd.DataFrame) -> FloatArray:
    """Return log(1 + later spend) of the customers, in units of its median where there is any."""
    if later.index.has_duplicates:
        twice = int(later.index.duplicated().sum())
        raise InputError("E_LATER", f"{twice} later spends repeat a customer", "give one each")
    spend = later.reindex(known.index).to_numpy(np.float64)
    without = int((~np.isfinite(spend)).sum())
    if without:
        raise InputError(
            "E_LATER",
            f"{without} of {len(known)} customers have no later spend",
            "give 0 to those who bought nothing",
        )
    spend = np.maximum(spend, 0)
    unit = np.median(spend[spend > 0]) if (spend > 0).any() else 1.0
    return np.asarray(np.log1p(spend / unit))


def squared_errors(spend: FloatArray, codes: Codes) -> FloatArray:
    """Return each customer's error when forecast by the mean of the others of the group.

    A customer alone in a group is forecast by the mean of all others.
    """
    sizes, sums = np.bincount(codes)[codes], np.bincount(codes, spend)[codes]
    alone = sizes == 1
    others = np.where(alone, spend.size, sizes) - 1
    total = np.where(alone, spend.sum(), sums)
    return np.asarray((spend - (total - spend) / np.maximum(others, 1)) ** 2)


def smallest_as_good(errors: Mapping[int, FloatArray], best: int) -> int:
    """Return the smallest number whose errors are not above the best's by more than chance."""
    for k in sorted(errors):
        worse = errors[k] - errors[best]
        if worse.mean() <= _NORMAL_975 * worse.std() / np.sqrt(worse.size):
            return k
    return best


def favoured(
    judged: pd.DataFrame, gaps: pd.DataFrame, errors: Mapping[int, FloatArray]
) -> "pd.Series[int]":
    """Return the number of groups that each criterion favours, of those that say anything."""
    columns = judged.dropna(axis="columns", how="all")
    best = {name: _number(column.idxmax()) for name, column in columns.items()}
    if "bic" in best:
        best["bic"] = _number(columns["bic"].idxmin())
    if "stability" in best:  # of groupings as stable as each other, the one that says most
        best["stability"] = _number(columns["stability"].round(2)[::-1].idxmax())
    best["gap"] = smallest_by_gap(gaps)
    if "forecast" in best:
        best["forecast"] = smallest_as_good(errors, best["forecast"])
    return pd.Series(best, name="n_groups").rename_axis("criterion")


def _number(label: object) -> int:
    return int(str(label))
