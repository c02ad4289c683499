"""Probabilities of churn judged by who bought after one cut."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clv.evaluation.bootstrap import resample
from clv.evaluation.calibration import calibration_table
from clv.evaluation.churn.gathering import gather
from clv.evaluation.churn.matching import matched
from clv.evaluation.churn.scoring import scorer
from clv.evaluation.comparison import Comparison
from clv.evaluation.metrics.base import Floats
from clv.evaluation.verdict import Verdict, decide

__all__ = ["ChurnTrial", "judge_churn", "trial_of"]


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
        not between 0 and 1, ``E_OUTCOME`` if an outcome is neither true nor false,
        ``E_ONE_CLASS`` if everyone churned or nobody did, ``E_COMPETITORS`` for no model.
    """
    event, stated = matched(probabilities, churned)
    score = scorer(event, stated)
    samples = resample(score, len(event), draws, seed)
    comparison = gather(score(np.ones(len(event))), samples, list(stated), level)
    return trial_of(event, stated, comparison)


def trial_of(
    event: NDArray[np.bool_], stated: Mapping[str, Floats], comparison: Comparison
) -> ChurnTrial:
    """Set the base rate and the calibration beside a comparison.

    Parameters
    ----------
    event
        Who churned, shape (customers,).
    stated
        By competitor: the probability of churn, shape (customers,).
    comparison
        Their scores.

    Returns
    -------
    ChurnTrial
        All of it together.
    """
    tables = {name: calibration_table(given, event) for name, given in stated.items()}
    calibration = pd.concat(tables, names=["competitor"]).reset_index()
    return ChurnTrial(float(event.mean()), comparison, calibration)
