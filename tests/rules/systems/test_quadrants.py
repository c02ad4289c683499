import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.base import clone
from sklearn.exceptions import NotFittedError

from clv.errors import InputError
from clv.rules import ContributionStability
from tests.rules.customers import FOUR, TABLES, customers

CELLS = ["EI", "EII", "EIII", "EIV"]


def labels(features: pd.DataFrame, **parameters: object) -> "pd.Series[str]":
    return ContributionStability(**parameters).fit(features).assign(features).labels  # type: ignore[arg-type]


def test_high_and_low_make_the_four_cells() -> None:
    assert labels(FOUR).tolist() == CELLS


def test_one_time_buyers_are_placed_low_unless_strict() -> None:
    features = customers([(9, 90.0, 9), (5, 50.0, 2), (1, 99.0, 1), (1, 1.0, 1)])
    assert labels(features).tolist() == ["EI", "EIV", "EII", "EIV"]
    apart = labels(features, strict=True)
    assert apart.tolist() == ["EI", "EIV", "too_little_history", "too_little_history"]


def test_the_stability_cut_is_learned_without_one_time_buyers() -> None:
    repeaters = [(5, 50.0, active) for active in (2, 4, 6, 8)]
    alone = ContributionStability().fit(customers(repeaters)).cuts_["stability"][0]
    crowd = (
        ContributionStability().fit(customers(repeaters + [(1, 5.0, 1)] * 50)).cuts_["stability"][0]
    )
    assert alone == crowd
    assert crowd.threshold == 0.6


def test_a_customer_without_an_amount_is_apart() -> None:
    features = FOUR.assign(contribution=[900.0, np.nan, 80.0, 20.0])
    found = ContributionStability().fit(features).assign(features)
    assert found.labels.tolist()[1] == "unknown_field"
    assert found.missing() == {"unknown_field": 1}


def test_a_customer_without_a_purchase_is_apart() -> None:
    features = FOUR.assign(purchases=[9, 6, 8, 0])
    assert labels(features).tolist()[3] == "no_purchase"


def test_frozen_cuts_show_growth_and_decline() -> None:
    quadrants = ContributionStability().fit(FOUR)
    later = FOUR.assign(contribution=FOUR["contribution"] / 10)
    assert quadrants.assign(later).labels.tolist() == ["EIII", "EIV", "EIII", "EIV"]
    assert quadrants.fit(later).assign(later).labels.tolist() == CELLS


def test_the_cuts_of_the_file_are_the_default() -> None:
    assert (
        ContributionStability().fit(FOUR).cuts_ == ContributionStability(0.5, 0.5).fit(FOUR).cuts_
    )


def test_a_second_preset_keeps_a_fifth_on_the_high_side() -> None:
    features = customers([(5, float(n), n) for n in range(1, 11)])
    assert labels(features, contribution=0.8).isin(["EI", "EII"]).sum() == 2


def test_contribution_per_day_does_not_make_late_joiners_small() -> None:
    features = customers([(5, 100.0, 5), (5, 90.0, 5), (5, 30.0, 5), (5, 5.0, 5)])
    features["tenure"] = [299, 299, 29, 29]
    assert labels(features).isin(["EI", "EII"]).tolist() == [True, True, False, False]
    per_day = labels(features, per="day_observed")
    assert per_day.isin(["EI", "EII"]).tolist() == [True, False, True, False]


def test_late_joiners_are_noticed() -> None:
    features = customers([(5, 10.0, 5)] * 10).assign(tenure=[300] * 8 + [100] * 2)
    codes = {n.code for n in ContributionStability().fit(features).assign(features).notices}
    assert "W_LATE_JOINERS" in codes
    quadrants = ContributionStability(per="day_observed").fit(features)
    assert "W_LATE_JOINERS" not in {n.code for n in quadrants.assign(features).notices}


def test_a_saturated_grid_is_noticed() -> None:
    features = customers([(20, float(n), 10) for n in range(20)])
    notices = ContributionStability().fit(features).assign(features).notices
    said = " ".join(str(notice) for notice in notices)
    assert "W_DEGENERATE_CUT: the stability cut (quantile 0.5) has 100% on its high side" in said
    assert "instead of 50%, because 20 customers share one value" in said
    assert "W_SMALL_CELL: EII (Drifting) holds 0 of 20 customers" in said


def test_short_histories_are_noticed_and_counted() -> None:
    features = customers([(9, 90.0, 9), (5, 50.0, 2), (1, 99.0, 1)])
    found = ContributionStability().fit(features).assign(features)
    assert found.missing() == {"too_little_history": 1}
    assert "W_TOO_LITTLE_HISTORY: the stability of 1 of 3 customers" in " ".join(
        map(str, found.notices)
    )


def test_a_table_with_other_periods_is_refused() -> None:
    later = FOUR.copy()
    later.attrs = FOUR.attrs | {"period_days": 91}
    with pytest.raises(InputError, match=r"E_PERIOD.*periods of 30 days.*period=30"):
        ContributionStability().fit(FOUR).assign(later)
    features = FOUR.assign(gap_cv=[0.1, 2.0, 0.2, 3.0])
    later = features.copy()
    later.attrs = FOUR.attrs | {"period_days": 91}
    gaps = ContributionStability(measure="ipt").fit(features).assign(later)
    assert gaps.labels.tolist() == CELLS


