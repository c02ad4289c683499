"""Simulated customers follow the formulas, carry what was asked for, and are legal."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from pandas.testing import assert_frame_equal
from scipy.stats import spearmanr

from clv.errors import InputError
from clv.models import BGNBD
from clv.simulate import simulate_customers
from tests.simulate.formulas import EXPECTED, TRUTHS

TRUTH = {"r": 0.25, "alpha": 4.5, "a": 0.8, "b": 2.4}
SPEND = {"p": 6.0, "q": 4.0, "gamma": 15.0}


def simulated(**options: Any) -> pd.DataFrame:
    usual: dict[str, Any] = {"params": TRUTH, "ages": np.full(2000, 39.0), "seed": 1}
    usual.update(options)
    return simulate_customers(**usual)


def test_counts_follow_the_probabilities_of_the_model() -> None:
    n = 100_000
    model = BGNBD()
    model.params_ = TRUTH
    shares = np.bincount(simulated(ages=np.full(n, 39.0))["frequency"], minlength=10)[:10] / n
    assert_allclose(shares, model.new_customer_pmf(39.0, 9), atol=4 * 0.5 / np.sqrt(n))


@pytest.mark.parametrize("model", [kind for kind in TRUTHS if kind != "sbg"])
def test_histories_are_legal(model: str) -> None:
    ages = np.arange(61.0).repeat(50)
    customers = simulated(params=TRUTHS[model], ages=ages, model=model, spend=SPEND)
    again = customers["frequency"] > 0
    assert again.any()
    assert ((customers["recency"] > 0) == again).all()
    assert (customers["recency"] <= customers["T"]).all()
    assert ((customers["monetary_value"] > 0) == again).all()
    assert customers["T"].tolist() == ages.tolist()


@pytest.mark.parametrize("model", [kind for kind in TRUTHS if kind != "sbg"])
def test_the_mean_frequency_is_what_a_new_customer_is_expected_to_buy(model: str) -> None:
    x = simulated(params=TRUTHS[model], ages=np.full(50_000, 12.0), model=model)["frequency"]
    expected = EXPECTED[model](12.0, **TRUTHS[model])
    assert abs(x.mean() - expected) < 4 * x.std() / np.sqrt(len(x))


def test_a_contract_has_a_tenure_and_is_lost_or_not() -> None:
    ages = np.tile([0.0, 1.0, 5.0], 2000)
    table = simulated(params=TRUTHS["sbg"], ages=ages, model="sbg")
    assert table.columns.tolist() == ["tenure", "lost"]
    assert (table["tenure"][~table["lost"]] == ages[~table["lost"]]).all()
    assert table["tenure"][table["lost"]].between(1, 5).all()
    assert not table["lost"][ages == 0].any()
    # P(T = 1) = alpha / (alpha + beta)
    first = (table["lost"] & (table["tenure"] == 1))[ages == 5].mean()
    assert first == pytest.approx(0.7 / 1.9, abs=4 * 0.5 / np.sqrt(2000))


def test_a_longer_observation_does_not_move_the_last_purchase_to_its_end() -> None:
    gone = simulated(params=TRUTH | {"a": 1e4, "b": 1e-3}, ages=np.full(5000, 500.0))
    assert gone["frequency"].max() == 1
    # One purchase per customer: the first arrival, within alpha / r of the start for most.
    assert gone.loc[gone["frequency"] == 1, "recency"].median() < 60


def test_time_between_purchases_has_the_stated_mean() -> None:
    alike = {"r": 1e4, "alpha": 1e5, "a": 1e-6, "b": 1.0}
    customers = simulated(params=alike, ages=np.full(200, 5000.0))
    assert (customers["recency"].sum() / customers["frequency"].sum()) == pytest.approx(10, 0.01)


def test_log_gaps_of_one_repeat_purchase_are_the_log_of_its_age() -> None:
    customers = simulated(params=TRUTHS["mbg_cnbd_k"], model="mbg_cnbd_k", gaps=True)
    once, more = customers.query("frequency == 1"), customers.query("frequency > 1")
    assert_allclose(once["log_gaps"], np.log(once["recency"]))
    assert (customers.query("frequency == 0")["log_gaps"] == 0).all()
    # Equal gaps would have the largest product.
    even = more["frequency"] * np.log(more["recency"] / more["frequency"])
    assert (more["log_gaps"] < even).all()


def test_log_gaps_are_those_of_regular_and_of_random_buyers() -> None:
    """E ln of a gap of k stages at rate 1 is digamma(k): -.577 for k = 1, 1.256 for k = 4."""
    for k, mean in ((1, -0.5772), (4, 1.2561)):
        alike = {"k": k, "r": 1e6, "alpha": 1e6, "a": 1e-9, "b": 1.0}
        table = simulated(params=alike, ages=np.full(500, 400.0), model="bg_cnbd_k", gaps=True)
        found = table["log_gaps"].sum() / table["frequency"].sum()
        assert found == pytest.approx(mean, abs=0.02)


def test_a_positive_coefficient_of_the_rate_means_more_purchases() -> None:
    z = pd.DataFrame({"age": np.tile([0.0, 1.0], 20_000)})
    customers = simulated(
        params=TRUTH | {"alpha[age]": np.log(2.0)}, ages=np.full(40_000, 39.0), covariates=z
    )
    assert customers["age"].tolist() == z["age"].tolist()
    by = customers.groupby("age")["frequency"]
    plain = EXPECTED["bg_nbd"](39.0, **TRUTH)
    twice = EXPECTED["bg_nbd"](39.0, **TRUTH | {"alpha": 2.25})
    assert_allclose(by.mean(), [plain, twice], atol=4 * by.std().max() / np.sqrt(20_000))


def test_a_positive_coefficient_of_the_lifetime_means_an_earlier_death() -> None:
    z = pd.DataFrame({"age": np.tile([0.0, 1.0], 20_000)})
    truth = TRUTHS["pareto_nbd"]
    customers = simulated(
        params=truth | {"beta[age]": np.log(3.0)}, ages=np.full(40_000, 39.0), covariates=z,
        model="pareto_nbd",
    )  # fmt: skip
    by = customers.groupby("age")["frequency"]
    expected = [EXPECTED["pareto_nbd"](39.0, **truth | {"beta": b}) for b in (11.7, 3.9)]
    assert_allclose(by.mean(), expected, atol=4 * by.std().max() / np.sqrt(20_000))


def test_coefficients_of_zero_change_nothing() -> None:
    z = pd.DataFrame({"age": np.arange(2000.0)})
    moved = simulated(params=TRUTH | {"alpha[age]": 0.0, "a[age]": 0.0}, covariates=z)
    assert_frame_equal(moved.drop(columns="age"), simulated())


def test_spend_goes_with_frequency_only_where_it_is_told_to() -> None:
    params = TRUTH | {"r": 2.0}

    def correlation(**more: float) -> float:
        table = simulated(params=params, ages=np.full(10_000, 39.0), spend=SPEND | more)
        again = table.query("frequency > 0")
        return float(spearmanr(again["frequency"], again["monetary_value"]).statistic)

    assert abs(correlation()) < 0.1
    assert correlation(**{"gamma[log_frequency]": 0.3}) > 0.2
    assert correlation(**{"gamma[log_frequency]": -0.3}) < -0.2


def test_customers_with_one_repeat_purchase_spend_what_gamma_says() -> None:
    dependent = SPEND | {"gamma[log_frequency]": 0.3}
    table = simulated(params=TRUTH | {"r": 2.0}, ages=np.full(30_000, 20.0), spend=dependent)
    by = table.groupby("frequency")["monetary_value"]
    for x in (1, 2, 4):
        spend = by.get_group(x)
        assert abs(spend.mean() - 30 * x**0.3) < 4 * spend.std() / np.sqrt(len(spend))


def test_the_mean_spend_is_that_of_the_population() -> None:
    table = simulated(params=TRUTH | {"r": 2.0}, ages=np.full(10_000, 39.0), spend=SPEND)
    mean = table.query("frequency > 0")["monetary_value"].mean()
    assert mean == pytest.approx(6 * 15 / 3, rel=0.03)


def test_a_seed_repeats_a_table_and_another_does_not() -> None:
    for model, params in TRUTHS.items():
        again = {"model": model, "params": params, "spend": SPEND, "gaps": True}
        assert_frame_equal(simulated(**again), simulated(**again))
        assert not simulated(**again).equals(simulated(**again, seed=2))


def test_a_seed_draws_the_same_customers_for_ever() -> None:
    table = simulated(seed=3, ages=[39.0] * 8, spend=SPEND)
    assert table["frequency"].tolist() == [0, 4, 0, 0, 0, 1, 4, 1]
    assert table.attrs == {"time_unit": "W"}
    assert table["recency"].iloc[-1] == pytest.approx(33.487035)
    assert table["monetary_value"].iloc[-1] == pytest.approx(13.971667)
    assert table.index[:2].tolist() == ["c0000000", "c0000001"]


@pytest.mark.parametrize(
    ("code", "wrong"),
    [
        ("E_MODEL", {"model": "ets"}),
        ("E_PARAMETER: bg_cnbd_k needs k; give k: .*k, r, alpha, a, b", {"model": "bg_cnbd_k"}),
        ("E_PARAMETER: bg_nbd knows no q; leave out q: ", {"params": TRUTH | {"q": 1.0}}),
        (
            "E_PARAMETER: nbd needs r and knows no R; give r and leave out R: ",
            {"params": {"R": 1.0, "alpha": 2.0}, "model": "nbd"},
        ),
        ("E_PARAMETER.*'a=-1.0'.*above 0 for a", {"params": TRUTH | {"a": -1.0}}),
        (
            "E_PARAMETER.*k is no whole.*1.5",
            {"params": TRUTH | {"k": 1.5}, "model": "bg_cnbd_k"},
        ),
        ("E_PARAMETER: 1 of 2 ages are no number", {"ages": [1.0, -1.0]}),
        ("E_PARAMETER", {"ages": [np.inf]}),
        ("E_PARAMETER: ages have 2 dimensions", {"ages": [[1.0]]}),
        ("E_PARAMETER.*whole", {"params": TRUTHS["bg_bb"], "model": "bg_bb", "ages": [1.5]}),
        ("E_PARAMETER.*'r.age.'", {"params": TRUTH | {"r[age]": 1.0}}),
        ("E_PARAMETER.*'alpha.'", {"params": TRUTH | {"alpha[": 1.0}}),
        ("E_COLUMNS.*age", {"params": TRUTH | {"alpha[age]": 1.0}}),
        (
            "E_PARAMETER.*3 customers for 2000",
            {"params": TRUTH | {"alpha[z]": 1.0}, "covariates": pd.DataFrame({"z": [1, 2, 3]})},
        ),
        (
            "E_PARAMETER: 2000 of 2000 customers have no finite number.*'z'",
            {
                "params": TRUTH | {"alpha[z]": 1.0},
                "covariates": pd.DataFrame({"z": np.full(2000, np.nan)}),
            },
        ),
        ("E_PARAMETER", {"spend": SPEND | {"p": 0.0}}),
        ("E_COLUMNS", {"spend": SPEND | {"gamma[age]": 0.5}}),
    ],
)
def test_what_cannot_be_simulated_is_refused(code: str, wrong: dict[str, Any]) -> None:
    with pytest.raises(InputError, match=code):
        simulated(**wrong)


@pytest.mark.parametrize("model", ["mbg_nbd", "bg_cnbd_k", "mbg_cnbd_k", "nbd", "bg_bb", "sbg"])
def test_what_cannot_be_fitted_with_covariates_is_not_simulated_with_any(model: str) -> None:
    z = pd.DataFrame({"age": np.zeros(2000)})
    params = TRUTHS[model] | {"alpha[age]": 0.5}
    with pytest.raises(
        InputError, match=f"E_COVARIATES: {model} takes no covariates.*'alpha.age.'"
    ):
        simulated(params=params, model=model, covariates=z)
