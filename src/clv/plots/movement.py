"""Charts of change: who moved from which group to which, and how sure a label is."""

from itertools import cycle
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from numpy.typing import NDArray

from clv.language import say
from clv.plots.style import COLOURS, new_axes, styled, tell

__all__ = ["certainty", "flows"]

Floats: TypeAlias = NDArray[np.floating[Any]]

_GAP = 0.03
_WIDTH = 0.06
_FEW = 0.015
_BANDS: dict[str, Any] = {
    "bins": [0, 0.6, np.nextafter(0.9, 1), np.inf],  # 0.9 itself belongs to the middle
    "right": False,
}
_BAND_NAMES = ("below .6, a coin flip", ".6 to .9", "above .9")


@styled
def flows(moves: pd.DataFrame, first: str = "before", second: str = "now") -> Axes:
    """Draw how customers flow from their groups of one day to those of another.

    Parameters
    ----------
    moves
        Customers who moved from the group of the row to that of the column; rows and columns in
        the order in which they are to stand, from the top.
    first, second
        What the two days are called.

    Returns
    -------
    matplotlib.axes.Axes
        Two columns of blocks, joined by ribbons as wide as customers are many.
    """
    counts = moves.to_numpy(np.float64)
    share = counts / (counts.sum() or 1)
    names = [str(name) for name in moves.index], [str(name) for name in moves.columns]
    colour = dict(zip(dict.fromkeys([*names[0], *names[1]]), cycle(COLOURS), strict=False))
    axes = new_axes(width=7.4, height=4.9)
    tops = _tops(share.sum(axis=1)), _tops(share.sum(axis=0))
    starts = tops[0][:, None] - np.cumsum(share, axis=1) + share
    ends = tops[1] - np.cumsum(share, axis=0) + share
    for i, j in np.argwhere(share > 0):
        ribbon = _ribbon(starts[i, j], ends[i, j], share[i, j])
        fade = 0.25 if names[0][i] == names[1][j] else 0.6
        axes.fill_between(*ribbon, color=colour[names[0][i]], alpha=fade, linewidth=0)
    for day, x in ((0, -_WIDTH), (1, 1.0)):
        blocks = zip(names[day], tops[day], share.sum(axis=1 - day), strict=True)
        for (name, top, height), size in zip(blocks, counts.sum(axis=1 - day), strict=True):
            axes.bar(x, height, _WIDTH, bottom=top - height, align="edge", color=colour[name])
            _tell_block(axes, name, size, x, top, height)
    axes.set(xlim=(-0.45, 1.45), xticks=[0, 1], xticklabels=[first, second], yticks=[])
    axes.tick_params(length=0)
    axes.grid(visible=False)
    for side in axes.spines.values():
        side.set_visible(False)
    told = say(
        "Customers from {first} to {second}: {moves}.",
        first=first,
        second=second,
        moves=_moves_in_words(moves),
    )
    return tell(axes, told)


@styled
def certainty(chances: pd.DataFrame, labels: "pd.Series[str]") -> Axes:
    """Draw for each group how sure its customers' labels are.

    Parameters
    ----------
    chances
        One row a customer, one column a group: the probability of being in it, 0 to 1.
    labels
        The group of each customer, in any order; one without a column has the probability 0.

    Returns
    -------
    matplotlib.axes.Axes
        One bar a group, divided by the probability of the customer's own label.
    """
    place = chances.columns.get_indexer(pd.Index(labels))
    values = chances.loc[labels.index].to_numpy()[np.arange(len(labels)), place]
    own, names = np.where(place >= 0, values, 0.0), [say(band) for band in _BAND_NAMES]
    bands = pd.cut(pd.Series(own, labels.index), **_BANDS, labels=names)
    share = pd.crosstab(labels, bands, normalize="index", dropna=False)
    share = share.reindex(chances.columns.union(share.index, sort=False)).dropna()
    axes = new_axes(height=1.2 + 0.6 * len(share))
    share.iloc[::-1].plot.barh(ax=axes, stacked=True, color=[COLOURS[5], COLOURS[1], COLOURS[0]])
    axes.set(xlabel=say("share of the customers with this label"), ylabel="", xlim=(0, 1))
    axes.xaxis.set_major_formatter("{x:.0%}")
    title = say("probability of the label")
    axes.legend(title=title, loc="lower left", bbox_to_anchor=(0, 1), ncols=3)
    return tell(axes, say("How sure the labels are. {found}.", found=_bands_in_words(share)))


def _bands_in_words(share: pd.DataFrame) -> str:
    return say("; ").join(
        say(
            "{what}: {found}",
            what=group,
            found=say(", ").join(f"{part:.0%} {band}" for band, part in row.items() if part),
        )
        for group, row in share.iterrows()
    )


def _tops(share: Floats) -> Floats:
    """Upper ends of blocks that stand one upon the other, the first on top."""
    return np.cumsum(share[::-1])[::-1] + _GAP * np.arange(len(share))[::-1]


def _ribbon(start: float, end: float, width: float) -> tuple[Floats, Floats, Floats]:
    along = np.linspace(0, 1, 60)
    top = start + (end - start) * (3 * along**2 - 2 * along**3)
    return along, top - width, top


def _tell_block(axes: Axes, name: str, size: float, x: float, top: float, height: float) -> None:
    if height > _FEW:
        beside, side = (x - 0.02, "right") if x < 0 else (x + _WIDTH + 0.02, "left")
        between = "\n" if height > 3 * _FEW else " "
        axes.text(beside, top - height / 2, f"{name}{between}{size:,.0f}", ha=side, va="center")


def _moves_in_words(moves: pd.DataFrame) -> str:
    counts = moves.to_numpy(np.float64)
    order = sorted(np.argwhere(counts > 0).tolist(), key=lambda at: -counts[at[0], at[1]])
    said = (
        say(
            "{count:,.0f} from {start} to {end}",
            count=counts[i, j],
            start=moves.index[i],
            end=moves.columns[j],
        )
        for i, j in order
    )
    return say("; ").join(said) or say("nobody")
