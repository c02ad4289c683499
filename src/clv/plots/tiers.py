"""The pyramid: tiers by people and by money."""

import pandas as pd
from matplotlib.axes import Axes

from clv.language import say
from clv.plots._shares import shares_in_words
from clv.plots.style import COLOURS, new_axes, styled, tell

__all__ = ["pyramid"]


@styled
def pyramid(tiers: pd.DataFrame) -> Axes:
    """Draw tiers as a pyramid of people beside what they brought before and after the cut.

    Parameters
    ----------
    tiers
        Indexed by tier, the top first: ``share_customers``, ``share_past``, ``share_future``
        (0 to 1).

    Returns
    -------
    matplotlib.axes.Axes
        People to the left of the middle, money to the right.
    """
    axes = new_axes(height=1.3 + 0.85 * len(tiers))
    places = range(len(tiers))[::-1]
    bars = axes.barh(
        places, -tiers["share_customers"], 0.72, color="#999999", label=say("customers")
    )
    axes.bar_label(bars, [f"{part:.0%}" for part in tiers["share_customers"]], padding=4)
    for column, shift, colour, name in (
        ("share_past", 0.18, COLOURS[4], say("money before the cut")),
        ("share_future", -0.18, COLOURS[0], say("money after the cut")),
    ):
        bars = axes.barh([p + shift for p in places], tiers[column], 0.36, color=colour, label=name)
        axes.bar_label(bars, [f"{part:.0%}" for part in tiers[column]], padding=4)
    axes.axvline(0, color="#333333", linewidth=1)
    axes.set(xlim=(-1.12, 1.12), xlabel=say("share of all customers (left), of all money (right)"))
    axes.set_yticks(list(places), list(tiers.index))
    axes.xaxis.set_major_formatter(lambda x, _: f"{abs(x):.0%}")
    axes.grid(visible=False, axis="y")
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=3)
    return tell(axes, shares_in_words(tiers))
