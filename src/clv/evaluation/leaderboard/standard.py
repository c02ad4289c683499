"""Those who take part without being asked: own models, naive rules and lifetimes."""

from typing import Any, ClassVar, Self

import pandas as pd
from sklearn.base import BaseEstimator

from clv.evaluation.leaderboard.forecasters import AverageForecaster, ModelForecaster
from clv.evaluation.leaderboard.hybrid import HybridForecaster
from clv.evaluation.leaderboard.lessons import Lesson
from clv.evaluation.leaderboard.naive import Cells, LastPeriod, MeanOfAll, NobodyBuys, SameRate
from clv.evaluation.metrics.base import Floats
from clv.models.family import FAMILY
from clv.models.reference import LifetimesModel

__all__ = ["LifetimesForecaster", "standard_forecasters"]

AVERAGED = ("bg_nbd", "mbg_nbd", "pareto_nbd")
REFERENCES = ("bg_nbd", "mbg_nbd", "pareto_nbd")


class LifetimesForecaster(BaseEstimator):
    """A model of lifetimes 0.11.3, by its own fit and its own prediction.

    It tells no distribution of a known customer's purchases but for Pareto/NBD, so that the other
    models' absolute errors are those of their means.

    Parameters
    ----------
    model
        ``"bg_nbd"``, ``"mbg_nbd"`` or ``"pareto_nbd"``.
    """

    kind: ClassVar[str] = "reference"

    def __init__(self, model: str) -> None:
        self.model = model

    def fit(self, lesson: Lesson) -> Self:
        """Fit with lifetimes.

        Parameters
        ----------
        lesson
            Of which it takes the customers as of the origin, and the horizon.

        Returns
        -------
        LifetimesForecaster
            Itself.
        """
        self.horizon_ = lesson.horizon
        self.model_ = LifetimesModel(self.model).fit(lesson.known)
        if self.model_.has_distribution:
            self.pmf = self._pmf
        return self

    def predict(self, known: pd.DataFrame) -> Floats:
        """Return what lifetimes expects.

        Parameters
        ----------
        known
            Customers as of the origin.

        Returns
        -------
        numpy.ndarray
            Shape (n,).
        """
        return self.model_.predict(known, self.horizon_)

    def _pmf(self, known: pd.DataFrame, most: int) -> Floats:
        return self.model_.pmf(known, self.horizon_, most)


def standard_forecasters(references: bool = True) -> dict[str, Any]:
    """List the forecasters that every leaderboard holds.

    Parameters
    ----------
    references
        Whether lifetimes takes part; its fits take most of the time.

    Returns
    -------
    dict of str to Forecaster
        By name: the purchase models of `clv.models.FAMILY`, the ``average`` of three of them, the
        ``hybrid``, five naive rules and, by names that begin with ``lifetimes_``, the reference.

    Examples
    --------
    >>> list(standard_forecasters(references=False))[-6:]
    ['hybrid', 'cells', 'same_rate', 'last_period', 'mean_of_all', 'nobody_buys']
    """
    models = {name: ModelForecaster(model()) for name, model in FAMILY.items()}
    averaged = {name: ModelForecaster(FAMILY[name]()) for name in AVERAGED}
    naive = {
        "cells": Cells(),
        "same_rate": SameRate(),
        "last_period": LastPeriod(),
        "mean_of_all": MeanOfAll(),
        "nobody_buys": NobodyBuys(),
    }
    theirs = {f"lifetimes_{name}": LifetimesForecaster(name) for name in REFERENCES}
    own = {**models, "average": AverageForecaster(averaged), "hybrid": HybridForecaster()}
    return {**own, **naive, **(theirs if references else {})}