def test_stored_cuts_label_as_before() -> None:
    quadrants = ContributionStability("pareto 0.8", 0.4, strict=True).fit(FOUR)
    stored = json.loads(json.dumps(quadrants.to_dict()))
    again = ContributionStability.from_dict(stored)
    assert again.cuts_ == quadrants.cuts_
    assert again.assign(FOUR).labels.equals(quadrants.assign(FOUR).labels)
    assert again.assign(FOUR).learned_as_of == "2024-07-01"


def test_stored_cuts_of_another_version_are_refused() -> None:
    stored = ContributionStability().fit(FOUR).to_dict() | {"version": 0}
    with pytest.raises(InputError, match=r"E_STORED.*T1 version 0, this is T1 version 1"):
        ContributionStability.from_dict(stored)


def test_it_is_an_estimator_of_scikit_learn() -> None:
    quadrants = ContributionStability(contribution="pareto 0.8", strict=True)
    assert clone(quadrants).get_params() == quadrants.get_params()
    with pytest.raises(NotFittedError):
        quadrants.assign(FOUR)


@pytest.mark.parametrize(
    ("features", "parameters", "code"),
    [
        (FOUR.drop(columns="contribution"), {}, "E_COLUMNS"),
        (FOUR.iloc[[0, 0, 1]], {}, "E_CUSTOMER_TWICE"),
        (FOUR.assign(contribution=np.nan), {}, "E_VALUES"),
        (FOUR.assign(purchases=1, active_share=0.1).iloc[:0], {}, "E_VALUES"),
        (FOUR, {"contribution": 1.5}, "E_CUT_RULE"),
        (FOUR, {"measure": "mood"}, "E_MEASURE"),
        (FOUR, {"per": "week"}, "E_PER"),
    ],
)
def test_what_cannot_be_labelled_is_refused(
    features: pd.DataFrame, parameters: dict[str, object], code: str
) -> None:
    with pytest.raises(InputError) as caught:
        labels(features, **parameters)
    assert caught.value.code == code


@settings(max_examples=30)
@given(TABLES, st.booleans())
def test_every_customer_is_in_exactly_one_place(features: pd.DataFrame, strict: bool) -> None:
    found = labels(features, strict=strict)
    assert found.index.equals(features.index)
    assert found.isin([*CELLS, "too_little_history"]).all()
    assert strict or found.isin(CELLS).all()


@settings(max_examples=30)
@given(TABLES)
def test_equal_customers_share_a_cell(features: pd.DataFrame) -> None:
    twin = list(features.itertuples(index=False, name=None))
    cells = labels(features).groupby(pd.Series(twin, features.index)).nunique()
    assert cells.eq(1).all()


@settings(max_examples=30)
@given(TABLES, st.integers(0, 99))
def test_neither_order_nor_names_matter(features: pd.DataFrame, seed: int) -> None:
    order = np.random.default_rng(seed).permutation(len(features))
    shuffled = features.iloc[order].set_axis([f"other {n}" for n in order])
    assert labels(shuffled).tolist() == labels(features).iloc[order].tolist()


@settings(max_examples=30)
@given(TABLES, st.sampled_from([0.01, 0.25, 3.0, 1e6]))
def test_the_unit_of_money_does_not_matter(features: pd.DataFrame, unit: float) -> None:
    scaled = features.assign(contribution=features["contribution"] * unit)
    assert labels(scaled).equals(labels(features))


@settings(max_examples=30)
@given(TABLES, st.integers(0, 10), st.floats(0, 100))
def test_more_spend_never_lowers_the_contribution_side(
    features: pd.DataFrame, position: int, extra: float
) -> None:
    customer = features.index[position % len(features)]
    more = features.copy()
    more.loc[customer, "contribution"] += extra
    high = labels(features)[customer] in ("EI", "EII")
    assert not high or labels(more)[customer] in ("EI", "EII")


@settings(max_examples=30)
@given(TABLES)
def test_the_shares_of_the_cuts_are_those_of_the_labels(features: pd.DataFrame) -> None:
    quadrants = ContributionStability().fit(features)
    found = quadrants.assign(features)
    share = found.labels.isin(["EI", "EII"]).mean()
    assert share == pytest.approx(quadrants.cuts_["contribution"][0].share)
    judged = found.labels[features["purchases"] > 1]
    steady = judged.isin(["EI", "EIII"]).mean()
    assert steady == pytest.approx(quadrants.cuts_["stability"][0].share)


@settings(max_examples=30)
@given(TABLES)
def test_the_input_is_left_as_it_was(features: pd.DataFrame) -> None:
    before = features.copy(deep=True)
    labels(features)
    pd.testing.assert_frame_equal(features, before)


def test_who_has_not_bought_within_the_window_has_brought_nothing_and_is_not_new() -> None:
    features = customers([(9, 900.0, 9), (6, 700.0, 3), (8, 80.0, 8), (2, 20.0, 2), (0, 0.0, 0)])
    features.attrs["history_days"] = 300
    found = ContributionStability().fit(features).assign(features)
    assert found.labels.iloc[-1] == "EIV"
    assert found.states.iloc[-1] == ""
    features.attrs["history_days"] = None
    assert ContributionStability().fit(features).assign(features).labels.iloc[-1] == "no_purchase"
