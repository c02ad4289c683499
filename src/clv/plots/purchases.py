"""Charts of models of repeat purchases beside what happened, by class of customers.

What happened is black or grey, models have a colour and a mark each, in the order of their columns.
"""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import LogLocator, NullLocator

from clv.models.family import MODEL_TITLES
from clv.plots._models import DASHES, MARKS, models_of
from clv.plots.style import BLUE, COLOURS, GREY, new_axes, styled, tell

__all__ = ["frequency_histogram", "model_classes", "model_gaps"]

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
    axes.set(xlabel="repeat purchases", ylabel="share of customers (log scale)")
    axes.legend(loc="upper right")
    found = [f"{title} {_inside(table, name)}" for name, title, _ in models]
    told = ", ".join(f"{name}: {value:.1%}" for name, value in shares["actual"].items())
    return tell(
        axes, f"Share of customers by repeat purchases. Happened {told}. {'; '.join(found)}."
    )


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
        axes.set_ylabel(f"{ylabel}\n(root scale)")
    axes.set_ylim(0, None)
    wide = max(map(len, axes.get_legend_handles_labels()[1])) > _LONG
    columns = 2 if wide else 3
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=columns, columnspacing=1.2)
    told = ", ".join(f"{name}: {value:.2f}" for name, value in table["actual"].items())
    return tell(axes, f"{ylabel}, by {xlabel}. Happened {told}. {'; '.join(found)}.")


@styled
def model_gaps(gaps: pd.DataFrame, xlabel: str, against: str) -> Axes:
    """Draw how far models are from one of them on a score; an interval across 0 decides nothing.

    Parameters
    ----------
    gaps
        Indexed by model: difference, difference_lower, difference_upper.
    xlabel
        The score, with its unit and direction.
    against
        The model that the others are measured against.

    Returns
    -------
    matplotlib.axes.Axes
        One row a model, in colour where the interval excludes 0.
    """
    rows = gaps.dropna(subset=["difference"]).sort_values("difference", kind="stable")[::-1]
    reference = MODEL_TITLES.get(against, against)
    axes = new_axes(height=1.4 + 0.45 * len(rows))
    axes.axvline(0, color=GREY, linewidth=1.5)
    found = []
    limits = rows[["difference", "difference_lower", "difference_upper"]].itertuples()
    for y, (name, value, low, high) in enumerate(limits):
        colour = BLUE if low > 0 or high < 0 else "#8a8a8a"
        axes.plot([low, high], [y, y], color=colour, linewidth=2.5, solid_capstyle="round")
        axes.plot([value], [y], "o", color=colour, markersize=8)
        found.append(f"{MODEL_TITLES.get(name, name)} {value:z.4f} ({low:z.4f} to {high:z.4f})")
    axes.set_yticks(range(len(rows)), [MODEL_TITLES.get(name, str(name)) for name in rows.index])
    axes.set(xlabel=f"{xlabel}, less that of {reference}", ylim=(-0.6, len(rows) - 0.4))
    axes.locator_params(axis="x", nbins=6)
    return tell(axes, f"{xlabel}, less that of {reference}: {'; '.join(found) or '0 models'}.")


def _happened(axes: Axes, table: pd.DataFrame) -> None:
    """Draw what happened in each class, with its interval."""
    x = np.arange(len(table))
    axes.vlines(x, table["lower"], table["upper"], color="#9a9a9a", linewidth=24, alpha=0.4)
    axes.plot(x, table["actual"], "_", color="black", markersize=26, mew=2.2, label="happened, 95%")


def _inside(table: pd.DataFrame, name: str) -> str:
    held = table[name].between(table["lower"], table["upper"]).sum()
    return f"lies inside the interval in {held} of {len(table)} classes"


def _root(values: np.ndarray) -> np.ndarray:
    return np.asarray(np.sqrt(np.maximum(values, 0)))
