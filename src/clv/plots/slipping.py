"""Who is slipping, as bars: the money at stake by reason and kind of customer."""

import pandas as pd
from matplotlib.axes import Axes

from clv.language import say
from clv.plots._amounts import amount
from clv.plots.style import COLOURS, new_axes, styled, tell

__all__ = ["stakes"]


@styled
def stakes(table: pd.DataFrame) -> Axes:
    """Draw the money at stake by reason, each bar divided by the kind of customer.

    Parameters
    ----------
    table
        Reasons as a reader should see them by kinds of customer, the most important first; money,
        0 or more.

    Returns
    -------
    matplotlib.axes.Axes
        A bar a reason, its sum at the end.
    """
    axes = new_axes(height=2.1 + 0.7 * len(table))
    rows, start = table.iloc[::-1], pd.Series(0.0, table.index[::-1])
    for position, kind in enumerate(table):
        colour = COLOURS[position % len(COLOURS)]
        axes.barh(
            list(rows.index), rows[kind], left=start, color=colour, label=str(kind), height=0.6
        )
        start = start + rows[kind]
    for place, total in enumerate(start):
        axes.annotate(
            amount(total),
            (total, place), xytext=(5, 0), textcoords="offset points", va="center",
        )  # fmt: skip
    axes.set(xlabel=say("money still expected"), ylabel="")
    axes.margins(x=0.14)
    axes.xaxis.set_major_formatter("{x:,.10g}")
    axes.grid(visible=False, axis="y")
    if len(table.columns):
        axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2)
    found = (
        say(
            "{what}: {found}",
            what=reason,
            found=say(", ").join(f"{k} {amount(v)}" for k, v in row.items()),
        )
        for reason, row in table.iterrows()
    )
    return tell(axes, say("; ").join(found))
