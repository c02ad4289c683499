"""Repeat purchases over time, expected and actual."""

import matplotlib.dates as mdates
import pandas as pd
from matplotlib.axes import Axes

from clv.language import say
from clv.plots._days import show_days
from clv.plots._models import DASHES, models_of
from clv.plots.style import COLOURS, GREY, new_axes, styled, tell

__all__ = ["tracking"]


@styled
def tracking(table: pd.DataFrame, cumulative: bool = True) -> Axes:
    """Draw repeat purchases over time: whether a model keeps up after the cut.

    Parameters
    ----------
    table
        Indexed by the first day of each week: actual, then a column a model, purchases within the
        week; attrs cut, as `clv.evaluation.track_purchases` makes it.
    cumulative
        Whether to draw the count up to the end of each week; False draws the weeks themselves.

    Returns
    -------
    matplotlib.axes.Axes
        A line for what happened and one a model; the legend says how far each model is off after
        the cut, which is what a forecast made then would have missed.
    """
    drawn = table.cumsum() if cumulative else table
    days = pd.DatetimeIndex(table.index) + pd.Timedelta(days=7 if cumulative else 0)
    cut = pd.Timestamp(table.attrs["cut"])
    later = table[pd.DatetimeIndex(table.index) >= cut].sum()
    axes = new_axes(height=4.0)
    width, colour = (3.5, "#9a9a9a") if cumulative else (1.6, "#777777")
    axes.plot(days, drawn["actual"], color=colour, linewidth=width, label=say("happened"))
    found = []
    for name, title, place in models_of(table):
        told = f"{title}: {later[name] / later['actual'] - 1:+.0%}" if later["actual"] else title
        found.append(f"{told} ({later[name]:,.0f})")
        axes.plot(days, drawn[name], color=COLOURS[place], linestyle=DASHES[place], label=told)
    axes.axvline(mdates.date2num(cut), color=GREY, linestyle="--", linewidth=1.5)
    axes.annotate(
        f"{say('cut {day}', day=cut.date())} ", (mdates.date2num(cut), 0.02),
        xycoords=("data", "axes fraction"), ha="right", color=GREY,
    )  # fmt: skip
    since, weekly = say("repeat purchases since the first day"), say("repeat purchases a week")
    kind = since if cumulative else weekly
    axes.set(ylabel=kind, ylim=(0, None))
    axes.yaxis.set_major_formatter("{x:,.0f}")
    show_days(axes)
    axes.legend(  # above, since lines may run anywhere
        title=say("off after the cut"), alignment="left",
        loc="lower left", bbox_to_anchor=(0, 1), ncols=3, columnspacing=1.2,
    )  # fmt: skip
    told = say(
        "{what}. After the cut {day} {actual:,.0f} happened; off by {found}.",
        what=kind.capitalize(),
        day=cut.date(),
        actual=later["actual"],
        found=say("; ").join(found),
    )
    return tell(axes, told)
