"""Groups of this run held against those of the last one: who moved, and which cuts did."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from clv.errors import InputError
from clv.language import say
from clv.reporting.results import EarlierRun, StoredResults, earlier_runs
from clv.rules import ContributionStability
from clv.segments import Matching, match_groups

__all__ = ["LastGroups", "compare_with_last"]


@dataclass(frozen=True, eq=False)
class LastGroups:
    """What the last run's groups say of this one's.

    Parameters
    ----------
    as_of
        The day from which the last run spoke; None for a first run.
    why
        Why nothing, or not all, could be compared; empty where all could.
    known
        Customers in both runs.
    moves
        Customers of both runs by their quadrant then (row) and now (column); None if unknown.
    moved
        Share of them whose quadrant is another one now; None if unknown.
    moved_kept
        The same share had the last run's cuts been kept; None if unknown.
    cuts
        Indexed by axis: ``then`` and ``now``, in the axis's own unit.
    matching
        Learned groups under the names of the last run; None if they could not be matched.
    before
        Indexed by customer_id: ``cell`` and ``segment`` of the last run; empty if unknown.
    numbers
        The last run's results; empty if unknown.
    """

    as_of: date | None
    why: str = ""
    known: int = 0
    moves: pd.DataFrame | None = None
    moved: float | None = None
    moved_kept: float | None = None
    cuts: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=["then", "now"]))
    matching: Matching | None = None
    before: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=["cell", "segment"]))
    numbers: Mapping[str, Any] = field(default_factory=dict)


def compare_with_last(stored: StoredResults, earlier: str | Path) -> LastGroups:
    """Hold today's quadrants and learned groups against those of the last good run.

    Parameters
    ----------
    stored
        Results of the run: 040_quadrants and 070_segments.
    earlier
        Folder of the earlier good runs of the same report; ``""`` where there is none. Of each,
        ``customers.parquet`` has the columns ``cell`` and ``segment``.

    Returns
    -------
    LastGroups
        With the reason where something could not be compared; nothing is raised.
    """
    runs = earlier_runs(earlier)
    if not runs:
        return LastGroups(None, say("This is the first review: there is nothing to compare with."))
    last = runs[-1]
    try:
        before, numbers = last.customers()[["cell", "segment"]].dropna(), last.numbers
    except (OSError, ValueError, KeyError, TypeError):
        return LastGroups(last.as_of, say("The customers of the last review cannot be read."))
    labels = stored.table("labels")["cell"]
    if labels.index.intersection(before.index).empty:
        why = say(
            "No customer is known by the same id as in the last review: its ids are hashed, or it "
            "was made on another log. So neither movement nor names of groups can be compared."
        )
        return LastGroups(last.as_of, why, numbers=numbers)
    return _compare(stored, labels, last, before, numbers)


def _compare(
    stored: StoredResults,
    labels: "pd.Series[str]",
    last: EarlierRun,
    before: pd.DataFrame,
    numbers: Mapping[str, Any],
) -> LastGroups:
    known = labels.index.intersection(before.index)
    then, now = before.loc[known, "cell"], labels.loc[known]
    kept, why = _under_cuts(stored.table("described"), numbers)
    return LastGroups(
        last.as_of,
        why,
        len(known),
        pd.crosstab(then.rename("then"), now.rename("now")),
        float((then != now).mean()),
        None if kept is None else float((then != kept.loc[known]).mean()),
        _cuts(stored.number("quadrants"), numbers.get("quadrants")),
        match_groups(stored.table("segment_labels")["segment"], before["segment"]),
        before,
        numbers,
    )


def _under_cuts(
    described: pd.DataFrame, numbers: Mapping[str, Any]
) -> tuple["pd.Series[str] | None", str]:
    """Label today's customers by the cuts of the last run."""
    try:
        rule = ContributionStability.from_dict(numbers["quadrants"]["rule"])
        return rule.assign(described).labels, ""
    except InputError:
        return None, say(
            "The cuts of the last review do not fit today: it counted periods of another length, "
            "or used another version of the rule."
        )
    except (KeyError, TypeError, ValueError):
        return None, say("The cuts of the last review cannot be read.")


def _cuts(now: Mapping[str, Any], then: Any) -> pd.DataFrame:
    sides = {"then": _thresholds(then), "now": _thresholds(now)}
    return pd.DataFrame(sides, columns=["then", "now"], dtype=float)


def _thresholds(quadrants: Any) -> "pd.Series[float]":
    try:
        cuts = quadrants["rule"]["cuts"]
        return pd.Series({axis: float(rows[0]["threshold"]) for axis, rows in cuts.items()})
    except (KeyError, TypeError, ValueError, IndexError, AttributeError):
        return pd.Series(dtype=float)
