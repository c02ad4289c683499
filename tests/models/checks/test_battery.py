"""The battery lets good models pass and catches broken ones by the right check."""

import warnings
from typing import Any, ClassVar, Self

import numpy as np
import pandas as pd
import pytest
from numpy.typing import ArrayLike

from clv.models._maths.arrays import FloatArray, IntArray
from clv.models._maths.histories import Histories
from clv.models.bg_nbd import BGNBD
from clv.models.checks import BoundCheck, ModelCheckError, check_model
from clv.models.checks.battery import CHECKS
from clv.models.checks.data import CheckData
from clv.models.nbd import NBD

BY_NAME = {check.name: check for check in CHECKS}


class Mine(NBD):
    """A model that somebody derived, with nothing wrong."""

    kind: ClassVar[str] = "mine"


class ForgetsTheAge(BGNBD):
    """The silence of a new customer for everybody."""

    def _quiet(self, data: Histories, theta: FloatArray, t: float | FloatArray) -> FloatArray:
        return super()._quiet(Histories.new(), theta, t) * np.ones(data.x.size)


class TakesTheDeadForAlive(BGNBD):
    """P(alive) without a look at the history."""

    def _alive(self, data: Histories, theta: FloatArray) -> FloatArray:
        return np.full(data.x.size, 0.5)


class TidiesTheTable(NBD):
    """Adds what it needs to the table it was given."""

    def fit(self, customers: pd.DataFrame, sample_weight: ArrayLike | None = None) -> Self:
        customers["log_T"] = 0.0
        return super().fit(customers, sample_weight)


class IgnoresWeights(NBD):
    """Takes everybody for one customer."""

    def fit(self, customers: pd.DataFrame, sample_weight: ArrayLike | None = None) -> Self:
        return super().fit(customers)


class SharesOut(NBD):
    """Scales forecasts to a total, so that customers depend on each other."""

    def predict(self, customers: pd.DataFrame, horizon: float) -> pd.Series:
        forecast = super().predict(customers, horizon)
        return forecast / max(float(forecast.sum()), 1e-9)


class SortsCustomers(NBD):
    """Loses the order of the table."""

    def probability_active(self, customers: pd.DataFrame, horizon: float) -> pd.Series:
        active = super().probability_active(customers, horizon)
        return pd.Series(np.sort(active), active.index, name=active.name)


class ForgetsTheSeed(NBD):
    """Plays one future for ever."""

    def simulate_future(
        self,
        customers: pd.DataFrame,
        horizon: float,
        seed: int,
        params: dict[str, float] | None = None,
    ) -> IntArray:
        return super().simulate_future(customers, horizon, 0, params)


class PlaysTooWell(NBD):
    """Futures with a purchase too many now and then."""

    def _draw_ahead(
        self, data: Histories, theta: FloatArray, t: float, rng: np.random.Generator
    ) -> IntArray:
        return super()._draw_ahead(data, theta, t, rng) + (rng.random(data.x.size) < 0.1)


class StopsShort(NBD):
    """An optimum that is none."""

    def fit(self, customers: pd.DataFrame, sample_weight: ArrayLike | None = None) -> Self:
        super().fit(customers, sample_weight)
        self.params_["r"] *= 1.05
        return self


class BelievesItself(NBD):
    """Standard errors half as large as they are."""

    def fit(self, customers: pd.DataFrame, sample_weight: ArrayLike | None = None) -> Self:
        super().fit(customers, sample_weight)
        self.posterior_covariance_ = self.posterior_covariance_ / 4
        return self


class MistakesTheUnit(NBD):
    """Does not know which parameter is a time."""

    times: ClassVar[tuple[str, ...]] = ()


class TakesAnyHorizon(NBD):
    """Reaches into the past."""

    def _horizon(self, horizon: float) -> float:
        return abs(horizon)


class Overflows(BGNBD):
    """The pmf in powers that overflow for frequent customers."""

    def _pmf_ahead(self, data: Histories, theta: FloatArray, t: float, most: int) -> FloatArray:
        table = super()._pmf_ahead(data, theta, t, most)
        power: FloatArray = np.exp(data.x * 1.0)
        return np.asarray(table * (power / power)[:, None], dtype=np.float64)


class LearnsInTheConstructor(NBD):
    """Keeps more than its arguments."""

    def __init__(self) -> None:
        self.learned = {}  # type: ignore[var-annotated]


