"""Which customers are worth the same."""

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from clv.language import say
from clv.plots.style import BLUE, ORANGE, new_axes, styled, tell

__all__ = ["iso_value"]

_UNITS = {"D": "days", "W": "weeks", "M": "months"}
_LEVELS = np.array([0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500])


@styled
def iso_value(surface: pd.DataFrame, customers: pd.DataFrame | None = None) -> Axes:
    """Draw which customers of one age are worth the same: contours over recency and frequency.

    Parameters
    ----------
    surface
        Indexed by frequency, columns recency: discounted expected purchases; attrs age, time_unit,
        annual_discount_rate and once, as `clv.evaluation.value_surface` makes it.
    customers
        Customers to be shown as dots: frequency, recency and T; those of about that age (within a
        tenth of it) are.

    Returns
    -------
    matplotlib.axes.Axes
        Contours, each twice or so the one before; where they bend back, more purchases in the past
        are worth less, since a long silence weighs more on somebody who used to come often.
    """
    age, unit = surface.attrs["age"], say(_UNITS.get(surface.attrs["time_unit"], ""))
    values = surface.to_numpy()
    levels = np.extract((values.min() < _LEVELS) & (values.max() > _LEVELS), _LEVELS)
    axes = new_axes(width=6.6, height=4.8)
    x, y = surface.columns.to_numpy(float), surface.index.to_numpy(float)
    shades = mpl.colormaps["Blues"](np.linspace(0.05, 0.6, levels.size + 1))
    axes.contourf(x, y, values, [0, *levels, values.max() * 1.01], colors=shades)
    lines = axes.contour(x, y, values, levels, colors=[BLUE], linewidths=1.6)
    axes.clabel(lines, fmt="%g", fontsize=11, colors="black")
    if customers is not None:
        like = customers[(customers["T"] - age).abs() <= 0.1 * age]
        known = like[like["frequency"].between(1, y.max())]
        axes.plot(
            known["recency"],
            known["frequency"],
            "o",
            color=ORANGE,
            markersize=2.5,
            alpha=0.35,
            clip_on=False,
        )
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set(
        xlabel=say(
            "recency: age at the last purchase, {unit} (observed for {age:.0f})", unit=unit, age=age
        ),
        ylabel=say("frequency: repeat purchases"),
        xlim=(0, age),
        ylim=(1, y.max()),
    )
    ahead, rate = surface.attrs["horizon"], surface.attrs["annual_discount_rate"]
    when = say("still to come")
    if np.isfinite(ahead):
        when = say("in {ahead:g} {unit}", ahead=ahead, unit=unit)
    title = say("purchases {when}, discounted at {rate:.0%} a year", when=when, rate=rate)
    axes.set_title(title, fontsize=12)
    return tell(axes, _in_words(surface, when, unit))


def _in_words(surface: pd.DataFrame, when: str, unit: str) -> str:
    top, lately = surface.iloc[-1], surface.iloc[:, -1]
    return say(
        "Discounted purchases {when} at an age of {age:.0f} {unit}: "
        "{first:.2f} after {fewest} repeat purchase just now, "
        "{last:.2f} after {most} just now, {early:.2f} after "
        "{most} the last of which came at half that age, {once:.2f} after none.",
        when=when,
        age=surface.attrs["age"],
        unit=unit,
        first=lately.iloc[0],
        fewest=surface.index[0],
        last=top.iloc[-1],
        most=surface.index[-1],
        early=top.iloc[len(top) // 2],
        once=surface.attrs["once"],
    )
