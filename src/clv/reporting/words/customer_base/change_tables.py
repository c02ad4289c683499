"""What changed, as a reader should see it in a chart and in tables."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from clv.language import say
from clv.reporting.blocks import Table
from clv.reporting.words.common.counts import whole
from clv.reporting.words.common.figures import money, signed
from clv.reporting.words.common.written import written_table

__all__ = ["change_by_cell", "change_table", "ends", "steps"]

_PARTS = {
    "new_customers": "new since",
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


def change_table(totals: pd.DataFrame, caption: str) -> Table:
    """Show what changed in all.

    Parameters
    ----------
    totals
        Indexed by total: before, now, change, share, lower, upper.
    caption
        What the table shows.

    Returns
    -------
    Table
        Rows in the language spoken: before, since, change, lower and upper of the change (95%);
        money with the digits that its size calls for, counts whole.
    """
    known = totals.to_dict("index")
    rows = {say(word): _told(known[total], total) for total, word in _TOTALS.items()}
    return written_table(pd.DataFrame.from_dict(rows, orient="index").rename_axis("total"), caption)


def _told(row: Mapping[Any, Any], total: str) -> dict[str, str]:
    tell = money if total == "money" else whole
    return {
        "before": tell(row["before"]),
        "since": tell(row["now"]),
        "change": tell(row["change"]),
        "relative change": signed(row["share"]),
        "lower (95%)": tell(row["lower"]),
        "upper (95%)": tell(row["upper"]),
    }


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
