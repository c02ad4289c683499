"""Labels that do not change each time a customer near a cut goes to and fro."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clv.errors import InputError
from clv.rules.change.label_history import LabelHistory

__all__ = ["steadied"]


def steadied(history: LabelHistory, periods: int = 2, rank_move: float = 0.1) -> LabelHistory:
    """Let a label change only where that is more than a customer near a cut going to and fro.

    Parameters
    ----------
    history
        The labels as they were found.
    periods
        On how many days in a row a new label must be seen before it is taken over, from 1.
    rank_move
        A label is taken over at once where the rank of a score has moved by more than this since
        the day on which the label held was last found; 0 to 1.

    Returns
    -------
    LabelHistory
        With the labels held as ``label`` and those found as ``found``. The first day's stay.

    Raises
    ------
    InputError
        ``E_PARAMETER`` for numbers out of range.
    """
    if periods < 1 or not 0 <= rank_move <= 1:
        raise InputError(
            "E_PARAMETER",
            "labels are held for 1 day or more, and ranks move by 0 to 1",
            "give such numbers",
            [periods, rank_move],
        )
    found = history.wide()
    codes, names = pd.factorize(found.to_numpy(dtype=object).ravel())
    ranks = [
        history.wide(f"rank:{axis.key}").to_numpy(dtype=float) for axis in history.system.cut_axes
    ]
    held = _held(codes.reshape(found.shape), ranks, periods, rank_move)
    table = history.table.rename(columns={"label": "found"})
    row = found.index.get_indexer(pd.Index(table["customer_id"]))
    day = found.columns.get_indexer(pd.Index(table["as_of"]))
    table["label"] = pd.Series(np.asarray(names)[held[row, day]], table.index, dtype="str")
    return LabelHistory(history.system, table)


def _held(
    found: NDArray[np.intp], ranks: list[NDArray[np.float64]], periods: int, rank_move: float
) -> NDArray[np.intp]:
    """Hold labels, shape (customers, days), day by day; -1 is not there yet."""
    held = found.copy()
    run = np.zeros(len(found), dtype=int)
    since = [rank[:, 0].copy() for rank in ranks]
    for day in range(1, found.shape[1]):
        now, before = found[:, day], held[:, day - 1]
        run = np.where(now == found[:, day - 1], run + 1, 1)
        moved = np.zeros(len(found), dtype=bool)
        for rank, then in zip(ranks, since, strict=True):
            moved |= np.abs(rank[:, day] - then) > rank_move
        changes = (before < 0) | (run >= periods) | moved
        held[:, day] = np.where(changes, now, before)
        confirmed = held[:, day] == now
        for rank, then in zip(ranks, since, strict=True):
            then[confirmed] = rank[confirmed, day]
    return held
