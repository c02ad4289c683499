"""From scores to cells: the level on each axis, and the cell of the levels together."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clv.rules.cuts import Cut
from clv.rules.system import System

__all__ = ["cells_of_levels", "level_numbers", "named", "place", "restate"]


def level_numbers(values: "pd.Series[float]", cuts: Sequence[Cut]) -> NDArray[np.intp]:
    """Number the level of each value: 0 the highest; an unknown value is on the lowest."""
    number = np.full(len(values), len(cuts))
    for level in range(len(cuts) - 1, -1, -1):
        number[cuts[level].high(values).to_numpy(bool)] = level
    return number


def cells_of_levels(
    system: System, levels: Sequence[NDArray[np.intp]], index: pd.Index
) -> "pd.Series[str]":
    """Look up the cell of the levels on each axis, in the order of the axes that are cut."""
    shape = tuple(len(axis.levels) for axis in system.cut_axes)
    number = {cell.key: n for n, cell in enumerate(system.cells)}
    grid = np.empty(shape, dtype=np.intp)
    order = [{level.key: n for n, level in enumerate(axis.levels)} for axis in system.cut_axes]
    for code, cell in system.codes.items():
        grid[tuple(place[key] for place, key in zip(order, code, strict=True))] = number[cell]
    return named(grid[tuple(levels)], list(number), index).rename("cell")


def place(
    system: System, scores: pd.DataFrame, cuts: Mapping[str, Sequence[Cut]]
) -> "pd.Series[str]":
    """Put every customer into the cell of the levels that the scores reach."""
    levels = [level_numbers(scores[axis.key], cuts[axis.key]) for axis in system.cut_axes]
    return cells_of_levels(system, levels, scores.index)


def named(numbers: NDArray[np.intp], names: Sequence[str], index: pd.Index) -> "pd.Series[str]":
    """Write out names by their numbers: a million of them as fast as one each."""
    words = pd.array(list(names), dtype="str").take(numbers)
    return pd.Series(words, index=index)


def restate(
    labels: "pd.Series[str]", chosen: "pd.Series[bool]", instead: "str | pd.Series[str]"
) -> "pd.Series[str]":
    """Give some customers another label, without going through all of them for nobody."""
    return labels.mask(chosen, instead) if chosen.any() else labels
