"""What changed, as a reader should see it in a chart and in tables."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from clv.language import say

__all__ = ["change_by_cell", "change_table", "ends", "steps"]

_PARTS = {
    "new_customers": "new customers",
    "came_back": "came back",
    "stayed_away": "stayed away",
    "purchases": "how often they buy",
    "money_per_purchase": "money per purchase",
    "returns": "returns",
}
_TOTALS = {
    "money": "money",
    "purchases": "purchases",
    "active_customers": "customers who bought",
    "new_customers": "new customers",
}


def steps(parts: pd.DataFrame) -> pd.DataFrame:
    """Take the parts of a change that a chart should show.

    Parameters
    ----------
    parts
        Indexed by part: money, lower, upper, customers.

    Returns
    -------
    pandas.DataFrame
        Those that concern anyone, and new customers in any case, named in the language spoken.
    """
    shown = parts[(parts["customers"] > 0) | (parts.index == "new_customers")]
    return shown.rename(lambda part: say(_PARTS[part]))


def ends(found: Mapping[str, Any]) -> tuple[float, str, str, str]:
    """Name what stands at both ends of the chart of a change.

    Parameters
    ----------
    found
        Results of the run: changes.

    Returns
    -------
    before, unit, first, last
        The money from which the parts lead on (NaN where there is none), and three words for
        `clv.plots.bridge`.
    """
    changes = found["changes"]
    before, since = changes["money"]["before"], changes["since"]
    return (
        float("nan") if before is None else before,
        say("money, in the unit of the log"),
        say("before {since}", since=since),
        say("since {since}", since=since),
    )


def change_table(totals: pd.DataFrame) -> pd.DataFrame:
    """Show what changed in all.

    Parameters
    ----------
    totals
        Indexed by total: before, now, change, share, lower, upper.

    Returns
    -------
    pandas.DataFrame
        Rows in the language spoken: before, since, change, lower and upper of the change (95%).
    """
    told = totals.loc[list(_TOTALS)].rename(lambda total: say(_TOTALS[total]))
    heads = {
        "now": "since",
        "share": "relative change",
        "lower": "lower (95%)",
        "upper": "upper (95%)",
    }
    shown = ["before", "now", "change", "share", "lower", "upper"]
    return told[shown].rename(columns=heads)


def change_by_cell(cells: pd.DataFrame, names: pd.DataFrame) -> pd.DataFrame:
    """Show whose money changed.

    Parameters
    ----------
    cells
        Indexed by cell, or ``new`` for customers without one then: customers, before, now, change.
    names
        Names of the cells in the language spoken.

    Returns
    -------
    pandas.DataFrame
        The same columns, cells under their names.
    """
    named = {cell: f"{cell} {name}" for cell, name in names["name"].items()}
    told = cells.rename(named | {"new": say("new customers")}).rename_axis("cell")
    return told[["customers", "before", "now", "change"]].rename(columns={"now": "since"})
