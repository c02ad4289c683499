"""What is said of the quadrants: their names, today's map, the promised order, the hours."""

import pandas as pd

from clv.evaluation import judge_order
from clv.language import language, say
from clv.reporting.blocks import Reading
from clv.reporting.words.common.counts import customers
from clv.reporting.words.common.figures import listed, money, sentences

__all__ = ["cell_names", "cells_in_words", "cells_today", "hours_in_words"]

_MONEY = {
    "holds": "Later money a customer: {told}: the order holds.",
    "fails": "Later money a customer: {told}: the order does not hold.",
    "open": "Later money a customer: {told}: the order is not settled.",
}
_AGAIN = {
    "holds": "Bought again: {told}: the order holds.",
    "fails": "Bought again: {told}: the order does not hold.",
    "open": "Bought again: {told}: the order is not settled.",
}


def cell_names(strategies: pd.DataFrame) -> pd.DataFrame:
    """Take the names of the cells in the language spoken.

    Parameters
    ----------
    strategies
        Indexed by cell: name, strategy and summary, in Chinese with ``_zh``.

    Returns
    -------
    pandas.DataFrame
        name, strategy and summary, in that language only.

    Examples
    --------
    >>> words = {"name": ["Loyal"], "strategy": ["Consolidate"], "summary": ["Serve first."]}
    >>> cell_names(pd.DataFrame(words, index=["EI"])).loc["EI"].tolist()
    ['Loyal', 'Consolidate', 'Serve first.']
    """
    heads = ["name", "strategy", "summary"]
    ending = "" if language() == "en" else f"_{language()}"
    return strategies[[f"{head}{ending}" for head in heads]].set_axis(heads, axis=1)


def hours_in_words(hours: float, given: float, most_minutes: float) -> Reading:
    """Say whether all hours are given out.

    Parameters
    ----------
    hours
        Hours of a month that were to be shared out.
    given
        Those that customers get.
    most_minutes
        Minutes a month for one customer at most.

    Returns
    -------
    Reading
        One sentence.
    """
    left = hours - given
    if left < 0.5:
        return Reading(say("All {hours:,.0f} hours of the month are given out.", hours=hours))
    return Reading(
        say(
            "{left:,.0f} of {hours:,.0f} hours of the month are left over, because nobody gets "
            "more than {most:,.0f} minutes: the book is smaller than the time for it.",
            left=left, hours=hours, most=most_minutes,
        )
    )  # fmt: skip


def cells_today(actions: pd.DataFrame) -> "pd.Series[str]":
    """Write what stands in each field of today's map.

    Parameters
    ----------
    actions
        Indexed by cell: customers, share, provisional, hours, share_of_value.

    Returns
    -------
    pandas.Series
        Text of four lines, by cell; it names no customer.
    """
    return pd.Series({cell: "\n".join(_lines(row)) for cell, row in actions.iterrows()})


def _lines(row: "pd.Series[float]") -> list[str]:
    return [
        say("{customers} ({share:.0%})", customers=customers(row["customers"]), share=row["share"]),
        say("{count:,} of them provisional", count=row["provisional"]),
        say("{share:.1%} of money expected", share=row["share_of_value"]),
        say("hours a month: {hours:.0f}", hours=row["hours"]),
    ]


def cells_in_words(cells: pd.DataFrame) -> Reading:
    """Hold the sources' promise, EI before EII before EIII before EIV, against what came.

    Parameters
    ----------
    cells
        Indexed by cell in the promised order: customers, mean_future (money a customer after the
        cut), future_error (its standard error), active_rate (share who bought again).

    Returns
    -------
    Reading
        One paragraph. An order holds where each cell is clearly ahead of the next, fails where one
        is clearly behind, and is not settled otherwise (95% for all neighbours together).
    """
    held = cells[cells["customers"] > 0]
    later = listed(f"{cell} {money(mean)}" for cell, mean in held["mean_future"].items())
    again = listed(f"{cell} {rate:.0%}" for cell, rate in held["active_rate"].items())
    return Reading(
        sentences(
            say("The sources promise an order."),
            say(_MONEY[judge_order(held, "mean_future")], told=later),
            say(_AGAIN[judge_order(held, "active_rate")], told=again),
        )
    )