class CountsTwice(BGNBD):
    """Expected purchases that a pmf does not have."""

    def _ahead(self, data: Histories, theta: FloatArray, t: float) -> FloatArray:
        return 1.01 * super()._ahead(data, theta, t)


MUTANTS: list[tuple[type[BGNBD | NBD], str]] = [
    (ForgetsTheAge, "check_active_is_not_idle"),
    (ForgetsTheAge, "check_silence_is_what_the_likelihood_says"),
    (TakesTheDeadForAlive, "check_silence_is_what_the_likelihood_says"),
    (TakesTheDeadForAlive, "check_purchases_are_what_the_likelihood_says"),
    (TidiesTheTable, "check_fit_leaves_the_table_alone"),
    (IgnoresWeights, "check_weight_two_is_two_customers"),
    (IgnoresWeights, "check_weight_zero_is_no_customer"),
    (SharesOut, "check_forecast_does_not_depend_on_the_other_customers"),
    (SortsCustomers, "check_forecasts_follow_their_customers"),
    (ForgetsTheSeed, "check_seed_decides_the_future"),
    (PlaysTooWell, "check_futures_have_the_expected_mean"),
    (StopsShort, "check_no_slope_at_the_optimum"),
    (StopsShort, "check_no_better_point_nearby"),
    (BelievesItself, "check_covariance_is_that_of_the_likelihood"),
    (MistakesTheUnit, "check_unit_of_time_does_not_matter"),
    (TakesAnyHorizon, "check_impossible_horizons_are_refused"),
    (Overflows, "check_extreme_histories_get_numbers"),
    (LearnsInTheConstructor, "check_constructor_only_stores_its_arguments"),
    (CountsTwice, "check_mean_of_the_pmf_is_the_forecast"),
]


@pytest.mark.parametrize(
    ("mutant", "name"), MUTANTS, ids=lambda value: getattr(value, "__name__", value)
)
def test_broken_model_is_caught(mutant: type[Any], name: str) -> None:
    check = BoundCheck(BY_NAME[name], CheckData.of(mutant()))
    with pytest.raises((AssertionError, RuntimeWarning)):
        check(mutant())


def test_model_of_ones_own_passes_and_what_does_not_apply_has_a_reason() -> None:
    results = check_model(Mine())
    assert set(results["status"]) == {"passed", "not applicable"}
    assert (results["status"] == "passed").sum() >= 80
    assert (results.loc[results["status"] == "not applicable", "reason"] != "").all()
    reasons = results["reason"]
    assert reasons["check_saved_model_forecasts_the_same"] == "save_model does not know its kind"
    assert reasons["check_more_purchases_tell_more"] == "it does not forecast spend"


def test_one_error_lists_every_check_that_failed_and_what_was_found() -> None:
    with pytest.raises(ModelCheckError) as caught:
        check_model(SortsCustomers())
    failed = caught.value.results.query("status == 'failed'")
    assert "check_forecasts_follow_their_customers" in failed.index
    assert all(name in str(caught.value) for name in failed.index)
    assert "probability_active after a shuffle" in str(caught.value)
    assert caught.value.code == "E_MODEL_CHECKS"


class CannotBeFitted(NBD):
    """Fails in every check that needs a fit."""

    def fit(self, customers: pd.DataFrame, sample_weight: ArrayLike | None = None) -> Self:
        raise KeyError("no fit today")


def test_check_that_cannot_run_has_failed() -> None:
    with pytest.raises(ModelCheckError, match="fit_returns_the_model: KeyError: 'no fit today'"):
        check_model(CannotBeFitted())


def test_pairs_are_made_without_a_fit_and_run_one_by_one() -> None:
    pairs = list(check_model(CannotBeFitted(), generate_only=True))
    assert len(pairs) > 80
    model, check = next(pair for pair in pairs if pair[1].__name__ == "check_arguments_can_be_set")
    check(model)


class Warns(NBD):
    """Divides by zero and goes on."""

    def _alive(self, data: Histories, theta: FloatArray) -> FloatArray:
        with warnings.catch_warnings():
            return np.where(data.x > 0, 1.0, np.ones(1) / np.zeros(1) > 0)


def test_warning_of_numpy_fails_a_check() -> None:
    check = BoundCheck(BY_NAME["check_probability_alive_is_a_probability"], CheckData.of(Warns()))
    with pytest.raises(RuntimeWarning):
        check(Warns())
