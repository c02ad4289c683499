import json
from importlib.resources import files
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clv.errors import InputError
from clv.rules.systems.activity import Activity
from clv.rules.systems.stages import CLASSES, StageTimeVolume
from tests.rules.facts import facts


def buyers(*rows: tuple[int, int, float]) -> pd.DataFrame:
    """Inactivity, tenure, contribution of weekly buyers."""
    table = pd.DataFrame(rows, columns=["inactivity", "tenure", "contribution"])
    table = table.assign(purchases=20, median_gap=7.0)
    return table.set_index(pd.Index([f"c{n}" for n in table.index]))


# shares of the contribution from the top: 50%, 80%, 92%, 96%, 100%
CROWD = buyers((3, 400, 50.0), (3, 300, 30.0), (3, 200, 12.0), (3, 150, 4.0), (3, 40, 4.0))
LEARNED = StageTimeVolume().fit(CROWD)  # median time 200 days, main from 50, ordinary from 12


def labels(*rows: tuple[int, int, float]) -> list[str]:
    return LEARNED.assign(buyers(*rows)).labels.tolist()


def classes(*rows: tuple[int, int, float]) -> list[list[str]]:
    return LEARNED.classes(buyers(*rows)).to_numpy().tolist()


def test_each_current_cell_is_told() -> None:
    assert LEARNED.assign(CROWD).labels.tolist() == [
        "current_main",
        "current_ordinary",
        "current_ordinary",
        "current_scattered",
        "current_new",
    ]


def test_dormant_and_lost_are_past() -> None:
    rows = [(20, 400, 60.0), (21, 400, 60.0), (90, 400, 20.0), (90, 40, 1.0)]
    assert labels(*rows) == ["current_main", "past_main", "past_ordinary", "past_scattered"]


def test_time_is_new_settled_or_old() -> None:
    rows = [(3, days, 20.0) for days in (0, 90, 91, 180, 181, 900)]
    assert [time for _, time, _ in classes(*rows)] == [
        *["new"] * 2,
        *["settled"] * 2,
        *["old"] * 2,
    ]


def test_old_begins_at_the_median_time_where_that_is_sooner() -> None:
    young = buyers(*((3, days, 9.0) for days in (20, 120, 150)))
    learned = StageTimeVolume().fit(young)
    assert [cut.threshold for cut in learned.cuts_["tenure"]] == [121, 91]
    assert learned.classes(young)["time"].tolist() == ["new", "settled", "old"]


def test_nobody_is_old_in_the_first_ninety_days() -> None:
    fresh = buyers(*((3, days, 9.0) for days in (5, 10, 60)))
    learned = StageTimeVolume().fit(fresh)
    assert [cut.threshold for cut in learned.cuts_["tenure"]] == [91, 91]
    assert learned.classes(fresh)["time"].eq("new").all()


def test_a_large_customer_who_is_young_is_ordinary_yet() -> None:
    assert labels((3, 199, 500.0), (3, 200, 500.0), (30, 199, 500.0)) == [
        "current_ordinary",
        "current_main",
        "past_ordinary",
    ]


def test_all_three_classes_are_told_in_both_languages() -> None:
    assert classes((3, 400, 50.0), (90, 100, 1.0)) == [
        ["current", "old", "main"],
        ["past", "settled", "scattered"],
    ]
    table = LEARNED.classes(buyers((3, 400, 50.0)), "zh")
    assert table.iloc[0].tolist() == ["现有客户", "老客户", "主力客户"]


def test_every_class_has_a_word() -> None:
    levels = {level.key for axis in LEARNED.system.cut_axes for level in axis.levels}
    assert levels | {"future", "unknown"} == set(CLASSES)


