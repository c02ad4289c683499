"""Charts of models of repeat purchases beside what happened, by class of customers.

What happened is black or grey, models have a colour and a mark each, in the order of their columns.
"""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import LogLocator, NullLocator

from clv.language import say
from clv.plots._models import DASHES, MARKS, models_of
from clv.plots.style import COLOURS, new_axes, styled, tell

__all__ = ["frequency_histogram", "model_classes"]

_LONG = 18
"""Characters of a label of which three do not fit side by side."""
_UNEVEN = 8
"""Times the lowest class: from there on the low ones would lie flat on a linear scale."""
_TICKS = np.array([0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500])


@styled
def frequency_histogram(table: pd.DataFrame) -> Axes:
    """Draw how many customers came back how often, and how many a model expects.

    Parameters
    ----------
    table
        Indexed by repeat purchases (``"0"`` to ``"7+"``): actual, lower, upper, then a column a
        model; customers, as `clv.evaluation.count_frequencies` makes it.

    Returns
    -------
    matplotlib.axes.Axes
        Shares with intervals for what happened, a mark a model. The scale is logarithmic, since
        the many who never came back would hide the few who matter most.
    """
    shares = table / table["actual"].sum()
    axes = new_axes(height=4.0)
    _happened(axes, shares)
    x, models = np.arange(len(table)), list(models_of(table))
    for name, title, place in models:
        offset = 0.12 * (place - (len(models) - 1) / 2)
        axes.plot(
            x + offset, shares[name], MARKS[place], color=COLOURS[place], label=title,
            markersize=7, markeredgecolor="white",
        )  # fmt: skip
    axes.set_yscale("log")
    axes.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    axes.yaxis.set_minor_locator(NullLocator())
    axes.yaxis.set_major_formatter(lambda y, _: f"{y:.0%}" if y >= 0.01 else f"{y:.2g}")
    axes.set_xticks(x, [str(name) for name in table.index])
    axes.set(xlabel=say("repeat purchases"), ylabel=say("share of customers (log scale)"))
    axes.legend(loc="upper right")
    found = [f"{title} {_inside(table, name)}" for name, title, _ in models]
    told = say(
        "Share of customers by repeat purchases. Happened {told}. {found}.",
        told=say(", ").join(f"{name}: {value:.1%}" for name, value in shares["actual"].items()),
        found=say("; ").join(found),
    )
    return tell(axes, told)


@styled
def model_classes(table: pd.DataFrame, xlabel: str, ylabel: str) -> Axes:
    """Draw what several models expected beside what happened, by class of customers.

    Parameters
    ----------
    table
        Indexed by class: a column a model, actual, lower, upper (the interval of the actual mean),
        as `clv.evaluation.backtest_by_class` and `backtest_spend` make it.
    xlabel
        What the classes are.
    ylabel
        What is counted, with its unit.

    Returns
    -------
    matplotlib.axes.Axes
        Intervals for what happened, a line and mark a model: outside the interval it is wrong by
        more than the chance of which customers there are.
    """
    axes = new_axes(height=4.2)
    x = np.arange(len(table))
    _happened(axes, table)
    found = []
    for name, title, place in models_of(table):
        axes.plot(
            x, table[name], color=COLOURS[place], marker=MARKS[place], linestyle=DASHES[place],
            linewidth=1.4, markersize=6, markeredgecolor="white", label=title,
        )  # fmt: skip
        found.append(f"{title} {_inside(table, name)}")
    axes.set_xticks(x, [str(name) for name in table.index])
    axes.set(xlabel=xlabel, ylabel=ylabel)
    if table["actual"].max() > _UNEVEN * table["actual"].min():
        axes.set_yscale("function", functions=(_root, np.square))
        top = axes.get_ylim()[1]
        axes.set_yticks([0, *(level for level in _TICKS if top / 50 < level < top)])
        axes.yaxis.set_major_formatter("{x:g}")
        axes.set_ylabel(f"{ylabel}\n{say('(root scale)')}")
    axes.set_ylim(0, None)
    wide = max(map(len, axes.get_legend_handles_labels()[1])) > _LONG
    columns = 2 if wide else 3
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=columns, columnspacing=1.2)
    told = say(
        "{what}, by {of}. Happened {told}. {found}.",
        what=ylabel,
        of=xlabel,
        told=say(", ").join(f"{name}: {value:.2f}" for name, value in table["actual"].items()),
        found=say("; ").join(found),
    )
    return tell(axes, told)


def _happened(axes: Axes, table: pd.DataFrame) -> None:
    """Draw what happened in each class, with its interval."""
    x = np.arange(len(table))
    axes.vlines(x, table["lower"], table["upper"], color="#9a9a9a", linewidth=24, alpha=0.4)
    axes.plot(
        x, table["actual"], "_", color="black", markersize=26, mew=2.2, label=say("happened, 95%")
    )


def _inside(table: pd.DataFrame, name: str) -> str:
    held = table[name].between(table["lower"], table["upper"]).sum()
    return say("lies inside the interval in {held} of {count} classes", held=held, count=len(table))


def _root(values: np.ndarray) -> np.ndarray:
    return np.asarray(np.sqrt(np.maximum(values, 0)))
