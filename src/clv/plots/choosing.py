"""Charts of how many groups there are, whether there are any, and how surely each comes again."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from clv.language import LANGUAGES, language, say
from clv.plots.style import BLUE, GREY, ORANGE, new_axes, styled, tell
from clv.segments import CRITERIA, GroupCount, Tendency

__all__ = ["group_counts", "group_stability_dots", "tendency"]


@styled
def group_counts(found: GroupCount) -> Axes:
    """Draw what each criterion says of each number of groups, and which number it favours.

    Parameters
    ----------
    found
        What `clv.segments.compare_counts` returned.

    Returns
    -------
    matplotlib.axes.Axes
        A row a criterion: its values, and a large dot where it is best.
    """
    chosen = found.chosen
    axes = new_axes(width=8.2, height=1.2 + 0.5 * len(chosen))
    counts = [int(str(k)) for k in found.table.index]
    spoken = LANGUAGES.index(language())
    names = [CRITERIA[str(name)][spoken] for name in chosen.index]
    for y, (name, k) in enumerate(chosen.items()):
        values = found.table[str(name)]
        axes.scatter([k], [y], s=1500, marker="o", color="#F6C9A8", edgecolor=ORANGE, zorder=2)
        for count, value in zip(counts, values, strict=True):
            text = "–" if np.isnan(value) else _short(value)
            weight = "bold" if count == k else "normal"
            axes.text(count, y, text, ha="center", va="center", fontsize=11, weight=weight)
    axes.set_yticks(range(len(chosen)), names)
    axes.set_xticks(counts)
    axes.tick_params(length=0)
    axes.grid(visible=False)
    axes.set(
        xlabel=say("number of groups (circled: what the criterion favours)"),
        xlim=(counts[0] - 0.6, counts[-1] + 0.6),
        ylim=(len(chosen) - 0.4, -0.6),
    )
    return tell(axes, found.sentence(language()))


def _short(value: float) -> str:
    """Write three digits, thousands as k and millions as M."""
    for size, unit in ((1e6, "M"), (1e3, "k")):
        if abs(value) >= size:
            return f"{value / size:.3g}{unit}"
    return f"{value:z.2f}" if abs(value) < 10 else f"{value:.0f}"


@styled
def tendency(found: Tendency) -> Axes:
    """Draw how far customers fall into groups, beside customers who differ by degrees only.

    Parameters
    ----------
    found
        What `clv.segments.cluster_tendency` returned.

    Returns
    -------
    matplotlib.axes.Axes
        Silhouettes by number of groups: these customers, and the range of those without groups.
    """
    by_k = found.by_k
    axes = new_axes(width=7.5, height=4.0)
    axes.fill_between(
        by_k.index,
        by_k["lower"],
        by_k["upper"],
        color="#d9d9d9",
        label=say("without groups (90% of the draws)"),
    )
    axes.plot(by_k.index, by_k["expected"], color=GREY, linestyle="--", label=say("their mean"))
    axes.plot(by_k.index, by_k["silhouette"], "o-", color=BLUE, label=say("these customers"))
    width = say("mean silhouette width (0 to 1)")
    axes.set(xlabel=say("number of groups"), ylabel=width, ylim=(0, None))
    axes.set_xticks(by_k.index)
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=3, fontsize=10)
    return tell(axes, found.sentence(language()))


@styled
def group_stability_dots(stability: pd.DataFrame) -> Axes:
    """Draw how surely each group comes out again when customers are resampled.

    Parameters
    ----------
    stability
        What `clv.segments.group_stability` returned.

    Returns
    -------
    matplotlib.axes.Axes
        A dot a group with the range of 95% of the draws; lines at Hennig's thresholds.
    """
    axes = new_axes(width=7.5, height=1.5 + 0.45 * len(stability))
    words = {
        0.25: say("dissolves"),
        0.55: say("no\ntrust"),
        0.675: say("in\ndoubt"),
        0.8: say("stable"),
        0.93: say("highly\nstable"),
    }
    for least in (0.5, 0.6, 0.75, 0.85):
        axes.axvline(least, color=GREY, linewidth=1, linestyle=":")
    for x, word in words.items():
        axes.text(x, -0.62, word, ha="center", va="bottom", fontsize=10, color="#555555")
    for y, (_, row) in enumerate(stability.iterrows()):
        axes.plot([row["lower"], row["upper"]], [y, y], color=BLUE, solid_capstyle="round")
        axes.plot([row["jaccard"]], [y], "o", color=BLUE, markersize=8)
    names = [f"{group} ({share:.0%})" for group, share in stability["share_customers"].items()]
    axes.set_yticks(range(len(names)), names)
    axes.set(
        xlabel=say("Jaccard index with the same group after resampling (0 to 1)"),
        xlim=(0, 1.02),
        ylim=(len(names) - 0.4, -0.6),
    )
    found = (
        say(
            "{group}: {jaccard:.2f}, {verdict}",
            group=group,
            jaccard=row["jaccard"],
            verdict=say(str(row["verdict"])),  # one of those above or below the lines
        )
        for group, row in stability.iterrows()
    )
    told = say("Jaccard index after resampling. {found}", found=say("; ").join(found))
    return tell(axes, told)
