"""Probabilities that mean what they say: any churn model, with its log odds straightened."""

from typing import Any, Self

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit, logit
from sklearn.base import clone
from sklearn.utils.validation import check_is_fitted

from clv.churn.models._classifier import ChurnClassifier, Floats
from clv.churn.models._level import level_of
from clv.churn.models._newton import newton
from clv.churn.models._parts import customer_parts
from clv.errors import InputError, Notice

__all__ = ["CalibratedChurn"]

FEWEST = 50
"""Customers who churned, and who did not, from which a straight line may be learned."""
_PENALTY = 10.0  # pull towards leaving the model as it is
_FLATTEST = 0.1  # slope, so that the order of customers is never lost
_CLOSEST = 1e-9


class CalibratedChurn(ChurnClassifier):
    """A churn model whose log odds o become intercept + slope * o, which keeps the order.

    The line is learned on customers whom the model has not seen: on other customers of the same
    lesson (cross-fitted), or on another, earlier slice when the model is fitted already. It is
    drawn towards leaving the model as it is, and never learned from the slice that is judged.

    What it mends is a model that is too sure or not sure enough at its own cut. It cannot know how
    the level moves until a later cut, and it takes over the whole level of its lesson, of which
    `HybridChurn` on purpose takes half.

    Parameters
    ----------
    model
        Any churn model; a fitted one for ``folds=0``.
    folds
        Parts of the customers, 2 or more: each is scored by a model of the others, and the model of
        all is kept. All rows of a customer are in one part. 0 takes the model as it is fitted, and
        `fit` learns the line alone, from a slice that the model did not learn from.

    Examples
    --------
    >>> from clv.churn.models.simple import ModelChurn
    >>> X = pd.DataFrame({"model_logit": [3.0, -3.0] * 200}, index=[str(i) for i in range(400)])
    >>> y = [False, True, False, True, True, False, False, True] * 50
    >>> calibrated = CalibratedChurn(ModelChurn()).fit(X, y)
    >>> calibrated.predict_proba(X)[:2, 1].round(2).tolist()
    [0.24, 0.76]
    """

    columns = ()

    def __init__(self, model: Any, folds: int = 5) -> None:
        self.model = model
        self.folds = folds

    def fit(self, X: pd.DataFrame, y: ArrayLike, **also: Any) -> Self:
        """Learn the model and the line, or with ``folds=0`` the line alone.

        Parameters
        ----------
        X, y
            As for the model.
        **also
            What else the model's fit takes, one value a customer, such as ``waits``.

        Returns
        -------
        Self
            With ``model_``, ``intercept_``, ``slope_`` and ``notices_``: ``W_NOT_CALIBRATED`` where
            fewer than 50 customers churned or fewer than 50 did not, and the model stays as it is.

        Raises
        ------
        FitError
            As the model's, or ``E_ONE_CLASS``.
        InputError
            As the model's, or ``E_FOLDS``.
        """
        self._check_folds()
        churned = self._outcome(X, y)
        self.model_ = self.model if self.folds == 0 else clone(self.model).fit(X, y, **also)
        self.intercept_, self.slope_ = 0.0, 1.0
        fewer = int(min(churned.sum(), (~churned).sum()))
        self.notices_ = _too_few(fewer, len(churned))
        if not self.notices_:
            odds = _odds(self.model_, X) if self.folds == 0 else self._others(X, churned, also)
            self.intercept_, self.slope_ = _line(odds, churned)
        self._remember(X)
        return self

    def _others(self, X: pd.DataFrame, churned: NDArray[np.bool_], also: dict[str, Any]) -> Floats:
        """Log odds of each customer by a model of the others."""
        part = customer_parts(X.index, self.folds)
        odds = np.empty(len(X))
        for k in np.unique(part):
            out = part == k
            given = {name: np.asarray(values)[~out] for name, values in also.items()}
            model = clone(self.model).fit(X[~out], churned[~out], **given)
            odds[out] = _odds(model, X[out])
        return odds

    def _log_odds(self, X: pd.DataFrame) -> Floats:
        check_is_fitted(self, "model_")
        return np.asarray(self.intercept_ + self.slope_ * _odds(self.model_, X), np.float64)

    def _check_folds(self) -> None:
        if self.folds < 0 or self.folds == 1:
            raise InputError(
                "E_FOLDS",
                f"{self.folds} parts of customers cannot be scored by each other",
                "take 2 or more, or 0 for a model that is fitted already",
            )


def _odds(model: Any, X: pd.DataFrame) -> Floats:
    chance = np.clip(model.predict_proba(X)[:, 1], _CLOSEST, 1 - _CLOSEST)
    return np.asarray(logit(chance), np.float64)


def _too_few(fewer: int, total: int) -> tuple[Notice, ...]:
    if fewer >= FEWEST:
        return ()
    return (
        Notice(
            "W_NOT_CALIBRATED",
            f"{fewer} of {total} customers are in the smaller group, churned or not, and "
            f"{FEWEST} are needed to calibrate; the probabilities stay as the model gives them",
            "choose a horizon in which more differ, or learn from several cuts",
            count=fewer,
        ),
    )


def _line(odds: Floats, churned: NDArray[np.bool_]) -> tuple[float, float]:
    """Intercept and slope with the smallest log loss, drawn towards 0 and 1."""
    z = np.column_stack([np.ones(len(odds)), odds])
    belief = np.array([0.0, 1.0])

    def loss(line: Floats) -> tuple[float, Floats, Floats]:
        straight, away = z @ line, line - belief
        chance = expit(straight)
        value = np.logaddexp(0, straight).sum() - straight[churned].sum()
        curve = z.T @ (z * (chance * (1 - chance))[:, None])
        return (
            float(value + _PENALTY / 2 * away @ away),
            z.T @ (chance - churned) + _PENALTY * away,
            curve + _PENALTY * np.eye(2),
        )

    intercept, slope = newton(loss, belief)
    if slope < _FLATTEST:
        return level_of(_FLATTEST * odds, float(churned.mean())), _FLATTEST
    return float(intercept), float(slope)
