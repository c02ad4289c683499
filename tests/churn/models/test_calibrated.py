import numpy as np
import pandas as pd
import pytest
from scipy.special import expit, logit
from sklearn.base import clone
from sklearn.metrics import log_loss

from clv.churn import CalibratedChurn, HybridChurn, ModelChurn, SurvivalChurn, churn_probability
from clv.errors import FitError, InputError
from tests.churn.lessons import lesson

X, Y, WAITS = lesson(0)


def sure(slope: float, n: int = 4000, seed: int = 0) -> tuple[pd.DataFrame, "pd.Series[bool]"]:
    """A purchase model that is by a factor too sure of itself."""
    rng = np.random.default_rng(seed)
    said = pd.DataFrame({"model_logit": rng.normal(0, 2, n)}, [f"{i}" for i in range(n)])
    churned = rng.uniform(size=n) < expit(-said["model_logit"].to_numpy() / slope)
    return said, pd.Series(churned, said.index)


def test_a_model_that_is_too_sure_is_straightened() -> None:
    fitted = CalibratedChurn(ModelChurn()).fit(*sure(3.0))
    assert fitted.slope_ == pytest.approx(1 / 3, abs=0.05)
    assert fitted.intercept_ == pytest.approx(0, abs=0.1)
    later, churned = sure(3.0, seed=1)
    before, after = (
        log_loss(churned, churn_probability(model, later)) for model in (ModelChurn(), fitted)
    )
    assert after < before - 0.05


def test_the_order_of_customers_is_never_lost() -> None:
    said, churned = sure(3.0)
    against = CalibratedChurn(ModelChurn()).fit(said, ~churned)
    assert against.slope_ > 0
    chance = churn_probability(against, said)
    assert chance.corr(-said["model_logit"], method="spearman") == pytest.approx(1)


def test_with_too_few_of_either_kind_the_model_stays_and_says_so() -> None:
    said, churned = sure(3.0)
    few = churned.copy()
    few[few.index[49:]] = True
    fitted = CalibratedChurn(ModelChurn()).fit(said, few)
    notice = fitted.notices_[0]
    assert (notice.code, notice.count) == ("W_NOT_CALIBRATED", int((~few).sum()))
    np.testing.assert_allclose(fitted.predict_proba(said), ModelChurn().predict_proba(said))


def test_a_fitted_model_is_taken_as_it_is_and_only_the_line_is_learned() -> None:
    frozen = HybridChurn().fit(X, Y)
    before = churn_probability(frozen, X)
    other, churned, _ = lesson(1)
    fitted = CalibratedChurn(frozen, folds=0).fit(other, churned)
    pd.testing.assert_series_equal(churn_probability(frozen, X), before)
    np.testing.assert_allclose(
        logit(churn_probability(fitted, X)), fitted.intercept_ + fitted.slope_ * logit(before)
    )


def test_a_customer_in_two_rows_is_never_scored_by_his_own_outcome() -> None:
    class Memory(ModelChurn):
        def fit(self, X: pd.DataFrame, y: object) -> "Memory":
            self.seen_ = set(X.index)
            return self

        def _log_odds(self, X: pd.DataFrame) -> "np.ndarray[tuple[int, ...], np.dtype[np.float64]]":
            if len(X) < 8000:
                assert not self.seen_ & set(X.index)
            return super()._log_odds(X)

    said, churned = sure(1.0)
    twice, outcome = pd.concat([said, said]), pd.concat([churned, churned])
    fitted = CalibratedChurn(Memory()).fit(twice, outcome)
    assert fitted.slope_ == pytest.approx(1, abs=0.1)


def test_what_a_model_needs_besides_is_handed_on_row_by_row() -> None:
    fitted = CalibratedChurn(SurvivalChurn(), folds=2).fit(X, Y, waits=WAITS)
    assert len(fitted.model_.coef_) == len(SurvivalChurn.columns) + 1
    assert fitted.slope_ == pytest.approx(1, abs=0.3)


def test_the_order_of_rows_does_not_matter() -> None:
    order = np.random.default_rng(0).permutation(len(X))
    here = CalibratedChurn(HybridChurn()).fit(X, Y)
    there = CalibratedChurn(HybridChurn()).fit(X.iloc[order], Y[order])
    assert here.slope_ == pytest.approx(there.slope_, rel=1e-6)


def test_one_part_cannot_score_itself() -> None:
    with pytest.raises(InputError, match="E_FOLDS"):
        CalibratedChurn(ModelChurn(), folds=1).fit(X, Y)
    with pytest.raises(FitError, match="E_ONE_CLASS"):
        CalibratedChurn(ModelChurn()).fit(X, np.ones(len(X), bool))


def test_a_copy_has_the_same_settings() -> None:
    copy = clone(CalibratedChurn(HybridChurn(penalty=7.0), folds=3))
    assert (copy.folds, copy.model.penalty) == (3, 7.0)


def test_a_model_that_is_the_wrong_way_round_keeps_the_share_who_churn() -> None:
    said, churned = sure(1.0)
    against = CalibratedChurn(ModelChurn(), folds=0).fit(said, ~churned)
    assert against.slope_ == 0.1
    assert churn_probability(against, said).mean() == pytest.approx((~churned).mean())
