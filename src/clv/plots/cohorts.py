"""Charts of cohorts: the retention triangle."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from clv.language import say
from clv.plots.style import new_axes, styled, tell

__all__ = ["draw_retention"]

_STRETCHES = {"W": "week", "M": "month", "Q": "quarter"}
_SINCE = {
    "W": "weeks since the first purchase",
    "M": "months since the first purchase",
    "Q": "quarters since the first purchase",
}
_VALUES = {
    "active": "share of the cohort with a purchase, %",
    "purchases": "purchase days per customer of the cohort",
    "revenue": "net revenue per customer of the cohort",
}
_DIGITS = {"active": 0, "purchases": 2, "revenue": 0}
_MOST_WRITTEN = 18  # columns that are wide enough for a number


def _names(cohorts: pd.Index, by: str) -> list[str]:
    days = pd.DatetimeIndex(cohorts)
    if by == "Q":
        return [f"{day.year} Q{day.quarter}" for day in days]
    return [f"{day:%Y-%m}" if by == "M" else f"{day:%Y-%m-%d}" for day in days]


def _in_words(values: pd.DataFrame, noun: str, digits: int) -> str:
    """Each cohort's first stretch after its own, and its last."""
    lines = []
    for name, row in values.iterrows():
        known = row.dropna()
        ages = sorted({min(1, len(known) - 1), len(known) - 1} - {-1})
        found = [
            say(
                "{value} in {noun} {age}",
                value=f"{known.iloc[age]:,.{digits}f}",
                noun=noun,
                age=age,
            )
            for age in ages
        ]
        told = say(", ").join(found) or say("unknown")
        lines.append(say("{what}: {found}", what=name, found=told))
    return say("; ").join(lines)


@styled
def draw_retention(table: pd.DataFrame) -> Axes:
    """Draw a retention triangle as a heat map.

    Parameters
    ----------
    table
        As `clv.customers.retention` makes it: a row a cohort, ``customers``, then a column a
        stretch since the first purchase; attrs by and measure.

    Returns
    -------
    matplotlib.axes.Axes
        A field a cohort and stretch, with its number where there is room; fields that have not
        been observed stay empty. The colours span the stretches after the first, which is complete
        by definition and would drown them.
    """
    by, measure = table.attrs["by"], table.attrs["measure"]
    values = table.drop(columns="customers") * (100 if measure == "active" else 1)
    highest = (part.max().max() for part in (values.iloc[:, 1:], values))
    top = next((float(value) for value in highest if value > 0), 1.0)
    names = _names(table.index, by)
    width = float(np.clip(2.8 + 0.4 * values.shape[1], 7, 10))
    axes = new_axes(width=width, height=1.7 + 0.34 * min(len(values), 40))
    field = axes.imshow(values, cmap="Blues", vmin=0, vmax=top, aspect="auto")
    axes.figure.colorbar(field, ax=axes, extend="max")
    if values.shape[1] <= _MOST_WRITTEN:
        _write(axes, values.to_numpy(), top, _DIGITS[measure])
    step = -(-len(values) // 40)
    axes.set_yticks(
        range(0, len(values), step),
        [f"{name} ({n:,})" for name, n in zip(names, table["customers"], strict=True)][::step],
    )
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.grid(visible=False)
    axes.set(
        xlabel=say(_SINCE[by]),
        ylabel=say("cohort (customers)"),
    )
    noun, kind = say(_STRETCHES[by]), say(_VALUES[measure])
    axes.set_title(kind, fontsize=12)
    told = _in_words(values.set_axis(names), noun, _DIGITS[measure])
    heading = say("Retention by {noun}, {kind}. {found}", noun=noun, kind=kind, found=told)
    return tell(axes, heading)


def _write(axes: Axes, values: np.ndarray, top: float, digits: int) -> None:
    for (row, column), value in np.ndenumerate(values):
        if np.isfinite(value):
            colour = "white" if value > 0.7 * top else "black"
            text = f"{value:,.{digits}f}"
            axes.text(column, row, text, ha="center", va="center", color=colour, fontsize=9)
