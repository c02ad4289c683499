"""Forecasters: what takes part in the leaderboard, and how a purchase model or a regressor does."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, ClassVar, Protocol, Self, runtime_checkable

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from sklearn.base import BaseEstimator, clone
from sklearn.model_selection import KFold, cross_val_predict
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from clv.errors import FitError
from clv.evaluation.leaderboard.counts import fit_shape, negative_binomial
from clv.evaluation.leaderboard.lessons import Lesson
from clv.evaluation.metrics.base import Floats
from clv.models import PurchaseModel

__all__ = ["AverageForecaster", "Forecaster", "ModelForecaster", "RegressorForecaster"]


@runtime_checkable
class Forecaster(Protocol):
    """What takes part: anything with fit and predict.

    A forecaster with a distribution has ``pmf(known, most)`` too: the probabilities of 0, 1, ...,
    most purchases, shape (n, most + 1). One without is not scored on the distribution. ``kind``
    says on which side it stands: ``"own"``, ``"naive"``, ``"reference"``, or nothing.
    """

    def fit(self, lesson: Lesson) -> Any:
        """Learn from what is known at the origin."""
        ...

    def predict(self, known: pd.DataFrame) -> ArrayLike:
        """Return the expected purchases in the lesson's horizon, one a customer in order."""
        ...


class ModelForecaster(BaseEstimator):
    """A purchase model, fitted to the customers as of the origin.

    Parameters
    ----------
    model
        Such as ``BGNBD()``; it is cloned.
    """

    kind: ClassVar[str] = "own"

    def __init__(self, model: PurchaseModel) -> None:
        self.model = model

    def fit(self, lesson: Lesson) -> Self:
        """Fit the model.

        Parameters
        ----------
        lesson
            Of which it takes the customers as of the origin, and the horizon.

        Returns
        -------
        ModelForecaster
            Itself, with ``model_``.
        """
        self.horizon_ = lesson.horizon
        self.model_ = clone(self.model).fit(lesson.known)
        return self

    def predict(self, known: pd.DataFrame) -> Floats:
        """Return the expected purchases.

        Parameters
        ----------
        known
            Customers as of the origin.

        Returns
        -------
        numpy.ndarray
            Shape (n,).
        """
        return np.array(self.model_.predict(known, self.horizon_))

    def pmf(self, known: pd.DataFrame, most: int) -> Floats:
        """Return the distribution of the purchases.

        Parameters
        ----------
        known
            Customers as of the origin.
        most
            Largest count to tell.

        Returns
        -------
        numpy.ndarray
            Shape (n, most + 1).
        """
        return np.array(self.model_.pmf(known, self.horizon_, most))


class RegressorForecaster(BaseEstimator):
    """Any regressor of scikit-learn, taught on the earlier customers and what they did.

    Where the earlier window was shorter than the horizon the forecast grows in proportion. The
    distribution is negative binomial around the forecast, as wide as the earlier customers were
    around forecasts that had not seen them (cross-fitted by customer).

    Parameters
    ----------
    regressor
        With fit and predict; it is cloned.
    columns
        Names of the columns of `Lesson` that it learns from. Some are NaN for one-time buyers.
    """

    def __init__(self, regressor: Any, columns: Sequence[str]) -> None:
        self.regressor = regressor
        self.columns = columns

    def fit(self, lesson: Lesson) -> Self:
        """Teach the regressor.

        Parameters
        ----------
        lesson
            Of which it takes the earlier customers and their purchases.

        Returns
        -------
        RegressorForecaster
            Itself, with ``regressor_`` and ``shape_``.
        """
        X, y = lesson.earlier[list(self.columns)], lesson.earlier_actual.to_numpy(dtype=float)
        self.ratio_ = lesson.horizon / lesson.earlier_horizon
        self.least_ = 0.5 / len(y)
        with threadpool_limits(1):  # threads wait for each other longer than they work
            self.regressor_ = clone(self.regressor).fit(X, y)
            unseen = cross_val_predict(clone(self.regressor), X, y, cv=KFold(min(5, len(y))))
        self.shape_ = fit_shape(np.maximum(unseen, self.least_), y)
        return self

    def predict(self, known: pd.DataFrame) -> Floats:
        """Return the expected purchases.

        Parameters
        ----------
        known
            Customers as of the origin.

        Returns
        -------
        numpy.ndarray
            Shape (n,), above 0: at least half a purchase of all customers together.
        """
        made = np.asarray(self.regressor_.predict(known[list(self.columns)]), dtype=np.float64)
        return np.maximum(made, self.least_) * self.ratio_

    def pmf(self, known: pd.DataFrame, most: int) -> Floats:
        """Return the distribution of the purchases.

        Parameters
        ----------
        known
            Customers as of the origin.
        most
            Largest count to tell.

        Returns
        -------
        numpy.ndarray
            Shape (n, most + 1).
        """
        return negative_binomial(self.predict(known), self.shape_, most)


class AverageForecaster(BaseEstimator):
    """The plain average of forecasters that have a distribution; those that fail are left out.

    Parameters
    ----------
    members
        By name.
    """

    kind: ClassVar[str] = "own"

    def __init__(self, members: Mapping[str, Any]) -> None:
        self.members = members

    def fit(self, lesson: Lesson) -> Self:
        """Fit all members.

        Parameters
        ----------
        lesson
            For all of them.

        Returns
        -------
        AverageForecaster
            Itself, with ``members_``.

        Raises
        ------
        FitError
            ``E_FAMILY`` if every member refuses.
        """
        self.members_: dict[str, Any] = {}
        for name, member in self.members.items():
            with suppress(FitError):
                self.members_[name] = clone(member).fit(lesson)
        if not self.members_:
            raise FitError(
                "E_FAMILY",
                f"all {len(self.members)} forecasters of the average refuse the customers",
                "fit one of them alone to see why",
            )
        return self

    def predict(self, known: pd.DataFrame) -> Floats:
        """Return the average of the expected purchases.

        Parameters
        ----------
        known
            Customers as of the origin.

        Returns
        -------
        numpy.ndarray
            Shape (n,).
        """
        made = [member.predict(known) for member in self.members_.values()]
        return np.asarray(np.mean(made, axis=0))

    def pmf(self, known: pd.DataFrame, most: int) -> Floats:
        """Return the average of the distributions: a mixture.

        Parameters
        ----------
        known
            Customers as of the origin.
        most
            Largest count to tell.

        Returns
        -------
        numpy.ndarray
            Shape (n, most + 1).
        """
        tables = (member.pmf(known, most) for member in self.members_.values())
        return np.asarray(sum(tables) / len(self.members_))
