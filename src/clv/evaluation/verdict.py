"""One sentence on who is ahead, written from the numbers and from nothing else."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from clv.evaluation.comparison import Comparison
from clv.evaluation.metrics import METRICS

__all__ = ["Verdict", "decide"]

_NAMED = 6
"""A longer list of names is not read."""


@dataclass(frozen=True)
class Verdict:
    """Who is ahead, of whom, by how much, and whether that is clear.

    Parameters
    ----------
    sentence
        The verdict in words.
    details
        What else the comparison says: how the others stand, and other metrics.
    winner
        Competitor with the best score; a winner in earnest only where ``clear``.
    runner_up
        The one it is measured against: the baseline or, where the baseline itself has the best
        score, the best of the others.
    difference, lower, upper
        Score of the winner less that of the runner-up, with its interval.
    clear
        Whether the interval excludes 0.
    """

    sentence: str
    details: str
    winner: str
    runner_up: str
    difference: float
    lower: float
    upper: float
    clear: bool


def decide(
    comparison: Comparison,
    metric: str,
    baseline: str,
    *,
    controls: Collection[str] = (),
    also: Iterable[str] = (),
) -> Verdict:
    """Read a comparison: the best competitor against the baseline, and against everyone else.

    One competitor is ahead of another only where the interval of their difference, widened for
    the number of pairs, excludes 0; otherwise there is no clear difference between them.

    Parameters
    ----------
    comparison
        Scores and differences of two competitors or more.
    metric
        The metric that decides, named before the scores are seen; one with a direction.
    baseline
        The competitor that the question is about.
    controls
        Competitors to be marked as controls.
    also
        Further metrics on which the same two are compared in the details.

    Returns
    -------
    Verdict
        The sentence and the numbers it rests on.
    """
    scores = comparison.scores_on(metric)["value"]
    lower_is_better = METRICS[metric].direction == "lower"
    ranking = list(scores.sort_values(ascending=lower_is_better, kind="stable").index)
    winner = ranking[0]
    runner_up = ranking[1] if winner == baseline else baseline
    lead = comparison.lead_of(metric, winner)
    value, lower, upper = map(float, lead.loc[runner_up, ["value", "lower", "upper"]])
    shown = {name: f"{name} (control)" if name in controls else name for name in ranking}
    sentence = (
        f"{_ahead(comparison, metric, winner, runner_up, shown)}: {METRICS[metric].title} "
        f"{scores[winner]:.3f} against {scores[runner_up]:.3f}, difference {value:#.2g} "
        f"({100 * comparison.pair_level:.4g}% interval {lower:#.2g} to {upper:#.2g})"
    )
    details = [
        *_others(shown[winner], lead["clear"].drop(runner_up).rename(shown)),
        *(_elsewhere(comparison, other, winner, runner_up, shown) for other in also),
    ]
    clear = bool(lead.loc[runner_up, "clear"])
    return Verdict(
        _closed(sentence),
        _closed("; ".join(details)),
        winner,
        runner_up,
        value,
        lower,
        upper,
        clear,
    )


def _closed(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}." if text else ""


def _ahead(
    comparison: Comparison, metric: str, first: str, second: str, shown: Mapping[str, str]
) -> str:
    gap = comparison.lead_of(metric, first).loc[second]
    if not gap["clear"]:
        return f"no clear difference between {shown[first]} and {shown[second]}"
    better = (gap["value"] < 0) == (METRICS[metric].direction == "lower")
    ahead, behind = (first, second) if better else (second, first)
    return f"{shown[ahead]} is ahead of {shown[behind]}"


def _others(winner: str, clear: "pd.Series[bool]") -> Iterator[str]:
    behind, level = (_listed(list(clear.index[clear == side])) for side in (True, False))
    if behind:
        yield f"clearly behind {winner} as well: {behind}"
    if level:
        yield f"not clearly behind {winner}: {level}"


def _listed(names: list[str]) -> str:
    return ", ".join(names) if len(names) <= _NAMED else f"{len(names)} others"


def _elsewhere(
    comparison: Comparison, metric: str, first: str, second: str, shown: Mapping[str, str]
) -> str:
    scores = comparison.scores_on(metric)["value"]
    return (
        f"by {METRICS[metric].title} {_ahead(comparison, metric, first, second, shown)} "
        f"({scores[first]:.3f} against {scores[second]:.3f})"
    )
