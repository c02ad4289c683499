"""A purchase model's forecast, corrected by what it missed in an earlier window."""

from contextlib import suppress
from typing import Any, ClassVar, Self

import numpy as np
import pandas as pd
from scipy.optimize import minimize_scalar
from sklearn.base import BaseEstimator, clone
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.linear_model import PoissonRegressor
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from clv.errors import FitError
from clv.evaluation.leaderboard.counts import tilt
from clv.evaluation.leaderboard.lessons import Lesson
from clv.evaluation.metrics import count_log_loss
from clv.evaluation.metrics.base import Floats
from clv.models import PurchaseModel, fit_family

__all__ = ["HybridForecaster"]

BASES = ("bg_nbd", "mbg_nbd", "pareto_nbd")
FEWEST = 100
"""Earlier purchases below which nothing is corrected."""
PRIOR = 20.0
"""Expected purchases that the belief in the purchase model is worth to the linear correction."""
LEAST = 1e-6
SAMPLE = 2_000
"""Customers on whom the width of the distributions is learned."""
WIDTHS = (1.0, 6.0)
TOLERANCE = 0.02
FARTHEST = 4.0
"""Standard deviations from the earlier mean at which a column stops to count."""


class HybridForecaster(BaseEstimator):
    """A purchase model for the level and the horizon, learners for what it misses.

    The model is fitted as of an earlier day and as of the origin. Two learners, a Poisson
    regression and boosted trees, see by which factor the earlier purchases differed from the
    model's expectation; the square root of the product of both factors is the correction. Its
    columns compare a customer with the model's expectation, so that they mean the same at another
    age. It is raised to the power ``trust`` and does not move the model's total: what was learned
    in one window holds only in part in the next. The distribution is the model's, tilted to the
    new mean and as much wider as the earlier purchases ask for: customers change, and models do not
    know it. With few earlier purchases nothing is corrected.

    Parameters
    ----------
    model
        Around which is learned; if None, the likeliest of `BASES`, which have as many parameters.
    trust
        0 (the model as it is) to 1 (all of the correction).

    Attributes
    ----------
    model_ : PurchaseModel
        As of the origin.
    learners_ : tuple
        The regressors; empty where there were too few purchases.
    width_ : float
        1 for the model's own width; the distributions are those to the power of 1 / width_.
    """

    kind: ClassVar[str] = "own"

    def __init__(self, model: PurchaseModel | None = None, trust: float = 0.5) -> None:
        self.model = model
        self.trust = trust

    def fit(self, lesson: Lesson) -> Self:
        """Fit the model twice and learn what it missed the first time.

        Parameters
        ----------
        lesson
            Both of its tables and the earlier purchases.

        Returns
        -------
        HybridForecaster
            Itself.
        """
        self.horizon_ = lesson.horizon
        self.model_ = self._likeliest(lesson.known)
        self.learners_: tuple[Any, ...] = ()
        self.width_ = 1.0
        if lesson.earlier_actual.sum() >= FEWEST:
            with suppress(FitError):  # too little at the earlier day: the model as it is
                self._learn(clone(self.model_).fit(lesson.earlier), lesson)
        expected = self._expected(lesson.known)
        moved = expected * self._factor(lesson.known, expected, lesson.horizon)
        self.scale_ = float(expected.sum() / moved.sum())
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
        expected = self._expected(known)
        return np.asarray(expected * self._factor(known, expected, self.horizon_) * self.scale_)

    def pmf(self, known: pd.DataFrame, most: int) -> Floats:
        """Return the distribution of the purchases: the model's, tilted to the corrected mean.

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
        mean = self.predict(known)
        reach = max(most, _reach(mean))
        table = self.model_.pmf(known, self.horizon_, reach).to_numpy()
        return _moved(table, mean, self.width_)[:, : most + 1]

    def _likeliest(self, known: pd.DataFrame) -> PurchaseModel:
        asked = BASES if self.model is None else {"asked for": self.model}
        return max(fit_family(known, asked).values(), key=lambda model: model.loglik_)

    def _learn(self, model: PurchaseModel, lesson: Lesson) -> None:
        """Learn the factor as a rate of purchases per expected purchase, weighted by those."""
        made = model.predict(lesson.earlier, lesson.earlier_horizon).to_numpy()
        expected = np.maximum(made, LEAST)
        columns = _columns(lesson.earlier, expected, lesson.earlier_horizon)
        self.mean_, self.spread_ = columns.mean(), columns.std().replace(0.0, 1.0)
        factor = lesson.earlier_actual.to_numpy() / expected
        leaf = max(50, len(factor) // 100)
        linear = PoissonRegressor(alpha=PRIOR / float(expected.sum()), max_iter=1000)
        trees = HistGradientBoostingRegressor(
            loss="poisson", learning_rate=0.03, max_iter=150, max_leaf_nodes=8, max_bins=63,
            min_samples_leaf=leaf, l2_regularization=5.0, early_stopping=False, random_state=0,
        )  # fmt: skip
        z = self._standardised(columns)
        with threadpool_limits(1):  # as quick on small tables, and the same sums everywhere
            self.learners_ = tuple(
                learner.fit(z, factor, sample_weight=expected) for learner in (linear, trees)
            )
        moved = expected * self._factor(lesson.earlier, expected, lesson.earlier_horizon)
        self.width_ = self._width(model, lesson, moved * expected.sum() / moved.sum())

    def _width(self, model: PurchaseModel, lesson: Lesson, mean: Floats) -> float:
        """Find how much wider than the model's the distributions were in the earlier window."""
        some = slice(None, None, len(mean) // SAMPLE + 1)
        most = max(_reach(mean[some]), int(lesson.earlier_actual.iloc[some].max()))
        table = model.pmf(lesson.earlier.iloc[some], lesson.earlier_horizon, most).to_numpy()

        def loss(width: float) -> float:
            moved = _moved(table, mean[some], width)
            return float(count_log_loss(lesson.earlier_actual.iloc[some], moved))

        found = minimize_scalar(
            loss, bounds=WIDTHS, method="bounded", options={"xatol": TOLERANCE}
        )  # fmt: skip
        return float(found.x)

    def _expected(self, known: pd.DataFrame) -> Floats:
        return np.asarray(np.maximum(self.model_.predict(known, self.horizon_), LEAST))

    def _factor(self, known: pd.DataFrame, expected: Floats, horizon: float) -> Floats:
        if not self.learners_:
            return np.ones(len(known))
        z = self._standardised(_columns(known, expected, horizon))
        with threadpool_limits(1):
            made = [np.maximum(learner.predict(z), LEAST) for learner in self.learners_]
        return np.asarray(np.exp(self.trust * np.log(made).mean(axis=0)))

    def _standardised(self, columns: pd.DataFrame) -> pd.DataFrame:
        return ((columns - self.mean_) / self.spread_).clip(-FARTHEST, FARTHEST)


def _reach(mean: Floats) -> int:
    """Count beyond which hardly anything is expected of anybody."""
    return int(3 * mean.max()) + 20


def _moved(table: Floats, mean: Floats, width: float) -> Floats:
    """Flatten distributions (powers below 1) and tilt them to new means."""
    flat = table ** (1 / width)
    whole = flat / flat.sum(axis=1, keepdims=True)
    return tilt(whole, np.clip(mean, LEAST, 0.9 * (table.shape[1] - 1)))


def _columns(table: pd.DataFrame, expected: Floats, horizon: float) -> pd.DataFrame:
    """Compare customers with what the model expects of them, in numbers that do not age."""
    age, silent = table["T"], table["inactivity"] / 7
    rate = expected / horizon
    recent = rate * np.minimum(age, table.attrs["recent_days"] / 7)
    typical = table["mean_amount"].median()
    amount = (table["mean_amount"] / typical) if typical > 0 else pd.Series(1.0, table.index)
    return pd.DataFrame(
        {
            "expected": np.log(expected),
            "recent": np.log((table["recent_purchases"] + 1) / (recent + 1)),
            "rate": np.log((table["frequency"] + 1) / (rate * age + 1)),
            "overdue": np.log1p(silent * (table["frequency"] + 1) / (age + 1)),
            "inactive_share": silent / np.maximum(age, 1 / 7),
            "active_share": table["active_share"],
            "irregular": table["gap_cv"].fillna(1.0),
            "amount": np.log(amount.fillna(1.0).clip(0.05, 20.0)),
        }
    )
