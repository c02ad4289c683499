import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clv.rules import ContributionStability
from clv.rules.systems.causes import CausesOfInstability
from tests.rules.customers import FOUR, customers


def drifting(**signs: float) -> pd.DataFrame:
    """FOUR, the second of whom is EII; the signs are his."""
    his = pd.DataFrame({name: [0.0, value, 0.0, 0.0] for name, value in signs.items()}, FOUR.index)
    return FOUR.join(his)


def judge(features: pd.DataFrame) -> "tuple[str, pd.Series[float]]":
    found = CausesOfInstability().fit(features).assign(features)
    return found.labels.iloc[1], found.scores.iloc[1]


STEADY = {"visits_earlier": 10, "visits_later": 10}


@pytest.mark.parametrize(
    ("signs", "cause", "score"),
    [
        ({"new_item_share_later": 0.4}, "novelty", 0.8),
        ({"category_entropy_earlier": 0.2, "category_entropy_later": 0.41}, "novelty", 0.7),
        (STEADY | {"spend_earlier": 100, "spend_later": 60}, "offer", 0.8),
        ({"discount_depth_earlier": 0.05, "discount_depth_later": 0.17}, "offer", 0.6),
        ({"visits_later": 8, "returns_later": 2}, "dissatisfied", 0.8),
        ({"complaints": 1}, "dissatisfied", 1.0),
        ({"survey_score": 2}, "dissatisfied", 0.75),
    ],
)
def test_each_sign_points_to_its_cause(signs: dict[str, float], cause: str, score: float) -> None:
    label, scores = judge(drifting(**signs))
    assert label == cause
    assert scores.max() == pytest.approx(score)


def test_spend_that_falls_with_the_visits_is_no_offer() -> None:
    fallen = {"spend_earlier": 100, "spend_later": 50, "visits_earlier": 10, "visits_later": 5}
    assert judge(drifting(**fallen))[1]["offer"] == 0


def test_a_middling_survey_is_no_dissatisfaction() -> None:
    label, scores = judge(drifting(survey_score=3))
    assert (label, scores["dissatisfaction"]) == ("undetermined", 0.5)


def test_a_cause_must_lead_clearly() -> None:
    # novelty 0.9 beside dissatisfaction 0.8, then 0.82
    assert judge(drifting(new_item_share_later=0.45, complaints=0.8))[0] == "novelty"
    assert judge(drifting(new_item_share_later=0.45, complaints=0.82))[0] == "undetermined"
    assert judge(drifting(new_item_share_later=0.45, complaints=0.9))[0] == "undetermined"


def test_without_any_sign_no_cause_is_forced() -> None:
    found = CausesOfInstability().fit(FOUR).assign(FOUR)
    assert found.labels.tolist()[1] == "undetermined"
    assert found.scores.isna().all(axis=None)
    said = " ".join(map(str, found.notices))
    assert "W_CAUSE_UNSEEN: the table has no sign of novelty or offer or dissatisfaction" in said
    assert "W_CAUSE_UNDETERMINED: for 1 of 1 drifting customers" in said


def test_an_unknown_cause_leaves_the_decision_to_the_others() -> None:
    features = drifting(complaints=1).assign(new_item_share_later=np.nan)
    label, scores = judge(features)
    assert label == "dissatisfied"
    assert np.isnan(scores["novelty"])


def test_only_drifting_customers_are_judged() -> None:
    found = CausesOfInstability().fit(FOUR).assign(FOUR)
    assert found.labels.drop(FOUR.index[1]).eq("not_applicable").all()
    assert found.states.iloc[1] == ""


def test_states_of_t1_stay() -> None:
    features = FOUR.assign(purchases=[9, 0, 8, 2], contribution=[900.0, 700.0, np.nan, 20.0])
    found = CausesOfInstability().fit(features).assign(features)
    assert found.labels.tolist()[1:3] == ["no_purchase", "unknown_field"]
    strict = CausesOfInstability(ContributionStability(strict=True))
    rows = customers([(9, 90.0, 9), (5, 50.0, 2), (1, 99.0, 1)])
    assert strict.fit(rows).assign(rows).labels.tolist()[2] == "too_little_history"


def test_the_quadrants_are_frozen_and_stored() -> None:
    rules = CausesOfInstability(ContributionStability("pareto 0.8")).fit(FOUR)
    later = FOUR.assign(contribution=FOUR["contribution"] / 10, complaints=1)
    assert rules.assign(later).labels.eq("not_applicable").all()
    again = CausesOfInstability.from_dict(rules.to_dict())
    assert again.assign(FOUR).labels.equals(rules.assign(FOUR).labels)


@settings(max_examples=8, deadline=None)
@given(st.floats(0, 1), st.floats(0, 1))
def test_more_new_items_never_weaken_novelty(share: float, more: float) -> None:
    less, greater = sorted([share, more])
    scores = [judge(drifting(new_item_share_later=s))[1]["novelty"] for s in (less, greater)]
    assert scores[0] <= scores[1]
