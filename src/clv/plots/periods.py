"""Charts of forecasts by period: what came, what is expected, how the earlier forecasts did."""

from collections.abc import Mapping
from datetime import date

import matplotlib.dates as mdates
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from clv.language import say
from clv.plots._amounts import amount
from clv.plots.style import BLUE, GREY, ORANGE, new_axes, styled, tell

__all__ = ["forecast_record", "period_forecast"]

_CAME, _NEW = "#bdbdbd", "#e4e4e4"
_MOST_ROWS = 24


@styled
def period_forecast(
    ahead: pd.DataFrame, judged: pd.DataFrame, earlier: pd.DataFrame, everybody: pd.DataFrame
) -> Axes:
    """Draw one quantity period by period: what came, what was expected of it, what is to come.

    Parameters
    ----------
    ahead
        The periods to come: start, end, expected, lower, upper.
    judged
        The same of the periods that have ended, as forecast at the cut, and actual (of the
        customers known at the cut).
    earlier
        The same as forecast by earlier runs, with made (their as_of); may be empty.
    everybody
        What all customers did in the periods of ``judged``: start, actual.

    Returns
    -------
    matplotlib.axes.Axes
        Bars for what came, bands and lines for the forecasts, thin marks for earlier ones.
    """
    axes = new_axes(height=4.4)
    left, width = _left(judged), _width(judged)
    axes.bar(left, judged["actual"], width * 0.94, align="edge", color=_CAME, label=say("came"))
    new = everybody["actual"].to_numpy() - judged["actual"].to_numpy()
    if (np.abs(new) > 0.001 * np.abs(judged["actual"])).any():
        axes.bar(
            left, new, width * 0.94, bottom=judged["actual"], align="edge", color=_NEW,
            label=say("came from newer customers"),
        )  # fmt: skip
    for table, told in ((judged, None), (ahead, say("expected, 95% interval"))):
        _band(axes, table, told)
    if not earlier.empty:
        _marks(axes, earlier)
    start = mdates.date2num(ahead["start"].iloc[0])
    axes.axvline(start, color=GREY, linestyle="--", linewidth=1.5)
    axes.set(ylabel=say("money in a period"))
    axes.set_ylim(min(0.0, axes.get_ylim()[0]), None)
    axes.yaxis.set_major_formatter("{x:,.10g}")
    axes.xaxis.set_major_locator(mdates.AutoDateLocator(maxticks=9))
    axes.xaxis.set_major_formatter(mdates.DateFormatter("%Y-%m"))
    axes.tick_params(axis="x", rotation=30)
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=3, columnspacing=1.2)
    return tell(axes, _told(ahead, judged))


def _left(table: pd.DataFrame) -> np.ndarray:
    return np.asarray(mdates.date2num(table["start"].to_numpy()))


def _width(table: pd.DataFrame) -> np.ndarray:
    return np.asarray(mdates.date2num(table["end"].to_numpy()) - _left(table))


def _band(axes: Axes, table: pd.DataFrame, label: str | None) -> None:
    """Draw a step a period: the expectation, and the interval around it."""
    left, width = _left(table), _width(table) * 0.94
    height = (table["upper"] - table["lower"]).to_numpy()
    axes.bar(
        left, height, width, bottom=table["lower"], align="edge", color=BLUE, alpha=0.4,
        label=label,
    )  # fmt: skip
    axes.hlines(table["expected"], left, left + width, color=BLUE, linewidth=2.2)


def _marks(axes: Axes, earlier: pd.DataFrame) -> None:
    """Draw the forecasts of earlier runs side by side within their periods, oldest on the left."""
    order = earlier.groupby("start")["made"].rank(method="first")
    of = earlier.groupby("start")["made"].transform("size") + 1
    x = _left(earlier) + _width(earlier) * 0.94 * (order / of).to_numpy()
    axes.vlines(x, earlier["lower"], earlier["upper"], color=ORANGE, linewidth=1.2)
    axes.plot(
        x, earlier["expected"], "o", color=ORANGE, markersize=3.5, label=say("earlier reports")
    )


def _told(ahead: pd.DataFrame, judged: pd.DataFrame) -> str:
    first, last = ahead.iloc[0], ahead.iloc[-1]
    return say(
        "From {start} on {expected} are expected in the first period ({lower} to {upper}) and "
        "{last} in the last. Of {n} periods before, what came lay inside the interval of the "
        "forecast in {inside}; {came} came in all, {said} were expected.",
        start=first["start"], expected=amount(first["expected"]), lower=amount(first["lower"]),
        upper=amount(first["upper"]), last=amount(last["expected"]), n=len(judged),
        inside=int(judged["inside"].sum()), came=amount(judged["actual"].sum()),
        said=amount(judged["expected"].sum()),
    )  # fmt: skip


@styled
def forecast_record(rows: pd.DataFrame, names: Mapping[date, str] | None = None) -> Axes:
    """Draw the forecasts of earlier runs as intervals, and what came as a mark on each.

    Parameters
    ----------
    rows
        A row a run and period: made, start, expected, lower, upper, actual, inside; of more than
        24 the latest are drawn.
    names
        What to call a period, by its start; its first day by default.

    Returns
    -------
    matplotlib.axes.Axes
        The latest period at the top; a diamond for what came lies outside, a dot inside.
    """
    drawn = rows.sort_values(["start", "made"]).tail(_MOST_ROWS)
    axes = new_axes(height=1.5 + 0.34 * len(drawn))
    places = np.arange(len(drawn))
    axes.hlines(places, drawn["lower"], drawn["upper"], color=BLUE, linewidth=6, alpha=0.35)
    axes.plot(drawn["expected"], places, "|", color=BLUE, markersize=13, label=say("expected"))
    inside = drawn["inside"].to_numpy(dtype=bool)
    for which, mark, told in (
        (inside, "o", say("came, inside")),
        (~inside, "D", say("came, outside")),
    ):
        if which.any():
            axes.plot(
                drawn["actual"][which], places[which], mark, color=ORANGE, markersize=7,
                markerfacecolor="none" if mark == "D" else ORANGE, markeredgewidth=2, label=told,
            )  # fmt: skip
    called = names or {}
    labels = [
        say("{period}, said {made}", period=called.get(start, str(start)), made=made)
        for start, made in zip(drawn["start"], drawn["made"], strict=True)
    ]
    axes.set_yticks(places, labels)
    axes.set(xlabel=say("money in a period"), ylim=(-0.7, len(drawn) - 0.3))
    axes.xaxis.set_major_locator(MaxNLocator(5))
    axes.xaxis.set_major_formatter("{x:,.10g}")
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=3, columnspacing=1.2)
    found = say(
        "Forecasts of earlier reports: what came lay inside the interval in {inside} of {n}.",
        n=len(drawn), inside=int(inside.sum()),
    )  # fmt: skip
    return tell(axes, found)
