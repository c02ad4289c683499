import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clv.rules.systems.rescue import RescueOrRelease
from tests.rules.customers import FOUR

LOW = FOUR.index[3]  # the one of EIV: 2 purchases, 20.0, 300 days, silent for 150
BASE = FOUR.assign(mean_amount=FOUR["contribution"] / FOUR["purchases"], median_gap=50.0)


def priced() -> RescueOrRelease:
    return RescueOrRelease(hourly_cost=20, marketing=2, supply=5)


def judge(**given_: float) -> "tuple[str, pd.Series[float]]":
    features = BASE.assign(**given_)
    found = priced().fit(features).assign(features)
    return found.labels[LOW], found.scores.loc[LOW]


@pytest.mark.parametrize(
    ("margin", "value", "label"),
    [
        (130.0, 0.0, "rescue"),  # a tenth of it, 13, exceeds half an hour and marketing, 12
        (110.0, 0.0, "keep"),
        (110.0, 2.0, "rescue"),  # strategic value tips the scale
        (5.0, 0.0, "release"),  # no more than the supply: a tie goes to the cheaper side
        (5.1, 0.0, "keep"),
        (0.0, 17.5, "rescue"),
        (-10.0, 0.0, "release"),
    ],
)
def test_the_larger_net_benefit_decides(margin: float, value: float, label: str) -> None:
    given_ = {"expected_margin": margin, "probability_active": 1.0, "strategic_value": value}
    assert judge(**given_)[0] == label


def test_the_parts_are_those_of_the_formula() -> None:
    _, scores = judge(expected_margin=200.0, probability_active=0.5, strategic_value=3.0)
    assert scores.to_dict() == pytest.approx(
        {
            "margin": 100.0,
            "active": 0.5,
            "value": 3.0,
            "effort": 12.0,
            "leave": 95.0,
            "rescue": 100 * 1.1 + 3 - 5 - 12,
            "break_even": 0.09,
        }
    )


def test_without_a_model_the_past_speaks_and_is_called_assumed() -> None:
    _, scores = judge()
    assert scores["active"] == 1.0  # 150 days of silence are three gaps of 50
    assert scores["margin"] == pytest.approx(2 / 350 * 182 * 10 * 0.3)
    said = " ".join(map(str, priced().fit(BASE).assign(BASE).notices))
    assert "W_MARGIN_ASSUMED: the margin of 1 customers is assumed" in said
    assert "W_COSTS_ASSUMED" not in said


def test_known_costs_take_the_place_of_the_assumed_share() -> None:
    features = BASE.assign(margin=12.0)
    found = priced().fit(features).assign(features)
    assert found.scores.loc[LOW, "margin"] == pytest.approx(2 / 350 * 182 * 6)
    assert not found.notices


def test_costs_in_multiples_of_a_purchase_are_called_assumed() -> None:
    found = RescueOrRelease().fit(BASE).assign(BASE)
    said = " ".join(map(str, found.notices))
    assert "W_COSTS_ASSUMED: hourly_cost, marketing, supply are assumed" in said
    effort = (0.5 * 0.2 + 0.02) * (100 + 10) / 2  # the median of 100, 116.7, 10 and 10
    assert found.scores.loc[LOW, "effort"] == pytest.approx(effort)


def test_longer_silence_lowers_the_chance() -> None:
    assert judge(inactivity=300)[1]["active"] == pytest.approx(0.5)
    assert judge(inactivity=0)[1]["active"] == 1.0


def test_a_purchase_of_yesterday_is_no_daily_habit() -> None:
    _, scores = judge(tenure=1, inactivity=1)
    assert scores["margin"] == pytest.approx(2 / 51 * 182 * 3)


def test_no_uplift_pays_where_nothing_is_expected() -> None:
    assert np.isnan(judge(expected_margin=0.0)[1]["break_even"])


def test_only_those_who_are_not_loyal_are_judged() -> None:
    found = RescueOrRelease().fit(BASE).assign(BASE)
    assert found.labels.drop(LOW).eq("not_applicable").all()


def test_without_any_money_earned_costs_are_nothing() -> None:
    features = BASE.assign(mean_amount=-1.0)
    found = RescueOrRelease().fit(features).assign(features)
    assert found.scores["effort"].eq(0).all()
    assert found.labels[LOW] == "release"


@settings(max_examples=8, deadline=None)
@given(st.floats(0, 1e4), st.floats(0, 1e3))
def test_more_margin_never_worsens_the_decision(margin: float, more: float) -> None:
    rank = {"release": 0, "keep": 1, "rescue": 2}
    before = judge(expected_margin=margin, probability_active=1.0)[0]
    after = judge(expected_margin=margin + more, probability_active=1.0)[0]
    assert rank[before] <= rank[after]


@settings(max_examples=8, deadline=None)
@given(st.floats(1, 1e4))
def test_the_break_even_uplift_separates_rescue_from_leaving(margin: float) -> None:
    _, scores = judge(expected_margin=margin, probability_active=1.0)
    worth = scores["rescue"] > max(0.0, scores["leave"])
    assert worth == (scores["break_even"] < 0.1) or scores["break_even"] == pytest.approx(0.1)
