import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clv.rules.change.changes import standings
from clv.rules.change.label_history import label_history
from clv.rules.systems.movement import Movement
from tests.rules.facts import facts, shop_log

COLUMNS = {
    "purchases": 8,
    "purchases_total": 8,
    "tenure": 300,
    "inactivity": 9,
    "median_gap": 30.0,
    "spend_earlier": 50.0,
    "spend_later": 50.0,
    "visits_earlier": 4.0,
    "visits_later": 4.0,
}


def table(*rows: dict[str, float]) -> pd.DataFrame:
    return pd.DataFrame([COLUMNS | row for row in rows], index=[f"c{n}" for n in range(len(rows))])


LEARNED = Movement().fit(table({}, {"median_gap": 10.0}, {"median_gap": 50.0}))


def label(**row: float) -> str:
    return str(LEARNED.assign(table(row)).labels.iloc[0])


def test_change_decides_between_up_steady_and_down() -> None:
    assert label(spend_later=100.0) == "up"
    assert label() == "stay"
    assert label(spend_later=20.0) == "down"


def test_a_change_of_just_a_fifth_is_up_and_of_minus_a_fifth_is_steady() -> None:
    assert label(spend_earlier=40.0, spend_later=60.0) == "up"
    assert label(spend_earlier=60.0, spend_later=40.0) == "stay"
    assert label(spend_earlier=60.0, spend_later=39.9) == "down"


def test_visits_speak_where_the_log_has_no_money() -> None:
    nothing = {"spend_earlier": np.nan, "spend_later": np.nan}
    assert label(**nothing, visits_later=9.0) == "up"
    assert label(**nothing, visits_later=1.0) == "down"
    assert label(**nothing, visits_earlier=np.nan) == "unknown_field"


def test_silence_is_counted_in_usual_gaps() -> None:
    # (3 * 30 + 7 * 30) / 10 = 30 days
    assert label(inactivity=179) == "stay"
    assert label(inactivity=180) == "lost"
    # (3 * 30 + 7 * 10) / 10 = 16 days
    assert label(inactivity=96, median_gap=10.0) == "lost"
    assert label(inactivity=95, median_gap=10.0) == "stay"
    # one purchase: the population's 30 days
    assert label(inactivity=180, median_gap=np.nan, purchases=1) == "lost"
    assert label(inactivity=179, median_gap=np.nan, purchases=1) == "stay"


def test_who_is_known_for_less_than_90_days_is_new_whatever_else() -> None:
    assert label(tenure=89, spend_later=500.0) == "new"
    assert label(tenure=0, spend_later=np.nan, visits_later=np.nan) == "new"
    assert label(tenure=90) == "stay"


def test_who_is_lost_is_lost_though_nothing_else_is_known() -> None:
    nothing = dict.fromkeys(("spend_later", "visits_later"), np.nan)
    assert label(inactivity=999, **nothing) == "lost"


def test_a_window_without_purchases_is_a_fall() -> None:
    quiet = dict.fromkeys(("spend_earlier", "spend_later", "visits_earlier", "visits_later"), 0.0)
    assert label(**quiet) == "stay"
    assert label(**quiet, purchases=0) == "down"


def test_nobody_is_lost_while_nobody_came_back() -> None:
    once = table({"purchases": 1, "median_gap": np.nan, "inactivity": 9999})
    learned = Movement().fit(once)
    assert learned.learned_ == {"gap": None}
    assert learned.assign(once).labels.tolist() == ["stay"]


def test_a_prospect_is_apart() -> None:
    assert label(purchases=0, purchases_total=0) == "no_purchase"


def test_returns_make_a_fall_of_one_hundred_percent_at_most() -> None:
    learned = Movement().fit(table({}))
    scores = learned.assign(table({"spend_earlier": 10.0, "spend_later": -40.0})).scores
    assert scores["change"].tolist() == [-1.0]


def test_labels_of_before_take_the_place_of_the_halves() -> None:
    rows = table(
        {"standing_before": 1.0, "standing": 2.0, "spend_later": 1.0},
        {"standing_before": 2.0, "standing": 2.0},
        {"standing_before": 3.0, "standing": 0.0},
        {"standing_before": np.nan, "standing": 2.0},
        {"standing_before": 2.0, "standing": np.nan},
    )
    found = Movement().fit(rows).assign(rows)
    assert found.labels.tolist() == ["up", "stay", "down", "new", "unknown_field"]


def test_labels_of_a_history_can_be_joined() -> None:
    history = label_history(shop_log(), "T1", ["2024-04-01", "2024-07-01"], "26w")
    table = facts().join(standings(history))
    found = Movement().fit(table).assign(table)
    rose = table["standing"] > table["standing_before"]
    assert found.labels[rose].isin(["up", "lost", "new"]).all()
    assert found.labels[table["standing_before"].isna()].isin(["new", "lost"]).all()
    assert found.labels.nunique() == 5


@settings(max_examples=30, deadline=None)
@given(st.floats(0, 1e6), st.floats(0, 1e6), st.floats(0.001, 1e6))
def test_more_spend_later_never_lowers_the_label(earlier: float, later: float, more: float) -> None:
    order = ["down", "stay", "up"]
    rows = table(*({"spend_earlier": earlier, "spend_later": x} for x in (later, later + more)))
    low, high = LEARNED.assign(rows).labels
    assert order.index(low) <= order.index(high)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_reason_names_silence_and_change(language: str) -> None:
    found = Movement().fit(table({}))
    said = found.assign(table({"spend_later": 20.0})).explain("c0", language)
    assert "-42.9%" in said
    assert ("0.3 times" if language == "en" else "0.3 倍") in said
