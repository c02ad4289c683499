"""Probabilities of churn judged by who bought after the cut."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from clv.errors import InputError
from clv.evaluation.calibration import calibration_table
from clv.evaluation.comparison import Comparison, compare
from clv.evaluation.metrics.base import Floats
from clv.evaluation.verdict import Verdict, decide

__all__ = ["CHURN_METRICS", "ChurnTrial", "judge_churn"]

CHURN_METRICS = ("log_loss", "brier", "roc_auc", "pr_auc", "bias")
"""What probabilities of churn are judged by: as probabilities, as a ranking, and on the whole."""


@dataclass(frozen=True, eq=False)
class ChurnTrial:
    """What came out when probabilities of churn met the outcome.

    Parameters
    ----------
    base_rate
        Share of customers who churned, 0 to 1: the average precision of a blind ranking.
    comparison
        Scores and differences on `CHURN_METRICS`; see `Comparison`.
    calibration
        Columns competitor, group, customers, predicted, observed, lower, upper; see
        `calibration_table`.
    """

    base_rate: float
    comparison: Comparison
    calibration: pd.DataFrame

    @property
    def scores(self) -> pd.DataFrame:
        """Scores by (metric, competitor): value, lower, upper."""
        return self.comparison.scores

    @property
    def differences(self) -> pd.DataFrame:
        """Differences by (metric, competitor, against): value, lower, upper, clear."""
        return self.comparison.differences

    def verdict(self, baseline: str = "recency") -> Verdict:
        """Return the sentence that follows: by log loss first, then by the ranking.

        Parameters
        ----------
        baseline
            The competitor that the best one is measured against.

        Returns
        -------
        Verdict
            The sentence and the numbers it rests on.
        """
        return decide(self.comparison, "log_loss", baseline, also=["roc_auc"])


def judge_churn(
    probabilities: Mapping[str, "pd.Series[float]"],
    churned: "pd.Series[bool]",
    *,
    draws: int = 500,
    seed: int = 0,
    level: float = 0.95,
) -> ChurnTrial:
    """Score probabilities of churn, side by side on the same resampled customers.

    Parameters
    ----------
    probabilities
        By name of the model: the probability of churn of every customer, stated at the cut.
    churned
        Who bought nothing in the horizon after the cut.
    draws
        Resamples of customers behind the intervals.
    seed
        Seed of the resamples.
    level
        Level of the intervals, 0 to 1.

    Returns
    -------
    ChurnTrial
        Scores, differences and calibration.

    Raises
    ------
    InputError
        ``E_INDEX`` if a model has not scored the same customers, ``E_PROBABILITY`` if a value is
        not between 0 and 1, ``E_ONE_CLASS`` if everyone churned or nobody did.
    """
    matched = {name: _matched(name, given, churned) for name, given in probabilities.items()}
    event = churned.to_numpy(bool)
    if event.all() or not event.any():
        raise InputError(
            "E_ONE_CLASS",
            f"of {len(event)} customers {event.sum()} churned",
            "choose a horizon in which some customers buy and some do not",
        )
    tasks = dict.fromkeys(CHURN_METRICS, (event, matched))
    return ChurnTrial(
        base_rate=float(event.mean()),
        comparison=compare(tasks, draws=draws, seed=seed, level=level),
        calibration=pd.concat(
            {name: calibration_table(given, event) for name, given in matched.items()},
            names=["competitor"],
        ).reset_index(),
    )


def _matched(name: str, given: "pd.Series[float]", churned: "pd.Series[bool]") -> Floats:
    if len(given) != len(churned) or not churned.index.isin(given.index).all():
        raise InputError(
            "E_INDEX",
            f"{name} scores {len(given)} customers, the outcome is known for {len(churned)}",
            "score the customers whose outcome is known",
        )
    values: Floats = np.asarray(given.loc[churned.index], dtype=np.float64)
    outside = values[~((values >= 0) & (values <= 1))]
    if len(outside):
        raise InputError(
            "E_PROBABILITY",
            f"{name} gives {len(outside)} customers no probability between 0 and 1",
            "pass probabilities, not scores or log odds",
            outside,
        )
    return values
