"""Which group of a run is which of the last, and what it is to be called."""

import re

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment
from scipy.spatial.distance import cdist

from clv.errors import InputError

Pairs = dict[str, tuple[str, float]]
"""By name of the group: the name of its match, and Jaccard's index of their customers."""

_NUMBERED = re.compile(r"(.*?)(\d+)")


def pairs_by_customers(
    labels: "pd.Series[str]",
    last: "pd.Series[str]",
    groups: list[str],
    before: list[str],
    least: float,
) -> Pairs:
    """Pair groups so that most customers keep theirs, and drop pairs that have little in common."""
    now = pd.Index(groups).get_indexer(pd.Index(labels)).astype(np.int64)
    then = pd.Index(before).get_indexer(pd.Index(last)).astype(np.int64)
    both = np.bincount(now * len(before) + then, minlength=len(groups) * len(before))
    both = both.reshape(len(groups), -1)
    either = both.sum(axis=1, keepdims=True) + both.sum(axis=0) - both
    alike = both / np.maximum(either, 1)
    pairs = zip(*linear_sum_assignment(both, maximize=True), strict=True)
    return {
        groups[i]: (before[j], float(alike[i, j]))
        for i, j in pairs
        if both[i, j] and alike[i, j] >= least
    }


def pairs_by_centres(
    groups: list[str],
    before: list[str],
    centres: pd.DataFrame | None,
    last_centres: pd.DataFrame | None,
) -> Pairs:
    """Pair groups by the distance of their centres, where no other old group is nearer."""
    if centres is None or last_centres is None:
        raise _no_centres("no customer is known in both runs, and there are no centres")
    if set(centres) != set(last_centres) or set(groups) - set(centres.index):
        raise _no_centres("centres are not of the same features, or not of all groups")
    now, then = centres.loc[groups], last_centres.reindex(before)[list(centres)]
    if not (np.isfinite(now).all(axis=None) and np.isfinite(then).all(axis=None)):
        raise _no_centres("centres are missing, or not all finite")
    apart = cdist(now, then, "sqeuclidean")
    pairs = zip(*linear_sum_assignment(apart), strict=True)
    return {groups[i]: (before[j], float("nan")) for i, j in pairs if apart[i, j] <= apart[i].min()}


def _no_centres(found: str) -> InputError:
    return InputError(
        "E_CENTRES",
        found,
        "give both runs' centres, one row a group, in the same columns and units",
    )


def names_after(groups: list[str], before: list[str], pairs: Pairs) -> "pd.Series[str]":
    """Name each group: as its match, by its own name if that is free, or by the next number."""
    names = {group: old for group, (old, _) in pairs.items()}
    fresh = [group for group in groups if group not in names]
    taken = set(before)
    for group in fresh:
        names[group] = group if group not in taken else _next(group, taken | set(fresh))
        taken.add(names[group])
    return pd.Series(names, name="name").rename_axis("group").sort_index().astype("str")


def _next(group: str, taken: set[str]) -> str:
    """Return the stem of a name with the number after the largest one that is taken."""
    own = _NUMBERED.fullmatch(group)
    stem = own[1] if own else f"{group} "
    found = (_NUMBERED.fullmatch(name) for name in taken)
    numbers = [int(match[2]) for match in found if match and match[1] == stem]
    return f"{stem}{max(numbers, default=1) + 1}"