def test_an_open_opportunity_makes_past_and_never_bought_customers_coming() -> None:
    table = buyers((3, 400, 50.0), (90, 400, 50.0), (0, 0, 0.0), (0, 0, 0.0), (90, 400, 50.0))
    table = table.astype(float)
    never = ["c2", "c3"]
    table.loc[never] = np.nan
    table.loc[never, "purchases"] = 0
    table["open_opportunity"] = [True, True, True, None, False]
    coming = LEARNED.assign(table)
    assert coming.labels.tolist() == [
        "current_main",
        "coming",
        "coming",
        "no_purchase",
        "past_main",
    ]
    assert coming.notices == ()
    assert LEARNED.classes(table).loc[["c1", "c2", "c3"]].to_numpy().tolist() == [
        ["coming", "old", "main"],
        ["coming", "future", "unknown"],
        ["unknown", "unknown", "unknown"],
    ]
    assert "nan" not in str(coming.explain("c2"))


def test_a_missing_pipeline_is_reported() -> None:
    (notice,) = LEARNED.assign(CROWD).notices
    assert notice.code == "W_NO_PIPELINE"


def test_an_opportunity_in_words_is_refused() -> None:
    with pytest.raises(InputError, match=r"E_OPPORTUNITY.*true and false"):
        LEARNED.assign(CROWD.assign(open_opportunity="maybe"))
    counted = LEARNED.assign(buyers((90, 400, 50.0)).assign(open_opportunity=2))
    assert counted.labels.tolist() == ["coming"]


def test_missing_facts_are_states() -> None:
    assert LEARNED.assign(CROWD.assign(contribution=np.nan)).missing() == {"unknown_field": 5}
    assert LEARNED.assign(CROWD.assign(purchases=0)).missing() == {"no_purchase": 5}
    table = CROWD.assign(contribution=np.nan)
    nobody = StageTimeVolume().fit(table)
    assert nobody.assign(table).labels.eq("not_applicable").all()
    assert (nobody.classes(table) == "unknown").all(axis=None)


def test_without_any_gap_no_stage_is_told() -> None:
    crowd = CROWD.assign(purchases=1, median_gap=np.nan)
    found = StageTimeVolume().fit(crowd).assign(crowd)
    assert found.labels.eq("too_little_history").all()


def test_past_is_what_activity_calls_dormant_or_lost() -> None:
    table = facts()
    found = StageTimeVolume().fit(table).assign(table)
    activity = Activity().fit(table).assign(table).labels
    past = found.labels.str.startswith("past")
    assert past.tolist() == activity.isin(["dormant", "lost"]).tolist()
    assert past.any()


def test_what_was_learned_stays() -> None:
    again = StageTimeVolume.from_dict(json.loads(json.dumps(LEARNED.to_dict(), allow_nan=False)))
    later = buyers((30, 500, 5.0), (3, 250, 60.0), (3, 100, 60.0)).assign(median_gap=90.0)
    assert again.cuts_ == LEARNED.cuts_
    assert again.assign(later).labels.equals(LEARNED.assign(later).labels)
    assert again.classes(later).equals(LEARNED.classes(later))


def test_cuts_of_time_are_those_of_the_file(tmp_path: Path) -> None:
    packaged = (files("clv.rules") / "data" / "t19_stage_time_volume.yml").read_text("utf-8")
    own = tmp_path / "own.yml"
    own.write_text(packaged.replace("settled: absolute 91", "settled: absolute 31"), "utf-8")
    found = StageTimeVolume(own).fit(CROWD).classes(CROWD)
    assert found["time"].tolist() == ["old", "old", "old", "settled", "settled"]


ROWS = st.tuples(st.integers(0, 60), st.integers(60, 900), st.integers(-5, 90).map(float))


@settings(max_examples=10, deadline=None)
@given(ROWS, st.floats(0, 100))
def test_more_contribution_never_weighs_less(row: tuple[int, int, float], more: float) -> None:
    order = ["scattered", "ordinary", "main"]
    before, after = classes(row, (row[0], row[1], row[2] + more))
    assert order.index(before[2]) <= order.index(after[2])
    assert before[:2] == after[:2]


@settings(max_examples=10, deadline=None)
@given(st.lists(ROWS, min_size=1, max_size=20))
def test_cells_and_classes_say_the_same(rows: list[tuple[int, int, float]]) -> None:
    for label, (stage, time, volume) in zip(labels(*rows), classes(*rows), strict=True):
        new = stage == "current" and time == "new" and volume != "main"
        assert label == f"{stage}_{'new' if new else volume}"
