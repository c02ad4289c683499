"""Probabilities of churn judged at several cuts, and at all of them together."""

from dataclasses import dataclass, replace

import pandas as pd

from clv.evaluation.churn.trial import ChurnTrial
from clv.evaluation.verdict import Verdict, decide

__all__ = ["POOLED", "ChurnSlices"]

POOLED = "all"
"""Name of all slices together."""


@dataclass(frozen=True, eq=False)
class ChurnSlices:
    """What came out when probabilities of churn met the outcomes of several cuts.

    Parameters
    ----------
    trials
        By slice, and at last `POOLED` for all together: scores, differences, calibration.
    drift
        Indexed by competitor, metric, slice and against: value (the score of the slice less that of
        another), lower, upper, clear. The intervals of a competitor on a metric hold together
        (Bonferroni).
    """

    trials: dict[str, ChurnTrial]
    drift: pd.DataFrame

    @property
    def pooled(self) -> ChurnTrial:
        """The trial on all slices together."""
        return self.trials[POOLED]

    @property
    def scores(self) -> pd.DataFrame:
        """Scores by (slice, metric, competitor): value, lower, upper."""
        return pd.concat({name: t.scores for name, t in self.trials.items()}, names=["slice"])

    @property
    def differences(self) -> pd.DataFrame:
        """Differences by (slice, metric, competitor, against): value, lower, upper, clear."""
        return pd.concat({name: t.differences for name, t in self.trials.items()}, names=["slice"])

    @property
    def base_rates(self) -> "pd.Series[float]":
        """Share who churned, by slice: the PR-AUC of a blind ranking."""
        rates = {name: trial.base_rate for name, trial in self.trials.items()}
        return pd.Series(rates, name="base_rate").rename_axis("slice")

    def verdict(self, baseline: str = "recency") -> Verdict:
        """Return the sentence that follows from all slices, and whether any slice reverses it.

        Parameters
        ----------
        baseline
            The competitor that the best one is measured against.

        Returns
        -------
        Verdict
            By log loss. It is clear only if no slice says clearly the opposite; the details tell in
            how many slices the winner is ahead, clearly ahead and clearly behind.
        """
        said = decide(self.pooled.comparison, "log_loss", baseline, also=["roc_auc"])
        first, second = said.winner, said.runner_up
        gaps = self.differences.drop(index=POOLED, level="slice").xs(
            ("log_loss", first, second), level=["metric", "competitor", "against"]
        )
        ahead, clear = gaps["value"] < 0, gaps["clear"]
        told = (
            f"Slice by slice {first} has the lower log loss in {ahead.sum()} of {len(gaps)}, "
            f"clearly so in {(clear & ahead).sum()}; it is clearly behind {second} in "
            f"{(clear & ~ahead).sum()}."
        )
        said = replace(said, details=f"{said.details} {told}".strip())
        against = gaps.index[clear & ~ahead]
        if not said.clear or against.empty:
            return said
        sentence = (
            f"No clear difference between {first} and {second}: all slices together speak for "
            f"{first}, {', '.join(against)} clearly against it."
        )
        return replace(said, sentence=sentence, clear=False)
