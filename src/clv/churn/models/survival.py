"""Discrete-time survival: the chance of the next purchase, period by period."""

from typing import Self

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.special import logit
from sklearn.utils.validation import check_is_fitted

from clv.churn._pace import pace_columns
from clv.churn.features import HISTORY_COLUMNS
from clv.churn.models._classifier import ChurnClassifier, Floats, check_setting
from clv.churn.models._parts import customer_parts
from clv.churn.models._periods import check_days, hazard, horizon_of, person_periods, read_waits

__all__ = ["SurvivalChurn"]

_FACTS = ("purchases", "inactivity", "tenure", "usual_gap")
_MOST_PERIODS = 12
_MOST_CUSTOMERS = 200_000  # to learn from: more of them move no digit that anybody reads
_CLOSEST = 1e-9
_CONSTANT = 1e-9  # standard deviation that is the rounding of a column without variety
_WEEK = 7.0


class SurvivalChurn(ChurnClassifier):
    """A logistic hazard of the next purchase in each period after the cut.

    Every customer gives a row for each period until the next purchase or the end of the window, in
    which the silence, and all that follows from it, has grown by the time since the cut. The
    probability of no purchase in a horizon is the product over its periods of one less the hazard.
    So the horizon may be another one than that of the window learned from. Pace and silence are
    taken as they are, not relative to the day: a hazard falls as customers grow older, and their
    own pace and silence say by how much.

    Parameters
    ----------
    penalty
        Pull of the coefficients towards the same hazard for all.
    period_days
        Shortest period, 1 or more; a long window is divided into 12.

    Notes
    -----
    The person-period regression of Singer and Willett (1993), "It's about time".

    Examples
    --------
    >>> n = [1.0, 9.0] * 50
    >>> facts = {"purchases": n, "inactivity": 20.0, "tenure": 90.0, "usual_gap": 20.0}
    >>> X = pd.DataFrame(dict.fromkeys(HISTORY_COLUMNS, 0.0) | facts | {"log_purchases": n})
    >>> X.attrs["horizon_days"] = 28
    >>> model = SurvivalChurn().fit(X, [True, False] * 50, waits=[np.nan, 3.0] * 50)
    >>> model.predict(X)[:2].tolist()
    [True, False]
    """

    columns = HISTORY_COLUMNS

    def __init__(self, penalty: float = 1.0, period_days: float = 7.0) -> None:
        self.penalty = penalty
        self.period_days = period_days

    def fit(self, X: pd.DataFrame, y: ArrayLike, waits: ArrayLike | None = None) -> Self:
        """Learn the hazard from an earlier cut.

        Parameters
        ----------
        X
            As `churn_features` makes it, as of the training cut, with the days of the window as
            ``attrs["horizon_days"]``.
        y
            Whether each customer churned in the window after it, as `no_purchase` says.
        waits
            Days from the cut to the next purchase, 0 for the day of the cut, as `days_to_purchase`
            gives them; not looked at for customers who churned. Without them the window is a single
            period.

        Returns
        -------
        Self
            With ``coef_`` (log odds of a purchase per standard deviation, and ``log_weeks_later``
            for log(1 + weeks since the cut)), ``intercept_``, ``mean_``, ``scale_`` and
            ``step_days_`` (length of a period).

        Raises
        ------
        FitError
            ``E_ONE_CLASS``.
        InputError
            ``E_COLUMNS``, ``E_NOT_FINITE``, ``E_OUTCOME``, ``E_HORIZON`` or ``E_WAIT``;
            ``E_PARAMETER`` for a setting outside its range.
        """
        check_setting("penalty", self.penalty, 0)
        check_setting("period_days", self.period_days, 1)
        churned, window = self._outcome(X, y), horizon_of(X)
        single = waits is None or window < 2 * self.period_days
        count = 1 if single else int(min(window // self.period_days, _MOST_PERIODS))
        self.step_days_ = window / count
        days = read_waits(X, churned, waits, window)
        some = customer_parts(X.index, -(-len(X) // _MOST_CUSTOMERS)) == 0
        self._learn(X[some], *person_periods(churned[some], days[some] / self.step_days_, count))
        self._remember(X)
        return self

    def _learn(self, X: pd.DataFrame, at_risk: Floats, bought: Floats) -> None:
        values, facts = self._values(X), self._facts(X)
        self.mean_, self.scale_ = np.zeros(len(self.columns)), np.ones(len(self.columns))
        now = self._design(values, facts, 0.0)[:, 1:-1]
        self.mean_, self.scale_ = now.mean(axis=0), now.std(axis=0)
        self.scale_[self.scale_ < _CONSTANT] = 1.0
        starts = self.step_days_ * np.arange(len(at_risk))
        designs = [self._design(values, facts, later) for later in starts]
        best = hazard(designs, at_risk, bought, self.penalty)
        self.intercept_ = float(best[0])
        names = [*self.columns, "log_weeks_later"]
        self.coef_ = pd.Series(best[1:], index=names, name="coefficient")

    def contributions(self, X: pd.DataFrame) -> pd.DataFrame:
        """Say by how much each column lowers the log odds of a purchase in the first period.

        Parameters
        ----------
        X
            As `churn_features` makes it.

        Returns
        -------
        pandas.DataFrame
            One row a customer, one column a feature, against the mean customer of the day.
        """
        check_is_fitted(self)
        names = list(self.columns)
        parts = -self._values(X) / self.scale_ * self.coef_[names].to_numpy()
        return pd.DataFrame(parts, index=X.index, columns=names)

    def survival(self, X: pd.DataFrame, days: float) -> "pd.Series[float]":
        """Return the probability of no purchase within some days.

        Parameters
        ----------
        X
            As `churn_features` makes it, for whatever horizon.
        days
            Above 0.

        Returns
        -------
        pandas.Series
            ``no_purchase`` by customer, 0 to 1.

        Raises
        ------
        InputError
            ``E_HORIZON`` for days that are not above 0; ``E_COLUMNS``, ``E_NOT_FINITE`` or
            ``E_PERIOD``.
        """
        quiet = np.exp(self._log_quiet(X, check_days(days)))
        return pd.Series(quiet, index=X.index, name="no_purchase")

    def _log_odds(self, X: pd.DataFrame) -> Floats:
        quiet = np.exp(self._log_quiet(X, horizon_of(X)))
        return np.asarray(logit(np.clip(quiet, _CLOSEST, 1 - _CLOSEST)), np.float64)

    def _log_quiet(self, X: pd.DataFrame, days: float) -> Floats:
        check_is_fitted(self)
        self._check_period(X)
        values, facts, total = self._values(X), self._facts(X), np.zeros(len(X))
        coefficients = np.append(self.intercept_, self.coef_.to_numpy())
        for start in np.arange(0.0, days, self.step_days_):
            part = min(1.0, (days - start) / self.step_days_)
            odds = self._design(values, facts, start) @ coefficients
            total -= part * np.logaddexp(0, odds)
        return total

    def _facts(self, X: pd.DataFrame) -> pd.DataFrame:
        return pd.DataFrame(self._values(X, _FACTS), X.index, list(_FACTS))

    def _design(self, values: Floats, facts: pd.DataFrame, later: float) -> Floats:
        """One, the columns of customers who have stayed silent for so long, and how long."""
        k = len(self.columns)
        design = np.empty((len(values), k + 2))
        design[:, 0], design[:, 1:-1] = 1.0, values
        for name, now in pace_columns(facts, later).items():
            design[:, 1 + self.columns.index(name)] = now
        design[:, 1:-1] = (design[:, 1:-1] - self.mean_) / self.scale_
        design[:, -1] = np.log1p(later / _WEEK)
        return design
