"""Charts of spend per purchase."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from clv.language import say
from clv.plots.style import BLUE, ORANGE, new_axes, styled, tell

__all__ = ["spend_fit"]

_LINES = ((BLUE, "-"), (ORANGE, (0, (5, 1.5))), ("#009E73", (0, (1.5, 1.2))))


@styled
def spend_fit(table: pd.DataFrame) -> Axes:
    """Draw how the customers' mean spends spread, and how models say that they should.

    Parameters
    ----------
    table
        Indexed by mean spend (the middle of a class, money): share of the customers, then a column
        a model, three at most, as `clv.evaluation.spend_density` makes it; attrs width, customers.

    Returns
    -------
    matplotlib.axes.Axes
        Bars for what happened, a line a model.
    """
    axes, at = new_axes(height=3.8), table.index.to_numpy(float)
    axes.bar(
        at,
        table["share"],
        width=0.92 * table.attrs["width"],
        color="#cccccc",
        label=say("happened"),
    )
    found = []
    for (colour, dashes), name in zip(_LINES, table.columns.drop("share"), strict=False):
        axes.plot(at, table[name], color=colour, linestyle=dashes, label=str(name))
        mode = at[int(np.argmax(table[name]))]
        apart = (table[name] - table["share"]).abs().sum() / 2
        found.append(
            say(
                "{name} peaks at {mode:,.1f} and puts {apart:.0%} of the customers elsewhere",
                name=name,
                mode=mode,
                apart=apart,
            )
        )
    axes.set(
        xlabel=say("mean spend per repeat purchase, money of the log"),
        ylabel=say("share of customers with one"),
        xlim=(0, None),
    )
    axes.yaxis.set_major_formatter("{x:.0%}")
    axes.legend(loc="upper right")
    peak = at[int(np.argmax(table["share"]))]
    told = say(
        "Mean spend of {count:,} customers: most often near {peak:,.1f}. {found}.",
        count=table.attrs["customers"],
        peak=peak,
        found=say("; ").join(found),
    )
    return tell(axes, told)
