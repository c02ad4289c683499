import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from sklearn.linear_model import LinearRegression
from sklearn.metrics import r2_score
from sklearn.model_selection import LeaveOneOut, cross_val_predict

from clv.evaluation.metrics import r2_log_spend


def by_hand(spend: NDArray[np.float64], groups: NDArray[np.int64], w: NDArray[np.int64]) -> float:
    """Leave every customer out in turn, with all copies, and predict by the mean of the rest."""
    y = np.log1p(np.maximum(spend, 0))
    sse = sst = 0.0
    for i in range(len(y)):
        rest = w.copy()
        rest[i] = 0
        everyone = np.average(y, weights=rest)
        same = rest * (groups == groups[i])
        within = np.average(y, weights=same) if same.any() else everyone
        sse += w[i] * (y[i] - within) ** 2
        sst += w[i] * (y[i] - everyone) ** 2
    return 1 - sse / sst


@given(st.integers(0, 100_000), st.integers(3, 30))
def test_it_is_what_leaving_customers_out_by_hand_gives(seed: int, n: int) -> None:
    rng = np.random.default_rng(seed)
    spend, groups = rng.normal(20, 20, n), rng.integers(0, 4, n)
    w = rng.integers(0, 3, n)
    w[:2] = 1
    assert float(r2_log_spend(spend, groups, w)) == pytest.approx(by_hand(spend, groups, w))


def test_without_lonely_customers_it_is_cross_validation_of_group_means() -> None:
    rng = np.random.default_rng(0)
    groups = rng.integers(0, 3, 60)
    y = groups + rng.normal(5, 1, 60)
    members = np.eye(3)[groups]
    predicted = cross_val_predict(
        LinearRegression(fit_intercept=False), members, y, cv=LeaveOneOut()
    )
    constant = cross_val_predict(
        LinearRegression(fit_intercept=False), np.ones((60, 1)), y, cv=LeaveOneOut()
    )
    skill = 1 - (1 - r2_score(y, predicted)) / (1 - r2_score(y, constant))
    assert float(r2_log_spend(np.expm1(y), groups)) == pytest.approx(skill)


def test_more_random_groups_do_not_raise_it() -> None:
    rng = np.random.default_rng(0)
    spend = rng.lognormal(3, 1, 2000)
    values = [float(r2_log_spend(spend, rng.integers(0, k, 2000))) for k in (2, 20, 200)]
    assert max(values) < 0.005
    assert values[2] < -0.05


def test_everyone_in_one_group_explains_nothing() -> None:
    spend = np.random.default_rng(0).lognormal(3, 1, 50)
    assert float(r2_log_spend(spend, np.zeros(50))) == pytest.approx(0, abs=1e-12)


def test_everyone_in_a_group_of_their_own_explains_nothing() -> None:
    spend = np.random.default_rng(0).lognormal(3, 1, 50)
    assert float(r2_log_spend(spend, np.arange(50))) == pytest.approx(0, abs=1e-12)


def test_the_names_of_the_groups_do_not_matter() -> None:
    rng = np.random.default_rng(0)
    spend, groups = rng.lognormal(3, 1, 50), rng.integers(0, 4, 50)
    renamed = np.array(["EIV", "EI", "EIII", "EII"])[groups]
    assert float(r2_log_spend(spend, renamed)) == pytest.approx(float(r2_log_spend(spend, groups)))


def test_net_returns_count_as_no_spend() -> None:
    groups = ["a", "a", "a", "b", "b", "b"]
    owed, nothing = ([spend, 4, 0, 60, 50, 70] for spend in (-30, 0))
    assert r2_log_spend(owed, groups) == r2_log_spend(nothing, groups)


def test_equal_spend_leaves_nothing_to_explain() -> None:
    assert np.isnan(r2_log_spend([0, 0, 0, 0], ["a", "a", "b", "b"]))


@pytest.mark.parametrize("n", [2, 7, 1000])
def test_of_equal_spends_nothing_is_explained(n: int) -> None:
    assert np.isnan(r2_log_spend(np.full(n, 5.0), np.arange(n) % 3))
