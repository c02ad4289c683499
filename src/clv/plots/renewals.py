"""Retention of a cohort under contract: what was known, what was projected, what came."""

import pandas as pd
from matplotlib.axes import Axes

from clv.language import say
from clv.plots.style import BLUE, COLOURS, GREY, ORANGE, new_axes, styled, tell

__all__ = ["survival"]

_TITLES = {
    "sBG": "sBG",
    "constant churn": "constant churn",
    "last retention": "last retention",
}
_LINES = {"sBG": (BLUE, "-"), "constant churn": (ORANGE, "--"), "last retention": (COLOURS[2], ":")}


@styled
def survival(projection: pd.DataFrame) -> Axes:
    """Draw how many of a cohort are left after each renewal, projected and actual.

    Parameters
    ----------
    projection
        As `clv.evaluation.project_renewals` makes it.

    Returns
    -------
    matplotlib.axes.Axes
        Dots for what happened, a line a projection, a band for the interval of the first.
    """
    axes = new_axes(height=4.0)
    x, known = projection.index, int(projection["known"].sum())
    later = projection[~projection["known"]]
    axes.fill_between(later.index, later["lower"], later["upper"], color=BLUE, alpha=0.18, lw=0)
    for name, (colour, dash) in _LINES.items():
        off = later[name].iloc[-1] / later["actual"].iloc[-1] - 1
        told = say("{name}: {off:+.0%} at the last", name=say(_TITLES[name]), off=off)
        axes.plot(x, projection[name], dash, color=colour, label=told)
    axes.plot(x, projection["actual"], "o", color="#333333", markersize=6, label=say("happened"))
    axes.axvline(known + 0.5, color=GREY, linestyle="--", linewidth=1.5)
    axes.annotate(
        f"{say('known')} ", (known + 0.5, 0.02), xycoords=("data", "axes fraction"), ha="right"
    )
    axes.set(xlabel=say("renewal"), ylabel=say("customers left"), ylim=(0, None), xticks=list(x))
    axes.yaxis.set_major_formatter("{x:,.0f}")
    axes.legend()
    last = later.iloc[-1]
    told = say(
        "Customers left after each renewal, learnt from the first {known}. After renewal "
        "{last} {left:,.0f} were left; projected: {projected}.",
        known=known,
        last=later.index[-1],
        left=last["actual"],
        projected=say("; ").join(f"{say(_TITLES[name])} {last[name]:,.0f}" for name in _LINES),
    )
    return tell(axes, told)
