"""Tables of the segment review, with heads and names for a reader."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from clv.language import say
from clv.reporting.words.common.contest import plain_name
from clv.reporting.words.segment_review.scores import lead, r2

__all__ = ["gaps_to_rules", "learned_now", "moves_labelled", "moves_named", "rules_now"]

_RULES = {
    "customers": "customers",
    "share": "share of customers",
    "share_customers": "share one horizon before",
    "mean_future": "later money a customer",
    "active_rate": "share who bought again",
}
_LEARNED = {
    "customers": "customers",
    "share_customers": "share of customers",
    "share_contribution": "share of money",
    "purchases": "purchases",
    "contribution": "money a customer",
    "mean_amount": "money a purchase",
    "inactivity": "days since the last purchase",
    "active_share": "share of active periods",
}
_MOVES = ("customers", "actual", "expected", "lower", "upper")


def rules_now(counts: pd.DataFrame, cells: pd.DataFrame, names: "pd.Series[str]") -> pd.DataFrame:
    """Lay out the quadrants: how many stand in them, and what the same cells were worth.

    Parameters
    ----------
    counts
        Indexed by cell: customers and share, as of the report's day.
    cells
        Indexed by cell: share_customers, mean_future (money a customer after the cut), active_rate.
    names
        Of the cells, in the language spoken.

    Returns
    -------
    pandas.DataFrame
        Indexed by cell and name; NaN for the later money of a cell in which nobody was.
    """
    known = cells[list(_RULES)[2:]]
    later = known[["mean_future", "active_rate"]].where(known["share_customers"] > 0)
    joined = counts[["customers", "share"]].join(known[["share_customers"]]).join(later)
    index = [f"{cell} {names[cell]}" for cell in joined.index]
    return joined.set_axis(index, axis=0).rename_axis("group").rename(columns=_RULES)


def learned_now(profile: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    """Lay out the learned groups: size, share of the money, mean customer.

    Parameters
    ----------
    profile
        Indexed by label, as `clv.segments.profile` makes it.
    names
        Label and name, by label.

    Returns
    -------
    pandas.DataFrame
        Indexed by label and name.
    """
    shown = profile[list(_LEARNED)].rename(index=dict(names)).rename_axis("group")
    return shown.rename(columns=_LEARNED)


def moves_named(moves: list[dict[str, Any]]) -> pd.DataFrame:
    """Lay out moves between quadrants beside what the models expected.

    Parameters
    ----------
    moves
        As `clv.reporting.words.segment_review.moves.all_moves`.

    Returns
    -------
    pandas.DataFrame
        A row a move, the largest surprise first.
    """
    rows = sorted(moves, key=lambda row: -abs(row["actual"] - row["expected"]))
    index = pd.Index([f"{row['from']} → {row['to']}" for row in rows], name="move")
    shown = pd.DataFrame([[row[name] for name in _MOVES] for row in rows], index, list(_MOVES))
    return shown.rename(columns={"customers": "customers before"})


def gaps_to_rules(found: Mapping[str, Any], names: list[str]) -> pd.DataFrame:
    """Lay out how far competitors are ahead of the rules, on the same resampled customers.

    Parameters
    ----------
    found
        Results of a run: contest.
    names
        Competitors to show.

    Returns
    -------
    pandas.DataFrame
        Indexed by competitor: R², then the lead over the rules with its interval (text), and
        whether it excludes zero.
    """
    rules = found["contest"]["protocol"]["reference"]
    rows = {plain_name(name): _gap(found, name, rules) for name in names if name != rules}
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("competitor")


def _gap(found: Mapping[str, Any], name: str, rules: str) -> dict[str, Any]:
    gap = lead(found, name, rules) or dict.fromkeys(("value", "lower", "upper"))
    known = None not in (gap["value"], gap["lower"], gap["upper"])
    told = say("{value:+z.3f} ({lower:+z.3f} to {upper:+z.3f})", **gap) if known else "–"
    score = {"R² of log later spend": r2(found)[name]["value"], "ahead of the quadrants by": told}
    return score | {"clear": say("yes") if known and gap["clear"] else say("no")}


def moves_labelled(moves: pd.DataFrame, labels: Mapping[str, str]) -> pd.DataFrame:
    """Lay out moves between learned groups under the labels of the last review.

    Parameters
    ----------
    moves
        Customers by their group then (row) and now (column), under labels of the run.
    labels
        By label of the run.

    Returns
    -------
    pandas.DataFrame
        Rows and columns in order of label.
    """
    told = moves.rename(index=dict(labels), columns=dict(labels))
    told = told.sort_index().sort_index(axis=1)
    told.columns = [str(name) for name in told.columns]
    return told.rename_axis("group")
