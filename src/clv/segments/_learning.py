"""What learned segments share: whom to learn from, and which segment is the first."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clv.errors import InputError

MOST_LEARNED_FROM = 100_000
"""Customers to learn from; of more, those whose ids have the smallest hashes."""


def learners(table: pd.DataFrame, most: int = MOST_LEARNED_FROM) -> pd.DataFrame:
    """Take at most so many customers, in the order of their ids.

    Who is taken depends on the id alone, and the order in which rows come matters to nothing.
    """
    if len(table) > most:
        ids = table.index.astype(str).to_numpy(object)
        hashed = pd.util.hash_array(ids, categorize=False)
        table = table.iloc[np.argsort(hashed, kind="stable")[:most]]
    return table.iloc[table.index.astype(str).argsort(kind="stable")]


def check_groups(n_groups: object) -> None:
    """Refuse numbers of groups that are not whole or below 1."""
    if isinstance(n_groups, bool) or not isinstance(n_groups, int | np.integer) or n_groups < 1:
        raise InputError(
            "E_GROUPS", f"{n_groups} groups were asked for", "ask for a whole number from 1"
        )


def refuse_too_few(points: NDArray[np.float64], n_groups: int) -> None:
    """Refuse fewer different customers than segments."""
    different = len(pd.DataFrame(points).drop_duplicates())
    if different < n_groups:
        raise InputError(
            "E_TOO_FEW",
            f"{different} different customers cannot make {n_groups} segments",
            "ask for fewer segments",
        )


def value_order(table: pd.DataFrame, codes: NDArray[np.intp], n_groups: int) -> NDArray[np.intp]:
    """Order segments by what their customers brought on average, highest first.

    Without money it is the mean number of purchases; a segment without customers comes last.
    """
    worth = _worth(table)
    sizes = np.bincount(codes, minlength=n_groups)
    sums = np.bincount(codes, weights=worth, minlength=n_groups)
    means = np.where(sizes > 0, sums / np.maximum(sizes, 1), -np.inf)
    return np.argsort(-means, kind="stable")


def _worth(table: pd.DataFrame) -> NDArray[np.float64]:
    for name in ("contribution", "purchases"):
        if name in table and np.isfinite(values := table[name].to_numpy(np.float64)).all():
            return np.asarray(values)
    return np.zeros(len(table))


def segment_names(n_groups: int) -> list[str]:
    """S1, S2 and so on."""
    return [f"S{1 + k}" for k in range(n_groups)]


def named(codes: NDArray[np.intp], names: Sequence[str], index: pd.Index) -> "pd.Series[str]":
    """Put names to the numbers of segments."""
    return pd.Series(np.asarray(names)[codes], index=index, name="group", dtype="str")


def money_unit(money: NDArray[np.float64]) -> float:
    """Median of what is above zero; 1 where nothing is."""
    return float(np.median(money[money > 0])) if (money > 0).any() else 1.0
