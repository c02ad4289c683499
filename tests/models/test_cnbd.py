"""(M)BG/CNBD-k fits: k chosen, truths found again, forecasts that come true."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from sklearn.base import clone

from clv.errors import ClvError
from clv.models.bg_nbd import BGNBD
from clv.models.cnbd import BGCNBD, MBGCNBD
from clv.models.mbg_nbd import MBGNBD
from tests.models import cdnow, regular

TRUTHS = {
    2: {"r": 0.6, "alpha": 3.0, "a": 0.9, "b": 2.4},
    3: {"r": 1.5, "alpha": 4.0, "a": 0.7, "b": 2.0},
}
Kind = type[BGCNBD] | type[MBGCNBD]
KINDS: list[Kind] = [BGCNBD, MBGCNBD]
CASES = [(kind, k) for kind in KINDS for k in TRUTHS]


def published(kind: Kind, k: int, **params: float) -> BGCNBD | MBGCNBD:
    """Return a model with given parameters, as if fitted."""
    model = kind(k)
    model.k_, model.params_, model.time_unit_ = k, params, None
    return model


def simulated(kind: Kind, k: int, n: int, seed: int, horizon: float = 0.0) -> pd.DataFrame:
    ages = np.random.default_rng(seed).uniform(20, 60, n)
    return regular.customers(TRUTHS[k], k, kind.modified, ages, seed, horizon)


def with_gaps(name: str) -> pd.DataFrame:
    customers = cdnow.customers(name)
    log = cdnow.log(name)
    gaps = regular.log_gaps(log[log["date"] < cdnow.CUT], customers.index)
    return customers.assign(log_gaps=gaps)


@pytest.mark.parametrize(("kind", "k"), CASES)
def test_k_and_parameters_of_simulated_customers_are_found_again(kind: Kind, k: int) -> None:
    model = kind().fit(simulated(kind, k, 4000, seed=k))
    assert model.k_ == k
    assert model.status_ == "converged"
    errors = np.sqrt(np.diag(model.covariance_))
    far = np.log(list(model.params_.values())) - np.log(list(TRUTHS[k].values()))
    assert (np.abs(far) < 4 * errors).all()
    assert (errors < 0.5).all()


@pytest.mark.parametrize("name", ["sample", "master"])
def test_cdnow_is_as_irregular_as_chance(name: str) -> None:
    customers = with_gaps(name)
    for kind, plain in ((BGCNBD, BGNBD), (MBGCNBD, MBGNBD)):
        model = kind().fit(customers)
        assert model.k_ == 1
        assert_allclose(model.loglik_, plain().fit(customers).loglik_, atol=1e-6)


@pytest.mark.parametrize(("kind", "plain"), [(BGCNBD, BGNBD), (MBGCNBD, MBGNBD)])
def test_one_stage_is_the_plain_model(kind: Kind, plain: type[BGNBD] | type[MBGNBD]) -> None:
    customers = cdnow.customers("sample")
    model, other = kind(1).fit(customers), plain().fit(customers)
    assert model.notices_ == other.notices_
    assert_allclose(list(model.params_.values()), list(other.params_.values()), rtol=1e-6)
    assert_allclose(model.score(customers), other.score(customers), rtol=1e-10)
    model.params_ = other.params_
    for answer in ("predict", "probability_active"):
        ours, theirs = (getattr(m, answer)(customers, 39.0) for m in (model, other))
        assert_allclose(ours, theirs, rtol=1e-10)
    assert_allclose(model.pmf(customers, 39.0, 9), other.pmf(customers, 39.0, 9), rtol=1e-9)


@pytest.mark.parametrize(("kind", "k"), CASES)
def test_forecasts_come_true_for_buyers_of_every_kind(kind: Kind, k: int) -> None:
    customers = simulated(kind, k, 40_000, seed=10 + k, horizon=13.0)
    model, later = published(kind, k, **TRUTHS[k]), customers["purchases_holdout"]
    gap = later - model.predict(customers, 13.0)
    idle = customers["T"] - customers["recency"]
    for some in (customers["frequency"] == 0, customers["frequency"] == 3, idle < 2, idle > 20):
        assert some.sum() > 500
        assert abs(gap[some].mean()) < 4 * gap[some].std() / np.sqrt(some.sum())
    pmf = model.pmf(customers, 13.0, most=3)
    for n in range(4):
        wrong = (later == n) - pmf[n]
        assert abs(wrong.mean()) < 4 * wrong.std() / np.sqrt(wrong.size)
    drawn = model.simulate_future(customers, 13.0, seed=1)
    assert abs(drawn.mean() - later.mean()) < 6 * later.std() / np.sqrt(later.size)


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_customer_buys_as_simulated_ones(kind: Kind) -> None:
    model = published(kind, 3, **TRUTHS[3])
    ages = np.full(40_000, 30.0)
    x = regular.customers(TRUTHS[3], 3, kind.modified, ages, seed=5)["frequency"]
    assert abs(model.expected_purchases(30.0) - x.mean()) < 4 * x.std() / 200
    shares = np.bincount(x, minlength=4)[:4] / x.size
    assert_allclose(model.new_customer_pmf(30.0, most=3), shares, atol=4 * 0.5 / 200)


def test_discounted_purchases_lie_below_those_that_are_not() -> None:
    customers = simulated(MBGCNBD, 2, 60, seed=3)
    customers.attrs["time_unit"] = "W"
    model = published(MBGCNBD, 2, **TRUTHS[2])
    model.time_unit_ = "W"
    plain = model.predict(customers, 52.0)
    assert_allclose(model.dert(customers, 1e-9, horizon=52.0), plain, rtol=1e-6)
    assert (model.dert(customers, 0.1, horizon=52.0) < plain).all()


def test_the_next_purchase_is_found_where_its_probability_is_reached() -> None:
    customers = simulated(BGCNBD, 3, 50, seed=3)
    model = published(BGCNBD, 3, **TRUTHS[3])
    for i, t in enumerate(model.next_purchase(customers, 0.25)):
        if np.isfinite(t):
            active = model.probability_active(customers.iloc[[i]], float(t)).iloc[0]
            assert active == pytest.approx(0.25)


@pytest.mark.parametrize(("columns", "factor"), [(["log_gaps"], 7.0), ([], 7.0)])
def test_the_unit_of_time_changes_times_only(columns: list[str], factor: float) -> None:
    keep = ["frequency", "recency", "T", *columns]
    customers = simulated(MBGCNBD, 2, 1000, seed=4)[keep]
    table = customers.assign(recency=customers["recency"] * factor, T=customers["T"] * factor)
    if columns:
        table["log_gaps"] += np.log(factor) * table["frequency"]
    ours, other = MBGCNBD(2).fit(customers), MBGCNBD(2).fit(table)
    scales = np.array([1, factor, 1, 1])
    assert_allclose(list(other.params_.values()), scales * list(ours.params_.values()), rtol=1e-6)
    assert other.loglik_ == pytest.approx(
        ours.loglik_ - np.log(factor) * customers["frequency"].sum()
    )


@pytest.mark.parametrize("weighted", [False, True])
def test_score_is_the_mean_of_the_fitted_likelihood(weighted: bool) -> None:
    customers = simulated(BGCNBD, 3, 1000, seed=6)
    weight = np.random.default_rng(1).uniform(0, 2, 1000) if weighted else None
    for table in (customers, customers.drop(columns="log_gaps")):
        model = BGCNBD(3).fit(table, weight)
        total = 1000 if weight is None else weight.sum()
        assert model.score(table, weight) * total == pytest.approx(model.loglik_)


def test_a_weight_of_two_is_a_customer_twice() -> None:
    customers = simulated(MBGCNBD, 2, 600, seed=8)
    weight = 1 + np.arange(600) % 2
    twice = customers.loc[customers.index.repeat(weight)].reset_index(drop=True)
    ours, other = MBGCNBD().fit(customers, weight), MBGCNBD().fit(twice)
    assert ours.k_ == other.k_
    assert ours.loglik_ == pytest.approx(other.loglik_)


def test_without_log_gaps_k_cannot_be_chosen_and_likelihoods_do_not_compare() -> None:
    customers = simulated(BGCNBD, 2, 1000, seed=7)
    bare = customers.drop(columns="log_gaps")
    with pytest.raises(ClvError, match="E_COLUMNS.*log_gaps.*or give k"):
        BGCNBD().fit(bare)
    ours, other = BGCNBD(2).fit(bare), BGCNBD(2).fit(customers)
    assert ours.params_ == other.params_
    assert "W_NO_LOG_GAPS" in [notice.code for notice in ours.notices_]
    assert "W_NO_LOG_GAPS" not in [notice.code for notice in other.notices_]
    assert ours.loglik_ > other.loglik_


@pytest.mark.parametrize("k", [0, 13, 2.5, True])
def test_a_k_that_counts_nothing_is_refused(k: int) -> None:
    with pytest.raises(ClvError, match="E_PARAMETER"):
        BGCNBD(k).fit(cdnow.customers("sample"))


def test_gaps_in_another_unit_are_refused() -> None:
    customers = simulated(BGCNBD, 2, 100, seed=7)
    days = customers["log_gaps"] + np.log(7) * customers["frequency"]
    with pytest.raises(ClvError, match="E_HISTORY.*time unit"):
        BGCNBD().fit(customers.assign(log_gaps=days))
    with pytest.raises(ClvError, match="E_HISTORY"):
        BGCNBD().fit(customers.assign(log_gaps=customers["log_gaps"] - 1 * (days == 0)))
    with pytest.raises(ClvError, match="E_COLUMNS"):
        BGCNBD().fit(customers.assign(log_gaps=np.nan))


def test_a_clone_is_asked_for_the_same_k() -> None:
    assert clone(MBGCNBD(k=3)).k == 3
    assert MBGCNBD().get_params() == {"k": None}


def test_nobody_dropping_out_is_named() -> None:
    ages = np.random.default_rng(9).uniform(20, 60, 1500)
    truth = {"r": 1.5, "alpha": 6.0, "a": 1e-6, "b": 1.0}
    model = BGCNBD().fit(regular.customers(truth, 3, False, ages, seed=9))
    assert model.k_ == 3
    assert model.status_ == "boundary: nobody drops out (the NBD model)"
    assert model.held_ == ("a", "b")
