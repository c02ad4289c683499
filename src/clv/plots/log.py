"""Charts of the log itself: volume over time, and how money is spread over customers."""

from datetime import date

import matplotlib.dates as mdates
import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from clv.language import say
from clv.plots._days import show_days
from clv.plots.style import BLUE, GREY, ORANGE, new_axes, styled, tell

__all__ = ["concentration", "volume"]


@styled
def volume(weekly: pd.Series, cut: date) -> Axes:
    """Draw purchases a week, with the day at which everything is judged.

    Parameters
    ----------
    weekly
        Purchase days of all customers a week, indexed by the week's first day.
    cut
        Left of it is history, right of it is what happened later.

    Returns
    -------
    matplotlib.axes.Axes
        One line.
    """
    axes = new_axes(height=3.4)
    axes.plot(pd.to_datetime(weekly.index), weekly.to_numpy(), color=BLUE)
    axes.axvline(mdates.date2num(cut), color=GREY, linestyle="--", linewidth=1.5)
    axes.annotate(
        f" {say('judged from {cut}', cut=cut)}",
        (mdates.date2num(cut), 1),
        xycoords=("data", "axes fraction"),
        va="top",
        color=GREY,
    )
    axes.set(ylabel=say("purchases a week"), ylim=(0, None))
    show_days(axes)
    before, after = weekly[weekly.index < str(cut)], weekly[weekly.index >= str(cut)]
    told = say(
        "Purchases a week: highest {highest:,}, mean before the cut {before:,.0f}, "
        "after it {after:,.0f}.",
        highest=weekly.max(),
        before=before.mean(),
        after=after.mean(),
    )
    return tell(axes, told)


def _curve(ranked: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    money = np.clip(ranked.to_numpy(dtype=float), 0, None)
    people = np.arange(len(money) + 1) / len(money)
    return people, np.concatenate([[0.0], np.cumsum(money)]) / (money.sum() or 1.0)


@styled
def concentration(past: pd.Series, future: pd.Series, top: float = 0.2) -> Axes:
    """Draw how much of the money the best customers hold, before and after the cut.

    Customers are ranked by what they spent before the cut, on both curves, so the second curve says
    what that ranking was worth later.

    Parameters
    ----------
    past
        Net spend before the cut, by customer.
    future
        Net spend after it, same customers.
    top
        Share of customers that is marked.

    Returns
    -------
    matplotlib.axes.Axes
        Two curves and the line of equal shares.
    """
    axes = new_axes(width=6.0)
    ranked = past.sort_values(ascending=False, kind="stable")
    held = []
    for money, colour, name in (
        (ranked, BLUE, say("spent before the cut")),
        (future.reindex(ranked.index), ORANGE, say("spent after the cut")),
    ):
        people, share = _curve(money)
        at_top = float(np.interp(top, people, share))
        held.append(say("{share:.0%} of the money {spent}", share=at_top, spent=name))
        label = say("{spent}: {share:.0%} in the top {top:.0%}", spent=name, share=at_top, top=top)
        axes.plot(people, share, color=colour, label=label)
        axes.plot([top], [at_top], "o", color=colour)
    axes.plot([0, 1], [0, 1], color=GREY, linewidth=1, linestyle=":", label=say("equal shares"))
    axes.axvline(top, color=GREY, linewidth=1)
    axes.set(
        xlabel=say("share of customers, best first by past spend"),
        ylabel=say("share of money"),
        xlim=(0, 1),
        ylim=(0, 1.02),
    )
    axes.xaxis.set_major_formatter("{x:.0%}")
    axes.yaxis.set_major_formatter("{x:.0%}")
    axes.legend(loc="lower right")
    told = say(
        "The top {top:.0%} of customers by past spend: {held}.",
        top=top,
        held=say(", ").join(held),
    )
    return tell(axes, told)
