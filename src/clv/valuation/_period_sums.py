"""What drawn purchases come to by period and group, and the tables that are made of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import pandas as pd

from clv.models._maths.arrays import FloatArray, IntArray
from clv.periods import Window

__all__ = ["Sums", "limits_of", "sum_up", "table_of"]


@dataclass(frozen=True, eq=False)
class Sums:
    """Sums of all customers, one row a draw.

    Parameters
    ----------
    purchases, spend, buyers
        In each period, shape (draws, periods).
    first
        Buyers who buy for the first time since the start, of that shape.
    by_group
        Purchases, money and buyers over all periods, one array of shape (draws, groups, 3) a
        grouping.
    """

    purchases: FloatArray
    spend: FloatArray
    buyers: FloatArray
    first: FloatArray
    by_group: tuple[FloatArray, ...]

    @classmethod
    def joined(cls, parts: Sequence[Self]) -> Self:
        """Put the draws of several parts one after the other."""
        groups = zip(*(part.by_group for part in parts), strict=True)
        return cls(
            np.concatenate([part.purchases for part in parts]),
            np.concatenate([part.spend for part in parts]),
            np.concatenate([part.buyers for part in parts]),
            np.concatenate([part.first for part in parts]),
            tuple(np.concatenate(group) for group in groups),
        )


def sum_up(
    owner: IntArray, age: FloatArray, money: FloatArray, ends: FloatArray, codes: list[IntArray]
) -> Sums:
    """Sum up one future; purchases are in order of customer and time."""
    period = np.minimum(np.searchsorted(ends, age), ends.size - 1)
    new_owner = np.diff(owner, prepend=-1) != 0
    new_buyer = new_owner | (np.diff(period, prepend=-1) != 0)

    def add(where: IntArray, size: int, what: FloatArray | None = None) -> FloatArray:
        return np.bincount(where, what, minlength=size)[None].astype(np.float64)

    def group(code: IntArray) -> FloatArray:
        where, size = code[owner] + 1, int(code.max(initial=0)) + 2  # those without a group first
        parts = add(where, size), add(where, size, money), add(where[new_owner], size)
        return np.stack(parts, axis=-1)[:, 1:]

    groups, size = tuple(map(group, codes)), ends.size
    alone = add(period, size), add(period, size, money), add(period[new_buyer], size)
    return Sums(*alone, add(period[new_owner], size), groups)


def limits_of(draws: FloatArray) -> FloatArray:
    """Return the 95% limits over the draws, shape (2, ...); each is one of the draws.

    Nothing is interpolated, since between a number and infinity there is nothing.
    """
    lower = np.quantile(draws, 0.025, axis=0, method="lower")
    return np.stack([lower, np.quantile(draws, 0.975, axis=0, method="higher")])


def table_of(
    windows: Sequence[Window], sums: Sums, alone: pd.DataFrame, so_far: pd.DataFrame
) -> pd.DataFrame:
    """Lay out periods and quantities, alone and from the start, with what is exactly expected."""
    drawn = {
        "purchases": (sums.purchases, sums.purchases.cumsum(axis=1)),
        "spend": (sums.spend, sums.spend.cumsum(axis=1)),
        "buyers": (sums.buyers, sums.first.cumsum(axis=1)),
    }
    tables = []
    for name, draws in drawn.items():
        table = pd.DataFrame({"start": [w.start for w in windows], "end": [w.end for w in windows]})
        table["quantity"] = name
        for sides, exact, tail in zip(draws, (alone, so_far), ("", "_so_far"), strict=True):
            table[f"expected{tail}"] = exact[name].to_numpy()
            table[f"lower{tail}"], table[f"upper{tail}"] = limits_of(sides)
        tables.append(table)
    whole = pd.concat(tables, keys=range(len(tables)))
    return whole.sort_index(level=1, sort_remaining=True, kind="stable").reset_index(drop=True)
