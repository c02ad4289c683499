"""Charts of groups of customers: the quadrant map and shares of people and money."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from clv.language import say
from clv.plots._shares import shares_in_words
from clv.plots.style import COLOURS, new_axes, styled, tell

__all__ = ["profiles", "quadrant_map", "shares"]

_CORNERS = {"EI": (1, 1), "EII": (0, 1), "EIII": (1, 0), "EIV": (0, 0)}
_TINTS = {"EI": "#cfe3f1", "EII": "#fbe6c2", "EIII": "#cdebe0", "EIV": "#ececec"}


@styled
def quadrant_map(cells: pd.DataFrame, told: "pd.Series[str]") -> Axes:
    """Draw contribution x stability as four fields with what is to be said of each.

    Parameters
    ----------
    cells
        Indexed EI..EIV, columns ``name`` and ``strategy`` (in a word or two).
    told
        A few lines of text for each cell.

    Returns
    -------
    matplotlib.axes.Axes
        Four labelled fields.
    """
    axes = new_axes(width=7.4, height=4.9)
    axes.grid(visible=False)
    for cell, (x, y) in _CORNERS.items():
        row = cells.loc[cell]
        axes.add_patch(Rectangle((x + 0.02, y + 0.02), 0.96, 0.96, color=_TINTS[cell]))
        axes.text(x + 0.08, y + 0.86, f"{cell}  {row['name']}", weight="bold", va="center")
        axes.text(x + 0.08, y + 0.74, str(row["strategy"]), style="italic", va="center")
        axes.text(x + 0.08, y + 0.36, told[cell], va="center", linespacing=1.5)
    levels = [say("low"), say("high")]
    axes.set(
        xlim=(0, 2),
        ylim=(0, 2),
        xticks=[0.5, 1.5],
        yticks=[0.5, 1.5],
        xticklabels=levels,
        xlabel=say("stability"),
        ylabel=say("contribution"),
    )
    axes.set_yticklabels(levels, rotation=90, va="center")
    axes.tick_params(length=0)
    for side in axes.spines.values():
        side.set_visible(False)
    names = cells["name"].astype(str)
    words = (
        say("{what}: {found}", what=f"{c} {names[c]}", found=say(", ").join(told[c].splitlines()))
        for c in _CORNERS
    )
    return tell(axes, say("; ").join(words))


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
        "share_customers": say("customers"),
        "share_past": say("money before the cut"),
        "share_future": say("money after the cut"),
    }
    axes = new_axes(height=1.1 + 0.75 * len(groups))
    groups[list(names)].rename(columns=names).iloc[::-1].plot.barh(
        ax=axes, color=["#999999", COLOURS[4], COLOURS[0]], width=0.78
    )
    for bars in axes.containers:
        axes.bar_label(bars, fmt="{:.0%}", padding=3, fontsize=10)  # type: ignore[arg-type]
    axes.set(xlabel=say("share of all customers, of all money"), ylabel="")
    axes.xaxis.set_major_formatter("{x:.0%}")
    axes.grid(visible=False, axis="y")
    handles, labels = axes.get_legend_handles_labels()
    axes.legend(
        handles[::-1], labels[::-1], loc="lower left", bbox_to_anchor=(0, 1), ncols=len(labels)
    )
    return tell(axes, shares_in_words(groups))


@styled
def profiles(table: pd.DataFrame) -> Axes:
    """Draw what sets groups apart: each mean as a multiple of the mean of all customers.

    Parameters
    ----------
    table
        Indexed by group, columns ``customers``, then one a feature: its mean in its own unit, not
        negative. Columns of shares are left out.

    Returns
    -------
    matplotlib.axes.Axes
        A field a group and feature: the multiple in words, the colour on a log scale.
    """
    # Brings scipy.stats along, a second that the other charts need not wait for.
    import seaborn as sns

    means = table.drop(columns=[c for c in table if c == "customers" or "share_" in str(c)])
    overall = means.mul(table["customers"], axis=0).sum() / table["customers"].sum()
    multiple = means / overall.where(overall > 0)
    axes = new_axes(height=1.4 + 0.5 * len(table))
    sns.heatmap(
        np.log2(multiple.clip(1 / 8, 8)), annot=multiple, fmt=".1f", vmin=-3, vmax=3,
        cmap="PuOr_r", cbar=False, linewidths=1, ax=axes,
    )  # fmt: skip
    # as the heads of a table
    labels = [say(str(name).replace("_", " ")) for name in means]
    axes.set_xticklabels(labels, rotation=0)
    axes.set_yticklabels(
        [f"{group} ({n:,})" for group, n in table["customers"].items()], rotation=0
    )
    mean = say("mean of the group, as a multiple of the mean of all customers")
    axes.set(xlabel=mean, ylabel="")
    found = (
        say(
            "{what}: {found}",
            what=group,
            found=say(", ").join(f"{name} {value:.1f}" for name, value in row.items()),
        )
        for group, row in multiple.set_axis(labels, axis=1).iterrows()
    )
    told = say("Multiples of the mean of all customers. {found}", found=say("; ").join(found))
    return tell(axes, told)
