"""Tracking and frequencies: what models say from the first purchase on, summed by hand."""

import numpy as np
import pandas as pd
import pytest

from clv.customers import summarise, weekly_repeat_purchases
from clv.errors import InputError
from clv.evaluation import count_frequencies, new_customers, track_purchases
from clv.models import BGNBD, NBD, PurchaseModel
from clv.transactions import Transactions


@pytest.fixture(scope="module")
def models(cdnow_sample_customers: pd.DataFrame) -> dict[str, PurchaseModel]:
    return {"BG": BGNBD().fit(cdnow_sample_customers), "NBD": NBD().fit(cdnow_sample_customers)}


@pytest.fixture(scope="module")
def weekly(cdnow_sample_log: Transactions) -> "pd.Series[int]":
    return weekly_repeat_purchases(cdnow_sample_log, "1997-10-01")


@pytest.fixture(scope="module")
def tracked(
    models: dict[str, PurchaseModel],
    cdnow_sample_customers: pd.DataFrame,
    weekly: "pd.Series[int]",
) -> pd.DataFrame:
    return track_purchases(models, cdnow_sample_customers, weekly)


def test_up_to_the_cut_each_customer_is_expected_at_the_own_age(
    tracked: pd.DataFrame,
    models: dict[str, PurchaseModel],
    cdnow_sample_customers: pd.DataFrame,
) -> None:
    ages, people = np.unique(cdnow_sample_customers["T"], return_counts=True)
    expected = people @ [models["BG"].expected_purchases(age) for age in ages]
    assert tracked["BG"][:"1997-09-30"].sum() == pytest.approx(expected, rel=1e-6)
    ahead = people @ [models["BG"].expected_purchases(age + 39) for age in ages]
    assert tracked["BG"].sum() == pytest.approx(ahead, rel=1e-6)


def test_what_happened_is_what_the_log_counts(
    tracked: pd.DataFrame, weekly: "pd.Series[int]"
) -> None:
    assert tracked["actual"].tolist() == weekly.tolist()
    assert tracked.attrs == {"cut": "1997-10-01"}


def test_without_dropout_a_settled_cohort_buys_the_same_each_week(tracked: pd.DataFrame) -> None:
    settled = tracked["NBD"]["1997-04-09":]
    assert settled.max() == pytest.approx(settled.min(), rel=1e-6)


def test_between_its_nodes_a_model_is_as_smooth_as_it_is(
    monkeypatch: pytest.MonkeyPatch,
    tracked: pd.DataFrame,
    models: dict[str, PurchaseModel],
    cdnow_sample_customers: pd.DataFrame,
    weekly: "pd.Series[int]",
) -> None:
    monkeypatch.setattr(new_customers, "NODES", 10_000)
    exact = track_purchases({"NBD": models["NBD"]}, cdnow_sample_customers, weekly)
    np.testing.assert_allclose(tracked["NBD"], exact["NBD"], rtol=1e-6)


def test_days_and_weeks_track_alike(
    cdnow_sample_log: Transactions, tracked: pd.DataFrame, weekly: "pd.Series[int]"
) -> None:
    daily = summarise(cdnow_sample_log, "1997-10-01", unit="D")
    by_day = track_purchases({"NBD": NBD().fit(daily)}, daily, weekly)
    np.testing.assert_allclose(by_day["NBD"], tracked["NBD"], rtol=1e-4)


def test_another_cut_is_refused(
    models: dict[str, PurchaseModel],
    cdnow_sample_log: Transactions,
    weekly: "pd.Series[int]",
) -> None:
    with pytest.raises(InputError, match="1997-07-01.*1997-10-01") as raised:
        track_purchases(models, summarise(cdnow_sample_log, "1997-07-01"), weekly)
    assert raised.value.code == "E_CUT"


def test_frequencies_are_sums_over_the_customers_ages(
    models: dict[str, PurchaseModel], cdnow_sample_customers: pd.DataFrame
) -> None:
    table = count_frequencies(models, cdnow_sample_customers, most=3)
    ages, people = np.unique(cdnow_sample_customers["T"], return_counts=True)
    zero = people @ [models["BG"].new_customer_pmf(age, 0)[0] for age in ages]
    assert table["BG"]["0"] == pytest.approx(zero)
    assert table["actual"]["3+"] == (cdnow_sample_customers["frequency"] >= 3).sum()
    assert table[["actual", "BG", "NBD"]].sum().tolist() == pytest.approx([2357] * 3)
    assert (table["lower"] < table["actual"]).all()
    assert (table["actual"] < table["upper"]).all()


def test_many_ages_are_gathered_at_little_cost(
    monkeypatch: pytest.MonkeyPatch,
    models: dict[str, PurchaseModel],
    cdnow_sample_customers: pd.DataFrame,
) -> None:
    exact = count_frequencies(models, cdnow_sample_customers)
    monkeypatch.setattr(new_customers, "NODES", 40)
    rough = count_frequencies(models, cdnow_sample_customers)
    np.testing.assert_allclose(rough["BG"], exact["BG"], rtol=1e-3)


def test_covariates_are_refused(
    cdnow_sample_customers: pd.DataFrame, weekly: "pd.Series[int]"
) -> None:
    z = np.random.default_rng(0).normal(size=len(cdnow_sample_customers))
    customers = cdnow_sample_customers.assign(z=z)
    moved = BGNBD(rate_covariates=("z",)).fit(customers)
    models: dict[str, PurchaseModel] = {"moved": moved}
    with pytest.raises(InputError) as raised:
        track_purchases(models, customers, weekly)
    assert raised.value.code == "E_COVARIATES"
    with pytest.raises(InputError) as raised:
        count_frequencies(models, customers)
    assert raised.value.code == "E_COVARIATES"
