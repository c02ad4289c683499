"""The chart of models against one of them: how far apart they are, and whether that is clear."""

import pandas as pd
from matplotlib.axes import Axes

from clv.language import say
from clv.models.family import MODEL_TITLES
from clv.plots.style import BLUE, GREY, new_axes, styled, tell

__all__ = ["model_gaps"]


@styled
def model_gaps(gaps: pd.DataFrame, xlabel: str, against: str) -> Axes:
    """Draw how far models are from one of them on a score; an interval across 0 decides nothing.

    Parameters
    ----------
    gaps
        Indexed by model: difference, difference_lower, difference_upper.
    xlabel
        The score, with its unit and direction.
    against
        The model that the others are measured against.

    Returns
    -------
    matplotlib.axes.Axes
        One row a model, in colour where the interval excludes 0.
    """
    rows = gaps.dropna(subset=["difference"]).sort_values("difference", kind="stable")[::-1]
    reference = MODEL_TITLES.get(against, against)
    axes = new_axes(height=1.4 + 0.45 * len(rows))
    axes.axvline(0, color=GREY, linewidth=1.5)
    found = []
    limits = rows[["difference", "difference_lower", "difference_upper"]].itertuples()
    for y, (name, value, low, high) in enumerate(limits):
        colour = BLUE if low > 0 or high < 0 else "#8a8a8a"
        axes.plot([low, high], [y, y], color=colour, linewidth=2.5, solid_capstyle="round")
        axes.plot([value], [y], "o", color=colour, markersize=8)
        found.append(
            say(
                "{name} {value:z.4f} ({lower:z.4f} to {upper:z.4f})",
                name=MODEL_TITLES.get(name, name),
                value=value,
                lower=low,
                upper=high,
            )
        )
    axes.set_yticks(range(len(rows)), [MODEL_TITLES.get(name, str(name)) for name in rows.index])
    less = say("{what}, less that of {reference}", what=xlabel, reference=reference)
    axes.set(xlabel=less, ylim=(-0.6, len(rows) - 0.4))
    axes.locator_params(axis="x", nbins=6)
    told = say("; ").join(found) or say("0 models")
    return tell(axes, say("{what}: {found}.", what=less, found=told))
