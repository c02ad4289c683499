"""What a reader of the quadrants must know before trusting them."""

from collections.abc import Iterator

import pandas as pd

from clv.errors import Notice
from clv.rules.base import Assignment

__all__ = ["quadrant_notices"]

_MANY_LATE = 0.10
_FEW_IN_CELL = 0.025  # a tenth of an even quarter


def quadrant_notices(
    assignment: Assignment, tenure: "pd.Series[int]", per: str
) -> tuple[Notice, ...]:
    """Collect the notices on cuts, short histories, late joiners and small cells."""
    late = _late_joiners(tenure) if per == "total" else iter(())
    return (
        *_degenerate_cuts(assignment),
        *_short_histories(assignment),
        *late,
        *_small_cells(assignment),
    )


def _degenerate_cuts(assignment: Assignment) -> Iterator[Notice]:
    for axis, cut in assignment.cuts.items():
        if cut.degenerate:
            share = _percent(cut.share)
            wanted = "" if cut.target_share is None else f" instead of {_percent(cut.target_share)}"
            ties = f", because {cut.tied:,} customers share one value" if cut.tied else ""
            yield Notice(
                "W_DEGENERATE_CUT",
                f"the {axis} cut ({cut.rule}) has {share} on its high side{wanted}{ties}",
                "choose another cut, or a shorter period for stability",
                cut.tied,
            )


def _percent(share: float) -> str:
    return f"{100 * share:.0f}%"


def _short_histories(assignment: Assignment) -> Iterator[Notice]:
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


def _late_joiners(tenure: "pd.Series[int]") -> Iterator[Notice]:
    late = int((tenure < tenure.max() / 2).sum())
    if late > _MANY_LATE * len(tenure):
        yield Notice(
            "W_LATE_JOINERS",
            f"{late:,} of {len(tenure):,} customers have been observed for less than half as long "
            "as the first one and look small by their total",
            "compare with per='day_observed'",
            late,
        )


def _small_cells(assignment: Assignment) -> Iterator[Notice]:
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
