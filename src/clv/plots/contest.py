"""The chart of a series of contests: who is ahead of the reference, on which log, on which day."""

from collections.abc import Hashable

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from numpy.typing import NDArray

from clv.language import say
from clv.plots.style import COLOURS, GREY, new_axes, styled, tell

__all__ = ["forest"]

_MARKS = "osD^vP"


@styled
def forest(differences: pd.DataFrame, xlabel: str, reference: str) -> Axes:
    """Draw differences from a reference with their intervals, a row a competitor.

    Parameters
    ----------
    differences
        Indexed by (data, as_of, competitor), columns ``difference``, ``lower``, ``upper`` and
        ``clear``: the table of a series of contests. Rows without a difference are left out. Up to
        six logs are told apart, by colour and mark; the days of a log stand in order, the first
        on top.
    xlabel
        The score whose differences these are.
    reference
        The competitor that the others are measured against.

    Returns
    -------
    matplotlib.axes.Axes
        The best on average on top; full marks where the interval excludes zero.
    """
    shown = differences[differences["difference"].notna()]
    mean = shown["difference"].groupby(level="competitor", sort=False).mean().sort_values()
    places = list(
        dict.fromkeys(zip(*(shown.index.get_level_values(i) for i in (0, 1)), strict=True))
    )
    logs = list(dict.fromkeys(data for data, _ in places))
    step = 0.8 / len(places)
    axes = new_axes(height=1.6 + len(mean) * max(0.36, 0.095 * len(places)))
    axes.axvline(0, color=GREY, linewidth=1)
    for at, (data, as_of) in enumerate(places):
        number = logs.index(data)
        rows = pd.DataFrame(shown.xs((data, as_of), level=("data", "as_of")))
        offset = step * ((len(places) - 1) / 2 - at)
        _lines(axes, rows, np.float64(offset) + mean.index.get_indexer(rows.index), number)
    for number, data in enumerate(logs):
        axes.plot([], [], _MARKS[number], color=COLOURS[number], label=str(data))
    axes.set_yticks(range(len(mean)), [str(name) for name in mean.index])
    less = say("less that of {reference} (right of 0: better)", reference=reference)
    axes.set(xlabel=f"{xlabel}\n{less}")
    axes.set_ylim(-0.6, len(mean) - 0.4)
    axes.grid(visible=False, axis="y")
    axes.legend(loc="lower right", bbox_to_anchor=(1.0, 1.0), ncols=min(len(logs), 3))
    return tell(axes, _in_words(shown, mean[::-1].index, xlabel, reference))


def _lines(axes: Axes, rows: pd.DataFrame, y: NDArray[np.float64], number: int) -> None:
    colour = COLOURS[number]
    axes.hlines(y, rows["lower"], rows["upper"], color=colour, linewidth=1.4)
    faces = [colour if clear else "white" for clear in rows["clear"]]
    for value, height, face in zip(rows["difference"], y, faces, strict=True):
        axes.plot(
            [value], [height], _MARKS[number], color=colour, markerfacecolor=face, markersize=4.5
        )


def _in_words(shown: pd.DataFrame, names: "pd.Index[str]", xlabel: str, reference: str) -> str:
    def of(name: Hashable) -> str:
        rows = shown.xs(name, level="competitor")
        clear = rows["difference"][rows["clear"].astype(bool)]
        return say(
            "{name} {low:+z.3f} to {high:+z.3f}, "
            "clearly ahead {ahead} and behind {behind} of {count} times",
            name=name,
            low=rows["difference"].min(),
            high=rows["difference"].max(),
            ahead=int((clear > 0).sum()),
            behind=int((clear < 0).sum()),
            count=len(rows),
        )

    less = say("{what}, less that of {reference}", what=xlabel, reference=reference)
    return say("{what}: {found}", what=less, found=say("; ").join(map(of, names)))
