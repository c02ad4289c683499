"""What is said of the quadrants: their names, today's map, the promised order, the hours."""

from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import ndtri

from clv.language import language, say
from clv.reporting.blocks import Reading
from clv.reporting.words.common.counts import customers
from clv.reporting.words.common.figures import listed, money, sentences

__all__ = ["cell_names", "cells_in_words", "cells_today", "hours_in_words"]

Floats: TypeAlias = NDArray[np.floating[Any]]

_FEWEST = 30
"""Customers of a cell below which the claims of the sources are not judged either."""
_LEVEL = 0.95

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
    size, later, again = held[["customers", "mean_future", "active_rate"]].to_numpy(np.float64).T
    # four customers added, or a share of none among thirty would have no error at all
    share = (again * size + 2) / (size + 4)
    money_told = listed(
        f"{cell} {money(mean)}" for cell, mean in zip(held.index, later, strict=True)
    )
    again_told = listed(f"{cell} {rate:.0%}" for cell, rate in zip(held.index, again, strict=True))
    by_money = _order(size, later, held["future_error"].to_numpy(np.float64))
    by_again = _order(size, again, np.sqrt(share * (1 - share) / (size + 4)))
    return Reading(
        sentences(
            say("The sources promise an order."),
            say(_MONEY[by_money], told=money_told),
            say(_AGAIN[by_again], told=again_told),
        )
    )


def _order(size: Floats, mean: Floats, error: Floats) -> str:
    """Judge each cell against the next, as far as both have customers enough."""
    lead, doubt = -np.diff(mean), np.hypot(error[1:], error[:-1])
    reach = ndtri(1 - (1 - _LEVEL) / 2 / max(len(lead), 1)) * doubt
    judged = np.minimum(size[1:], size[:-1]) >= _FEWEST
    if (judged & (lead < -reach)).any():
        return "fails"
    return "holds" if len(lead) and (judged & (lead > reach)).all() else "open"
