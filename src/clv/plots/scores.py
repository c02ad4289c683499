"""Charts of evaluation: scores with intervals, calibration, forecasts against what happened."""

from itertools import cycle

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from clv.language import say
from clv.plots.style import BLUE, COLOURS, GREY, ORANGE, new_axes, styled, tell

__all__ = ["classes", "dots", "reliability"]


@styled
def dots(scores: pd.DataFrame, xlabel: str, highlight: str = "") -> Axes:
    """Draw one score of several competitors as dots with their intervals, best at the top.

    Parameters
    ----------
    scores
        Indexed by competitor, columns ``value``, ``lower``, ``upper``.
    xlabel
        The score, with its unit and direction.
    highlight
        Competitor drawn in the second colour.

    Returns
    -------
    matplotlib.axes.Axes
        One row a competitor.
    """
    axes = new_axes(height=1.2 + 0.42 * len(scores))
    ordered = scores.sort_values("value")
    for y, (name, row) in enumerate(ordered.iterrows()):
        colour = ORANGE if name == highlight else BLUE
        axes.plot([row["lower"], row["upper"]], [y, y], color=colour, solid_capstyle="round")
        axes.plot([row["value"]], [y], "o", color=colour, markersize=8)
    axes.set_yticks(range(len(ordered)), [str(name) for name in ordered.index])
    axes.set(xlabel=xlabel, ylim=(-0.6, len(ordered) - 0.4))
    found = (
        say("{name} {value:z.3f} ({lower:z.3f} to {upper:z.3f})", name=name, **_limits(row))
        for name, row in ordered[::-1].iterrows()
    )
    return tell(axes, say("{what}: {found}", what=xlabel, found=say("; ").join(found)))


def _limits(row: pd.Series) -> dict[str, float]:
    return {name: float(row[name]) for name in ("value", "lower", "upper")}


@styled
def reliability(calibration: pd.DataFrame, xlabel: str, ylabel: str) -> Axes:
    """Draw forecast probabilities against what happened, ten equal groups of customers each.

    Parameters
    ----------
    calibration
        Columns ``competitor``, ``predicted``, ``observed``, ``lower``, ``upper`` (0 to 1).
    xlabel
        What was forecast.
    ylabel
        What was observed.

    Returns
    -------
    matplotlib.axes.Axes
        A line a competitor, best not more than four; the diagonal is perfect.
    """
    axes = new_axes(width=6.0, height=5.0)
    axes.plot([0, 1], [0, 1], color=GREY, linewidth=1, linestyle=":", label=say("perfect"))
    marks = zip(cycle("os^DvPX"), cycle((BLUE, ORANGE, COLOURS[2], COLOURS[3])), strict=False)
    groups = calibration.groupby("competitor", sort=False)
    for (mark, colour), (name, rows) in zip(marks, groups, strict=False):
        error = np.abs(rows[["lower", "upper"]].to_numpy().T - rows["observed"].to_numpy())
        axes.errorbar(
            rows["predicted"],
            rows["observed"],
            yerr=error,
            color=colour,
            fmt=f"{mark}-",
            linewidth=1.2,
            elinewidth=1.2,
            markersize=6,
            label=str(name),
        )
    axes.set(xlabel=xlabel, ylabel=ylabel, xlim=(0, 1), ylim=(0, 1.02))
    axes.xaxis.set_major_formatter("{x:.0%}")
    axes.yaxis.set_major_formatter("{x:.0%}")
    axes.legend(loc="upper left")
    found = (
        say(
            "{name}: from {low:.0%} forecast, {first:.0%} seen "
            "to {high:.0%} forecast, {last:.0%} seen",
            name=name,
            low=rows["predicted"].min(),
            first=rows["observed"].iloc[0],
            high=rows["predicted"].max(),
            last=rows["observed"].iloc[-1],
        )
        for name, rows in groups
    )
    return tell(axes, say("; ").join(found))


@styled
def classes(table: pd.DataFrame, xlabel: str, ylabel: str) -> Axes:
    """Draw what was expected beside what happened, by class of customers.

    Parameters
    ----------
    table
        Indexed by class, columns ``expected``, ``actual``, ``lower``, ``upper``: per customer, the
        interval around the actual mean.
    xlabel
        What the classes are.
    ylabel
        What is counted, with its unit.

    Returns
    -------
    matplotlib.axes.Axes
        Dots with intervals for what happened, a line for what was expected.
    """
    axes = new_axes(height=3.8)
    x = np.arange(len(table))
    error = np.abs(table[["lower", "upper"]].to_numpy().T - table["actual"].to_numpy())
    axes.errorbar(x, table["actual"], yerr=error, fmt="o", color=ORANGE, label=say("happened"))
    axes.plot(x, table["expected"], "s-", color=BLUE, label=say("expected"), markersize=6)
    axes.set_xticks(x, [str(name) for name in table.index])
    axes.set(xlabel=xlabel, ylabel=ylabel, ylim=(0, None))
    axes.legend(loc="upper left")
    found = (
        say(
            "{name}: {expected:.2f} expected, {actual:.2f} happened",
            name=name,
            expected=row["expected"],
            actual=row["actual"],
        )
        for name, row in table.iterrows()
    )
    told = say("; ").join(found)
    return tell(axes, say("{what}, by {of}. {found}", what=ylabel, of=xlabel, found=told))
