"""What a contest between ways of grouping customers is agreed on, and what comes out of it."""

from dataclasses import dataclass

import pandas as pd

from clv.errors import InputError, Notice
from clv.evaluation.comparison import Comparison
from clv.evaluation.verdict import Verdict, decide

__all__ = ["CONTEST_METRICS", "Contest", "Protocol"]

CONTEST_METRICS = ("r2_log_spend", "top_share")
"""What groups are judged by."""


@dataclass(frozen=True)
class Protocol:
    """How a contest is held; agreed before the outcomes are looked at.

    Parameters
    ----------
    groups
        Groups that every competitor must have.
    draws
        Resamples of customers behind the intervals of scores, differences and agreement.
    stability_draws
        Refits on resampled customers behind stability.
    level
        Level of the intervals, 0 to 1.
    seed
        Seed of all resamples.
    primary
        The metric that decides: ``"r2_log_spend"`` or ``"top_share"``.

    Raises
    ------
    InputError
        ``E_PROTOCOL`` if a number is below 1 or the primary metric is another one.
    """

    groups: int = 4
    draws: int = 1000
    stability_draws: int = 25
    level: float = 0.95
    seed: int = 0
    primary: str = "r2_log_spend"

    def __post_init__(self) -> None:
        enough = min(self.groups, self.draws, self.stability_draws) >= 1
        if not enough or self.primary not in CONTEST_METRICS:
            raise InputError(
                "E_PROTOCOL",
                f"a contest cannot be held by {self}",
                f"let groups and draws be 1 or more, and primary one of {CONTEST_METRICS}",
            )


@dataclass(frozen=True, eq=False)
class Contest:
    """What came out of a contest.

    Parameters
    ----------
    protocol
        How it was held.
    rules
        Name of the competitor that the others are measured against.
    controls
        Names of the competitors that only serve as controls.
    comparison
        Scores and differences on ``r2_log_spend`` and ``top_share``; see `Comparison`.
    agreement
        Indexed by (metric, competitor): value, lower, upper of ``adjusted_rand`` and
        ``cramers_v`` between a competitor's groups and those of the rules.
    stability
        Indexed by competitor: value (mean adjusted Rand index between the groups and those
        learned on resampled customers), lower, upper (the middle of these indices).
    groups
        Indexed by (competitor, group): customers, share_customers, share_past, share_future (0 to
        1), mean_past, mean_future (money a customer), active_rate (share who bought after the
        cut).
    labels
        One row a customer, one column a competitor: the group.
    notices
        Warnings that belong to the result.
    """

    protocol: Protocol
    rules: str
    controls: tuple[str, ...]
    comparison: Comparison
    agreement: pd.DataFrame
    stability: pd.DataFrame
    groups: pd.DataFrame
    labels: pd.DataFrame
    notices: tuple[Notice, ...]

    @property
    def scores(self) -> pd.DataFrame:
        """Scores by (metric, competitor): value, lower, upper."""
        return self.comparison.scores

    @property
    def differences(self) -> pd.DataFrame:
        """Differences by (metric, competitor, against): value, lower, upper, clear."""
        return self.comparison.differences

    def verdict(self) -> Verdict:
        """Return the sentence that follows from the scores, on the primary metric first."""
        primary = self.protocol.primary
        rest = [name for name in CONTEST_METRICS if name != primary]
        return decide(self.comparison, primary, self.rules, controls=self.controls, also=rest)
