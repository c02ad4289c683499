import json
from importlib.resources import files
from pathlib import Path

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from clv.rules import Assignment
from clv.rules.systems.activity import Activity

LIFE = ["new", "active", "cooling", "dormant", "lost"]


def buyers(*rows: tuple[int, float | None, int]) -> pd.DataFrame:
    """Purchases, median gap, inactivity."""
    table = pd.DataFrame(rows, columns=["purchases", "median_gap", "inactivity"])
    return table.astype({"median_gap": float}).set_index(pd.Index([f"c{n}" for n in table.index]))


weekly = buyers(*[(20, 7.0, 3)] * 5)
LEARNED = Activity().fit(weekly)


def found(*rows: tuple[int, float | None, int]) -> Assignment:
    return LEARNED.assign(buyers(*rows))


def labels(*rows: tuple[int, float | None, int]) -> list[str]:
    return found(*rows).labels.tolist()


def test_silence_is_counted_in_usual_gaps() -> None:
    silences = [0, 10, 11, 20, 21, 41, 42, 400]
    assert labels(*((9, 7.0, days) for days in silences)) == [
        *["active"] * 2,
        *["cooling"] * 2,
        *["dormant"] * 2,
        *["lost"] * 2,
    ]


def test_the_same_silence_means_something_else_at_another_pace() -> None:
    assert labels((9, 2.0, 14), (9, 4.0, 14), (9, 7.0, 14), (9, 30.0, 14)) == [
        "lost",
        "dormant",
        "cooling",
        "active",
    ]


def test_one_time_buyers_are_new_until_dormant_by_the_population_s_gap() -> None:
    silences = [0, 20, 21, 41, 42]
    assert labels(*((1, None, days) for days in silences)) == [
        "new",
        "new",
        "dormant",
        "dormant",
        "lost",
    ]


def test_few_gaps_lean_on_the_population() -> None:
    scores = found((2, 27.0, 24), (4, 27.0, 24)).scores
    assert scores["typical_gap"].tolist() == [12, 27]  # (3 * 7 + 27) / 4
    assert labels((2, 27.0, 24), (4, 27.0, 24)) == ["cooling", "active"]


def test_who_bought_before_the_window_only_is_not_new() -> None:
    table = buyers((0, None, 15), (1, None, 15), (1, None, 15)).assign(purchases_total=[6, 6, 1])
    assert LEARNED.assign(table).labels.tolist() == ["cooling", "cooling", "new"]


def test_without_a_purchase_there_is_no_silence() -> None:
    table = buyers((0, None, 0)).assign(inactivity=np.nan, purchases_total=np.nan)
    assert LEARNED.assign(table).labels.tolist() == ["no_purchase"]


def test_an_unknown_day_is_an_unknown_field() -> None:
    assert LEARNED.assign(weekly.assign(inactivity=np.nan)).missing() == {"unknown_field": 5}


def test_without_any_gap_nothing_can_be_said() -> None:
    crowd = buyers(*[(1, None, days) for days in range(9)])
    learned = Activity().fit(crowd)
    first = learned.assign(crowd)
    assert first.missing() == {"too_little_history": 9}
    assert first.labels.eq("too_little_history").all()
    assert [notice.code for notice in first.notices] == ["W_NO_GAPS"]
    later = learned.assign(buyers((1, None, 9), (3, 7.0, 9), (4, 7.0, 9)))
    assert later.labels.tolist() == ["too_little_history"] * 2 + ["active"]


def test_the_population_s_gap_stays_as_it_was_learned() -> None:
    stored = json.loads(json.dumps(LEARNED.to_dict(), allow_nan=False))
    slower = buyers(*[(20, 70.0, 15)] * 5, (1, None, 60))
    assert Activity.from_dict(stored).assign(slower).labels.iloc[-1] == "lost"
    assert Activity().fit(slower).assign(slower).labels.iloc[-1] == "new"


def test_equal_pace_for_all_raises_no_alarm() -> None:
    assert LEARNED.assign(weekly).notices == ()


def test_who_is_judged_by_the_population_is_counted() -> None:
    (notice,) = found((1, None, 5), (3, 9.0, 5), (4, 9.0, 5)).notices
    assert notice.code == "W_BORROWED_GAP"
    assert notice.count == 2
    assert "7.0 days" in notice.found


def test_settings_and_cuts_are_those_of_the_file(tmp_path: Path) -> None:
    packaged = (files("clv.rules") / "data" / "t06_activity.yml").read_text("utf-8")
    own = tmp_path / "own.yml"
    own.write_text(packaged.replace("dormant: absolute 3", "dormant: absolute 2"), "utf-8")
    assert Activity(own).fit(weekly).assign(buyers((1, None, 14))).labels.tolist() == ["dormant"]
    own.write_text(packaged.replace("k:\n    value: 3", "k:\n    value: 1"), "utf-8")
    scores = Activity(own).fit(weekly).assign(buyers((2, 27.0, 0))).scores
    assert scores["typical_gap"].tolist() == [17]


def test_the_reason_names_silence_and_pace() -> None:
    said = found((9, 7.0, 21))
    assert "silent for 21 days, 3.0 times the usual gap of 7 days" in said.explain("c0")
    assert "已有 21 天未购买，是通常间隔（7 天）的 3.0 倍" in said.explain("c0", "zh")


ROWS = st.tuples(st.integers(1, 30), st.integers(1, 90).map(float), st.integers(0, 900)).map(
    lambda row: (row[0], row[1] if row[0] > 1 else None, row[2])
)


@settings(max_examples=10, deadline=None)
@given(st.lists(ROWS, min_size=9, max_size=30), st.integers(0, 200))
def test_longer_silence_never_makes_a_customer_livelier(
    rows: list[tuple[int, float | None, int]], longer: int
) -> None:
    later = [(purchases, gap, days + longer) for purchases, gap, days in rows]
    for before, after in zip(labels(*rows), labels(*later), strict=True):
        assert LIFE.index(before) <= LIFE.index(after)


@settings(max_examples=10, deadline=None)
@given(st.lists(ROWS, min_size=1, max_size=20), st.sampled_from([2, 8, 64]))
def test_the_unit_of_time_does_not_matter(
    rows: list[tuple[int, float | None, int]], unit: int
) -> None:
    table = buyers((5, 8.0, 3), *rows)
    longer = table.assign(
        median_gap=table["median_gap"] * unit, inactivity=table["inactivity"] * unit
    )
    expected = Activity().fit(table).assign(table).labels
    assert Activity().fit(longer).assign(longer).labels.equals(expected)
