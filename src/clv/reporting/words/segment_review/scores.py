"""The scores of the contest between groups, taken out of the results."""

from collections.abc import Mapping
from typing import Any

__all__ = ["best_of", "lead", "r2"]

_DECIDES = "r2_log_spend"


def r2(found: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Take the deciding score of every competitor.

    Parameters
    ----------
    found
        Results of a run: contest.

    Returns
    -------
    dict of str to dict
        By competitor: value, lower and upper (95%); None where unknown.
    """
    rows = found["contest"]["scores"]
    return {row["competitor"]: dict(row) for row in rows if row["metric"] == _DECIDES}


def best_of(found: Mapping[str, Any], kind: str) -> str | None:
    """Name the competitor of a kind with the best deciding score.

    Parameters
    ----------
    found
        Results of a run: contest.
    kind
        ``"rule"``, ``"learned"`` or ``"control"``.

    Returns
    -------
    str or None
        None where no such competitor has a score.
    """
    scores, kinds = r2(found), found["contest"]["summary"]
    known = [
        n for n, row in scores.items() if kinds[n]["kind"] == kind and row["value"] is not None
    ]
    return min(known, key=lambda name: (-scores[name]["value"], name), default=None)


def lead(found: Mapping[str, Any], first: str, second: str) -> dict[str, Any] | None:
    """Look up by how much one competitor is ahead of another, on the same resampled customers.

    Parameters
    ----------
    found
        Results of a run: contest.
    first, second
        Two competitors.

    Returns
    -------
    dict or None
        value, lower, upper (widened for the number of pairs) and clear; None where unknown.
    """
    for row in found["contest"]["differences"]:
        if (row["metric"], row["competitor"], row["against"]) == (_DECIDES, first, second):
            return dict(row)
    return None
