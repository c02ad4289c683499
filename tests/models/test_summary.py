"""Fits in numbers, alone and beside the reference."""

import pytest

from clv.models import BGNBD, GammaGamma, compare_with_lifetimes, describe_fit
from tests.models import cdnow


def test_a_fit_is_described_under_its_kind() -> None:
    model = BGNBD().fit(cdnow.customers("sample"))
    found = describe_fit(model)["bg_nbd"]
    assert found["status"] == "converged"
    assert found["params"] == model.params_
    assert found["loglik"] == pytest.approx(-9582.4292, abs=1e-4)
    assert (found["n_customers"], found["n_repeaters"], found["n_histories"]) == (2357, 946, 1016)
    assert found["time_unit"] == "W"


def test_both_models_agree_with_lifetimes_to_four_digits() -> None:
    customers = cdnow.customers("sample")
    models = [BGNBD().fit(customers), GammaGamma().fit(customers)]
    table = compare_with_lifetimes(customers, models)
    assert table["parameter"].tolist() == ["r", "alpha", "a", "b", "p", "q", "gamma"]
    assert table["model"].unique().tolist() == ["bg_nbd", "gamma_gamma"]
    assert (table["relative_gap"] < 1e-4).all()
    assert table["estimate"].between(table["lower"], table["upper"]).all()


def test_where_lifetimes_fails_the_comparison_is_left_blank() -> None:
    customers = cdnow.customers("sample")
    refused = customers.assign(recency=customers["T"] + customers["frequency"])
    table = compare_with_lifetimes(refused, [BGNBD().fit(customers)])
    assert table["lifetimes"].isna().all()
    assert table["estimate"].notna().all()
