"""Charts of what changed: from one total to another, part by part."""

from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from numpy.typing import NDArray

from clv.language import say
from clv.plots._amounts import amount
from clv.plots.style import BLUE, GREY, ORANGE, new_axes, styled, tell

__all__ = ["bridge"]

Floats: TypeAlias = NDArray[np.floating[Any]]


@styled
def bridge(parts: pd.DataFrame, before: float, xlabel: str, first: str, last: str) -> Axes:
    """Draw how a total became another one: a bar for each part, from where the last one ended.

    Parameters
    ----------
    parts
        Indexed by the name of the part, in the order in which they are to stand: ``money``, in
        one unit, NaN where it is not known (no bar); ``lower`` and ``upper`` are drawn as a line
        where they are there.
    before
        The total from which the parts lead to the next.
    xlabel
        What is added up, with its unit.
    first, last
        What the two totals are called.

    Returns
    -------
    matplotlib.axes.Axes
        The first total on top, the last one below; losses to the left in the second colour.
    """
    steps = parts["money"].fillna(0.0).to_numpy(np.float64)
    ends = before + np.cumsum(steps)
    after = ends[-1] if len(ends) else before
    names = [first, *map(str, parts.index), last]
    starts = np.concatenate([[0.0], ends - steps, [0.0]])
    widths = np.concatenate([[before], steps, [after]])
    axes = new_axes(height=1.3 + 0.46 * len(names))
    axes.barh(names, widths, left=starts, color=_colours(steps), height=0.62)
    _join(axes, starts + widths)
    edges = np.maximum(starts, starts + widths)
    edges[1:-1] = np.maximum(edges[1:-1], _doubt(axes, parts, ends - steps))
    told = [amount(before), *(amount(step, "+") for step in steps), amount(after)]
    _write(axes, edges, told)
    axes.invert_yaxis()
    axes.axvline(0, color=GREY, linewidth=1)
    axes.grid(visible=False, axis="y")
    axes.tick_params(axis="y", length=0)
    axes.locator_params(axis="x", nbins=5)
    axes.xaxis.set_major_formatter("{x:,.10g}")
    axes.set_xlabel(xlabel)
    found = "; ".join(f"{name} {figure}" for name, figure in zip(names, told, strict=True))
    return tell(axes, say("{what}, step by step: {found}.", what=xlabel, found=found))


def _colours(steps: Floats) -> list[str]:
    return [GREY, *(BLUE if step >= 0 else ORANGE for step in steps), GREY]


def _join(axes: Axes, ends: Floats) -> None:
    """Lead the eye from the end of one bar to the start of the next."""
    for row, end in enumerate(ends[:-1]):
        axes.plot([end, end], [row, row + 1], color=GREY, linewidth=1, zorder=0)


def _doubt(axes: Axes, parts: pd.DataFrame, starts: Floats) -> Floats:
    """Draw the interval of each part, and return how far to the right it goes."""
    limits = parts.reindex(columns=["lower", "upper"]).to_numpy(np.float64) + starts[:, None]
    for row, pair in enumerate(limits, start=1):
        if pair[0] < pair[1]:
            axes.plot(pair, [row, row], color="black", linewidth=1.2)
    return np.where(np.isnan(limits[:, 1]), starts, limits[:, 1])


def _write(axes: Axes, edges: Floats, told: list[str]) -> None:
    """Write each figure right of its bar and its interval, so that none covers another."""
    left, right = axes.get_xlim()
    axes.set_xlim(left if left < 0 else 0, right + 0.16 * (right - left))
    for row, (edge, text) in enumerate(zip(edges, told, strict=True)):
        axes.text(edge + 0.015 * (right - left), row, text, va="center", ha="left")
