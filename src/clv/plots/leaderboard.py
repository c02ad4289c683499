"""Charts of a leaderboard: who stands where on every score, and whether levels are right."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from clv.language import say
from clv.plots._models import DASHES, MARKS
from clv.plots.style import BLUE, COLOURS, GREY, new_axes, styled, tell

__all__ = ["decile_calibration", "standings"]

_MARKS = {"first": ("o", BLUE), "within noise": ("o", "white"), "behind": ("x", "#b0b0b0")}
_WORDS = {"first": "first", "within noise": "within noise of first", "behind": "behind"}
_SCORES = {
    "count_log_loss": "log loss\nof the count",
    "mae": "absolute\nerror",
    "bias": "bias",
    "wape": "WAPE",
    "rmse": "RMSE",
    "spearman": "Spearman",
    "normalised_gini": "Gini",
    "decile_error": "error of\ntenths",
    "coverage_80": "coverage\n80%",
    "coverage_95": "coverage\n95%",
}


@styled
def standings(table: pd.DataFrame) -> Axes:
    """Draw who is first, within noise of first, or behind, on every score.

    Parameters
    ----------
    table
        Indexed by (score, forecaster): standing, as `clv.evaluation.Leaderboard.standings` makes
        it.

    Returns
    -------
    matplotlib.axes.Axes
        A row a forecaster, a column a score; those who are behind least often at the top. An empty
        place is a score that needs a distribution which the forecaster does not have.
    """
    grid = table["standing"].unstack("score")
    scores = [score for score in _SCORES if score in grid]
    grid = grid[scores]
    firsts, level = (grid == "first").sum(axis=1), grid.isin(["first", "within noise"]).sum(axis=1)
    order = pd.DataFrame({"level": level, "firsts": firsts}).sort_values(
        ["level", "firsts"], ascending=True, kind="stable"
    )
    axes = new_axes(width=9.5, height=2.1 + 0.34 * len(grid))
    for standing, (mark, colour) in _MARKS.items():
        y, x = np.nonzero((grid.loc[order.index] == standing).to_numpy())
        edge = BLUE if mark == "o" else colour
        axes.plot(
            x, y, mark, color=colour, markersize=10 if mark == "o" else 7, linestyle="",
            markeredgecolor=edge, markeredgewidth=2, label=say(_WORDS[standing]),
        )  # fmt: skip
    axes.set_yticks(range(len(grid)), [str(name) for name in order.index])
    axes.set_xticks(range(len(scores)), [say(_SCORES[score]) for score in scores], fontsize=9.5)
    axes.set(xlim=(-0.6, len(scores) - 0.4), ylim=(-0.6, len(grid) - 0.4))
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=3)
    found = (
        say(
            "{name} first on {firsts}, first or within noise on {level}",
            name=name,
            firsts=firsts[name],
            level=level[name],
        )
        for name in order.index[::-1]
    )
    told = say("Of {count} scores: {found}.", count=len(scores), found=say("; ").join(found))
    return tell(axes, told)


@styled
def decile_calibration(deciles: pd.DataFrame, forecasters: Sequence[str]) -> Axes:
    """Draw what was expected of tenths of the customers against what they did.

    Parameters
    ----------
    deciles
        Indexed by (origin, forecaster, decile): expected and observed purchases a customer, as
        `clv.evaluation.Leaderboard` holds them; origins are averaged.
    forecasters
        Those to draw, up to six.

    Returns
    -------
    matplotlib.axes.Axes
        A line a forecaster, on root scales, since the tenths differ by orders of magnitude; on the
        diagonal the level is right.
    """
    means = deciles.groupby(level=["forecaster", "decile"]).mean()
    axes = new_axes(width=6.4, height=5.4)
    top, found = 0.0, []
    for place, name in enumerate(forecasters):
        rows = pd.DataFrame(means.loc[name])
        axes.plot(
            rows["expected"], rows["observed"], color=COLOURS[place], marker=MARKS[place],
            linestyle=DASHES[place], linewidth=1.4, markersize=6, markeredgecolor="white",
            label=name,
        )  # fmt: skip
        top = max(top, float(rows.to_numpy().max()))
        found.append(_tenths_in_words(name, rows))
    axes.plot([0, top], [0, top], color=GREY, linewidth=1, linestyle=":", label=say("right"))
    for scale in (axes.set_xscale, axes.set_yscale):
        scale("function", functions=(_root, np.square))
    ticks = [t for t in (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100) if top / 60 < t < top]
    axes.set_xticks([0, *ticks], [f"{t:g}" for t in (0, *ticks)])
    axes.set_yticks([0, *ticks], [f"{t:g}" for t in (0, *ticks)])
    axes.set(
        xlabel=say("expected purchases a customer (root scale)"),
        ylabel=say("purchases that happened a customer\n(root scale)"),
        xlim=(0, top * 1.08), ylim=(0, top * 1.08),
    )  # fmt: skip
    axes.legend(loc="upper left")
    told = say("Tenths of the customers by forecast. {found}.", found=say("; ").join(found))
    return tell(axes, told)


def _tenths_in_words(name: str, rows: pd.DataFrame) -> str:
    low, high = rows.iloc[0], rows.iloc[-1]
    return say(
        "{name}: lowest tenth {low:.2f} expected, {first:.2f} happened, "
        "highest {high:.2f} and {last:.2f}",
        name=name,
        low=low["expected"],
        first=low["observed"],
        high=high["expected"],
        last=high["observed"],
    )


def _root(values: np.ndarray) -> np.ndarray:
    return np.asarray(np.sqrt(np.maximum(values, 0)))
