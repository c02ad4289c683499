import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clv.rules.systems.room import RoomToGrow, placebo_room
from tests.rules.facts import facts

FACTS = facts()
RULES = RoomToGrow().fit(FACTS)
new = {"purchases": 5, "tenure": 10, "inactivity": 2, "median_gap": 2.0}
OLD = {"purchases": 5, "tenure": 300, "inactivity": 20, "median_gap": 60.0}


def group(kind: dict[str, float], contributions: list[float]) -> pd.DataFrame:
    return pd.DataFrame({"contribution": contributions}).assign(**kind)


TWO = pd.concat(
    [group(OLD, [10.0, 500.0, 500.0, 480.0, 20.0]), group(new, [9.0, 10.0, 10.0, 10.0, 10.0])],
    ignore_index=True,
)


def scores(features: pd.DataFrame, peers: int = 5) -> pd.DataFrame:
    return RoomToGrow(peers).fit(features).assign(features).scores


def test_room_is_what_the_best_fifth_of_the_peers_bring_more() -> None:
    # of five, four fifths lie at the fourth from below: 500 among the old, 10 among the new
    assert scores(TWO)["level"].tolist() == [500.0] * 5 + [10.0] * 5
    assert scores(TWO)["room"].tolist() == [490, 0, 0, 20, 480, 1, 0, 0, 0, 0]


def test_labels_are_high_some_and_none() -> None:
    labels = RoomToGrow(5).fit(TWO).assign(TWO).labels
    assert labels.tolist() == ["high", "none", "none", "some", "high", "some"] + ["none"] * 4


def test_room_is_never_below_zero() -> None:
    assert RULES.assign(FACTS).scores["room"].min() == 0


def test_peers_who_bring_nothing_leave_no_room() -> None:
    found = scores(group(OLD, [-50.0, -9.0, -5.0, -1.0]), 4)
    assert found[["room", "relative"]].eq(0).all(axis=None)


def test_without_peers_nobody_is_judged() -> None:
    found = RoomToGrow(11).fit(TWO).assign(TWO)
    assert found.labels.eq("not_applicable").all()


def test_unknown_money_and_no_purchase_are_apart() -> None:
    features = TWO.assign(contribution=[np.nan, *TWO["contribution"][1:]])
    features.loc[1, "purchases"] = 0
    labels = RoomToGrow(4).fit(features).assign(features).labels
    assert labels.tolist()[:2] == ["unknown_field", "no_purchase"]


def test_one_time_buyers_are_placed_by_their_silence() -> None:
    once = TWO.assign(median_gap=[np.nan] * 5 + [2.0] * 5, inactivity=[60] * 5 + [2] * 5)
    assert scores(once)["room"].equals(scores(TWO)["room"])


def test_peers_stay_those_of_the_reference() -> None:
    rules = RoomToGrow(5).fit(TWO)
    grown = TWO.assign(contribution=TWO["contribution"] * 3)
    assert rules.assign(grown).scores["level"].tolist() == [500.0] * 5 + [10.0] * 5


def test_what_is_learned_is_small_however_many_customers() -> None:
    many = pd.concat([TWO] * 1000, ignore_index=True)
    rules = RoomToGrow().fit(many)
    assert len(rules.learned_["points"]) == 5000
    assert rules.assign(TWO).scores["level"].tolist() == [500.0] * 5 + [10.0] * 5


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 239), st.floats(0, 1e5))
def test_more_contribution_never_adds_room(position: int, extra: float) -> None:
    one = FACTS.iloc[[position]]
    more = one.assign(contribution=one["contribution"] + extra)
    room = [RULES.assign(table).scores["room"].iloc[0] for table in (one, more)]
    assert room[1] <= room[0]


def test_the_placebo_takes_other_peoples_peers() -> None:
    placebo = placebo_room(RULES, FACTS, seed=1)
    true = RULES.assign(FACTS).scores
    assert placebo.index.equals(FACTS.index)
    assert not placebo.equals(true["room"])
    assert placebo.ge(0).all()
    own = FACTS["contribution"]
    handed = (placebo + own)[placebo > 0].round(6)
    assert handed.isin(true["level"].round(6)).all()


def test_the_placebo_hangs_on_the_seed_and_not_on_the_order() -> None:
    placebo = placebo_room(RULES, FACTS, seed=1)
    shuffled = placebo_room(RULES, FACTS.sample(frac=1, random_state=0), seed=1)
    assert shuffled.sort_index().equals(placebo)
    assert not placebo_room(RULES, FACTS, seed=2).equals(placebo)


@pytest.mark.parametrize("column", ["contribution", "tenure", "median_gap"])
def test_traits_of_every_size_are_borne(column: str) -> None:
    huge = FACTS.assign(**{column: FACTS[column] * 1e9})
    assert RoomToGrow().fit(huge).assign(huge).scores["room"].notna().all()
