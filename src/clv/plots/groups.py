"""Charts of groups of customers: the quadrant map and shares of people and money."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from clv.plots.style import COLOURS, new_axes, styled

__all__ = ["quadrant_map", "shares"]

_CORNERS = {"EI": (1, 1), "EII": (0, 1), "EIII": (1, 0), "EIV": (0, 0)}
_TINTS = {"EI": "#cfe3f1", "EII": "#fbe6c2", "EIII": "#cdebe0", "EIV": "#ececec"}


@styled
def quadrant_map(cells: pd.DataFrame) -> Axes:
    """Draw contribution x stability as four fields with the people and the money in each.

    Parameters
    ----------
    cells
        Indexed EI..EIV, columns ``name`` (what the cell is called), ``customers``,
        ``share_customers``, ``share_past`` and ``share_future`` (shares from 0 to 1).

    Returns
    -------
    matplotlib.axes.Axes
        Four labelled fields.
    """
    axes = new_axes(width=6.8, height=4.6)
    axes.grid(visible=False)
    for cell, (x, y) in _CORNERS.items():
        row = cells.loc[cell]
        axes.add_patch(Rectangle((x + 0.02, y + 0.02), 0.96, 0.96, color=_TINTS[cell]))
        axes.text(x + 0.08, y + 0.84, f"{cell}  {row['name']}", weight="bold", va="center")
        axes.text(
            x + 0.08,
            y + 0.40,
            f"{row['customers']:,.0f} customers ({row['share_customers']:.0%})\n"
            f"{row['share_past']:.0%} of money before\n{row['share_future']:.0%} of money after",
            va="center",
            linespacing=1.6,
        )
    axes.set(
        xlim=(0, 2),
        ylim=(0, 2),
        xticks=[0.5, 1.5],
        yticks=[0.5, 1.5],
        xticklabels=["low", "high"],
        xlabel="stability",
        ylabel="contribution",
    )
    axes.set_yticklabels(["low", "high"], rotation=90, va="center")
    axes.tick_params(length=0)
    for side in axes.spines.values():
        side.set_visible(False)
    return axes


@styled
def shares(groups: pd.DataFrame) -> Axes:
    """Draw each group's share of the customers, of the money before and of the money after.

    Parameters
    ----------
    groups
        Indexed by group, columns ``share_customers``, ``share_past``, ``share_future`` (0 to 1).

    Returns
    -------
    matplotlib.axes.Axes
        Three bars a group.
    """
    names = {
        "share_customers": "customers",
        "share_past": "money before the cut",
        "share_future": "money after the cut",
    }
    axes = new_axes(height=1.1 + 0.75 * len(groups))
    groups[list(names)].rename(columns=names).iloc[::-1].plot.barh(
        ax=axes, color=["#999999", COLOURS[4], COLOURS[0]], width=0.78
    )
    for bars in axes.containers:
        axes.bar_label(bars, fmt="{:.0%}", padding=3, fontsize=10)  # type: ignore[arg-type]
    axes.set(xlabel="share of all customers, of all money", ylabel="")
    axes.xaxis.set_major_formatter("{x:.0%}")
    axes.grid(visible=False, axis="y")
    handles, labels = axes.get_legend_handles_labels()
    axes.legend(
        handles[::-1], labels[::-1], loc="lower left", bbox_to_anchor=(0, 1), ncols=len(labels)
    )
    return axes
