"""Simulated customers follow the formulas; simulated logs summarise to simulated customers."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from pandas.testing import assert_frame_equal

from clv.errors import InputError
from clv.models import BGNBD, GammaGamma
from clv.simulate import simulate_bg_nbd, simulate_customers

TRUTH = {"r": 0.25, "alpha": 4.5, "a": 0.8, "b": 2.4}
SPEND = {"p": 6.0, "q": 4.0, "gamma": 15.0}
START, END = date(2023, 1, 1), date(2024, 1, 1)


def true_model() -> BGNBD:
    """Return a model that knows the truth."""
    model = BGNBD()
    model.params_, model.time_unit_ = TRUTH, "W"
    return model


def test_counts_follow_the_probabilities_of_the_model() -> None:
    n = 100_000
    customers = simulate_customers(TRUTH, np.full(n, 39.0), seed=2)
    shares = np.bincount(customers["frequency"], minlength=10)[:10] / n
    assert_allclose(shares, true_model().pmf(np.arange(10), 39.0), atol=4 * 0.5 / np.sqrt(n))


def test_histories_are_legal() -> None:
    customers = simulate_customers(TRUTH, np.linspace(0, 60, 5000), seed=3, spend=SPEND)
    again = customers["frequency"] > 0
    assert ((customers["recency"] > 0) == again).all()
    assert (customers["recency"] <= customers["T"]).all()
    assert ((customers["monetary_value"] > 0) == again).all()


def test_a_longer_observation_does_not_move_the_last_purchase_to_its_end() -> None:
    gone = simulate_customers(TRUTH | {"a": 1e4, "b": 1e-3}, np.full(5000, 500.0), seed=4)
    assert gone["frequency"].max() == 1
    # One purchase per customer: the first arrival, within alpha / r of the start for most.
    assert gone.loc[gone["frequency"] == 1, "recency"].median() < 60


def test_time_between_purchases_has_the_stated_mean() -> None:
    alike = {"r": 1e4, "alpha": 1e5, "a": 1e-6, "b": 1.0}
    customers = simulate_customers(alike, np.full(2000, 500.0), seed=5)
    assert (customers["recency"].sum() / customers["frequency"].sum()) == pytest.approx(10, 0.02)


def test_a_log_names_every_customer_and_stays_in_its_window() -> None:
    log = simulate_bg_nbd(TRUTH, 500, START, END, seed=1, spend=SPEND)
    assert log["customer_id"].nunique() == 500
    assert log["date"].between(pd.Timestamp(START), pd.Timestamp("2023-12-31")).all()
    assert (log["date"] == log["date"].dt.normalize()).all()
    assert log["date"].is_monotonic_increasing
    assert log["amount"].min() >= 0.01
    assert_allclose(log["amount"], log["amount"].round(2))
    first = log.groupby("customer_id")["date"].min()
    assert (first < pd.Timestamp(START) + pd.Timedelta(days=84)).all()


def test_a_log_without_spend_has_no_amounts() -> None:
    log = simulate_bg_nbd(TRUTH, 50, START, END, seed=1)
    assert log.columns.tolist() == ["customer_id", "date"]


def test_parameters_are_found_again_in_a_log() -> None:
    log = simulate_bg_nbd(TRUTH, 20_000, START, END, seed=6, spend=SPEND)
    days = log.groupby(["customer_id", "date"])[["amount"]].sum().reset_index()
    by = days.groupby("customer_id")["date"]
    first, last = by.min(), by.max()
    repeats = days[days["date"] > days["customer_id"].map(first)]
    mean = repeats.groupby("customer_id")["amount"].mean()
    customers = pd.DataFrame(
        {
            "frequency": by.size() - 1,
            "recency": (last - first).dt.days / 7,
            "T": (pd.Timestamp("2023-12-31") - first).dt.days / 7,
            "monetary_value": mean.reindex(first.index).fillna(0.0),
        }
    )
    customers.attrs["time_unit"] = "W"
    model = BGNBD().fit(customers)
    # Whole days merge a few purchases, which moves r and alpha a little.
    assert_allclose(list(model.params_.values()), list(TRUTH.values()), rtol=0.15)
    forecast = model.predict(customers, 39.0).sum()
    assert forecast == pytest.approx(true_model().predict(customers, 39.0).sum(), rel=0.03)
    spend = GammaGamma().fit(customers).predict(customers.head(1)).iloc[0]
    assert spend == pytest.approx(30, rel=0.5)


def test_a_seed_repeats_a_log_and_another_does_not() -> None:
    once = simulate_bg_nbd(TRUTH, 100, START, END, seed=1, spend=SPEND)
    assert_frame_equal(once, simulate_bg_nbd(TRUTH, 100, START, END, seed=1, spend=SPEND))
    assert not once.equals(simulate_bg_nbd(TRUTH, 100, START, END, seed=2, spend=SPEND))


@pytest.mark.parametrize("unit", ["D", "W"])
def test_the_unit_of_alpha_is_the_unit_asked_for(unit: str) -> None:
    params = TRUTH | {"alpha": 4.5 * (7.0 if unit == "D" else 1.0)}
    log = simulate_bg_nbd(params, 20_000, START, END, seed=7, time_unit=unit)
    ages = (365 - np.arange(84)) / 7
    expected = np.mean([true_model().expected_purchases(age) for age in ages])
    assert len(log) / 20_000 - 1 == pytest.approx(expected, rel=0.03)


@pytest.mark.parametrize(
    ("code", "wrong"),
    [
        ("E_PARAMETER", {"params": TRUTH | {"a": 0.0}}),
        ("E_PARAMETER", {"params": TRUTH | {"r": np.nan}}),
        ("E_PARAMETER", {"spend": SPEND | {"q": -1.0}}),
        ("E_PARAMETER", {"n_customers": 0}),
        ("E_PARAMETER", {"join_days": 0}),
        ("E_WINDOW", {"end": START}),
        ("E_UNIT", {"time_unit": "Y"}),
    ],
)
def test_what_cannot_be_simulated_is_refused(code: str, wrong: dict[str, object]) -> None:
    right = {"params": TRUTH, "n_customers": 5, "start": START, "end": END, "seed": 1}
    with pytest.raises(InputError, match=code):
        simulate_bg_nbd(**(right | wrong))  # type: ignore[arg-type]
