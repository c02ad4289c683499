"""What a reader of labels must know before trusting them."""

from collections.abc import Iterator

import pandas as pd

from clv.errors import Notice
from clv.rules.assignment import Assignment
from clv.rules.cuts import Cut

__all__ = ["degenerate_cuts", "late_joiners", "short_histories", "small_cells"]

_MANY_LATE = 0.10
_FEW_IN_CELL = 0.025  # a tenth of an even quarter


def degenerate_cuts(assignment: Assignment) -> Iterator[Notice]:
    """Name the cuts that miss their target by far, or leave one side empty."""
    for axis in assignment.system.cut_axes:
        for cut in assignment.cuts[axis.key]:
            # an empty side of a given cut is a finding, not a fault of the cut
            if cut.degenerate and cut.rule.kind != "absolute":
                yield _degenerate(axis.key, cut)


def _degenerate(axis: str, cut: Cut) -> Notice:
    wanted = "" if cut.target_share is None else f" instead of {_percent(cut.target_share)}"
    ties = f", because {cut.tied:,} customers share one value" if cut.tied else ""
    return Notice(
        "W_DEGENERATE_CUT",
        f"the {axis} cut ({cut.rule}) has {_percent(cut.share)} on its high side{wanted}{ties}",
        "choose another cut, or a shorter period for stability",
        cut.tied,
    )


def _percent(share: float) -> str:
    return f"{100 * share:.0f}%"


def short_histories(assignment: Assignment) -> Iterator[Notice]:
    """Count the customers whose stability cannot be judged yet."""
    short = assignment.missing().get("too_little_history", 0)
    if short:
        apart = assignment.labels.eq("too_little_history").any()
        yield Notice(
            "W_TOO_LITTLE_HISTORY",
            f"the stability of {short:,} of {len(assignment.labels):,} customers cannot be judged "
            f"yet; they are {'shown apart' if apart else 'placed on the low side'}",
            "judge them once they buy again" if apart else "read their cells as provisional",
            short,
        )


def late_joiners(tenure: "pd.Series[int]") -> Iterator[Notice]:
    """Count those who joined late and look small by their total."""
    late = int((tenure < tenure.max() / 2).sum())
    if late > _MANY_LATE * len(tenure):
        yield Notice(
            "W_LATE_JOINERS",
            f"{late:,} of {len(tenure):,} customers have been observed for less than half as long "
            "as the first one and look small by their total",
            "compare with per='day_observed'",
            late,
        )


def small_cells(assignment: Assignment) -> Iterator[Notice]:
    """Name the cells that hold next to nobody."""
    n = len(assignment.labels)
    for cell in assignment.system.cells:
        size = int(assignment.labels.eq(cell.key).sum())
        if size < _FEW_IN_CELL * n:
            yield Notice(
                "W_SMALL_CELL",
                f"{cell.key} ({cell.name.en}) holds {size:,} of {n:,} customers",
                "see how far the axes overlap, and compare with another cut, such as "
                "contribution=0.8",
                size,
            )
