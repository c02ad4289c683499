"""Each claim of the sources against what came later: it holds, it fails, or it is not settled."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from clv.errors import InputError
from clv.evaluation.bootstrap import bootstrap_weights, interval
from clv.evaluation.claims.statistics import Figure, Statistic
from clv.evaluation.metrics.base import Floats
from clv.rules import Text

__all__ = ["FEWEST", "VERDICTS", "Claim", "judge_claims"]

VERDICTS = {
    "holds": Text("holds", "成立"),
    "fails": Text("fails", "不成立"),
    "open": Text("not settled", "未定"),
    "untested": Text("cannot be tested here", "此处无法检验"),
}
"""What may come of a claim: the interval lies on its side of 0, on the other, on both; or the log
lacks what the test needs."""

FEWEST = 30
"""Customers of a group, below which nothing is judged of it."""


@dataclass(frozen=True)
class Claim:
    """A sentence of the sources, and the figure that would be above 0 if it were true.

    Parameters
    ----------
    system
        Number of the rule system, such as ``"T1"``.
    words
        The sentence.
    measure
        What the figure is.
    statistic
        How it is computed.
    needs
        Columns of the table that it looks at.
    groups
        Of each pair (column, group), at least thirty customers must be there.
    """

    system: str
    words: Text
    measure: str
    statistic: Statistic
    needs: tuple[str, ...]
    groups: tuple[tuple[str, str], ...] = ()


def judge_claims(
    table: pd.DataFrame,
    claims: Iterable[Claim],
    *,
    draws: int = 500,
    seed: int = 0,
    level: float = 0.95,
    language: str = "en",
) -> pd.DataFrame:
    """Compute the figure of every claim on later data, with an interval over customers.

    The level is widened within each system for the number of its claims (Bonferroni): one of many
    claims being true by chance shall not pass for a finding.

    Parameters
    ----------
    table
        As `claims_table` makes it.
    claims
        What is to be judged.
    draws
        Resamples of the customers.
    seed
        Of the resamples.
    level
        Of the intervals of one system together.
    language
        ``"en"`` or ``"zh"``, of claim and verdict.

    Returns
    -------
    pandas.DataFrame
        One row a claim: system, claim, measure, value, lower, upper, level, verdict (a word of
        `VERDICTS`).

    Raises
    ------
    InputError
        ``E_DRAWS`` for no draws, ``E_PROBABILITY`` for a level that is none.
    """
    if not 0 < level < 1:
        raise InputError("E_PROBABILITY", "level is no probability", "choose 0.95", [level])
    listed = list(claims)
    number = pd.Series([claim.system for claim in listed]).value_counts()
    figures = [claim.statistic(table) if _can_be_tested(table, claim) else None for claim in listed]
    samples = _samples(figures, len(table), draws, seed)
    rows = [
        _judged(claim, figure, sample, len(table), 1 - (1 - level) / number[claim.system], language)
        for claim, figure, sample in zip(listed, figures, samples, strict=True)
    ]
    columns = ["system", "claim", "measure", "value", "lower", "upper", "level", "verdict"]
    return pd.DataFrame(rows, columns=columns)


def _samples(figures: list[Figure | None], n: int, draws: int, seed: int) -> list[Floats]:
    """All figures on the same resamples, which are drawn once."""
    drawn: list[list[Floats]] = [[] for _ in figures]
    for counts in bootstrap_weights(n, draws, seed):
        for figure, kept in zip(figures, drawn, strict=True):
            if figure is not None:
                kept.append(figure(counts))
    return [np.concatenate(kept) if kept else np.array([np.nan]) for kept in drawn]


def _judged(
    claim: Claim, figure: Figure | None, sample: Floats, n: int, level: float, language: str
) -> dict[str, object]:
    value = np.nan if figure is None else float(figure(np.ones((1, n)))[0])
    low, high = map(float, interval(sample, level))
    return {
        "system": claim.system,
        "claim": claim.words.to(language),
        "measure": claim.measure,
        "value": value,
        "lower": low,
        "upper": high,
        "level": level,
        "verdict": VERDICTS[_verdict(value, low, high)].to(language),
    }


def _can_be_tested(table: pd.DataFrame, claim: Claim) -> bool:
    there = set(claim.needs) <= set(table.columns)
    return there and all(
        int(table[column].eq(group).sum()) >= FEWEST for column, group in claim.groups
    )


def _verdict(value: float, low: float, high: float) -> str:
    if np.isnan(value) or np.isnan(low) or np.isnan(high):
        return "untested"
    return "holds" if low > 0 else "fails" if high < 0 else "open"
