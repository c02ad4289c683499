"""The first screen says what came, why the forecast changed and what to do, in both languages."""

from datetime import date
from typing import Any

import pandas as pd
import pytest

from clv.language import speaking
from clv.reporting.words import value_forecast as words

TOTAL = {"expected": 900.0, "lower": 800.0, "upper": 1000.0}
HELD: dict[str, float | None] = {"periods": 3, "inside": 2, "expected": 900.0}
HELD |= {"actual": 1000.0, "bias": -0.1, "lower": None, "upper": None}
WHOLE = {"mean": 900.0, "lower": 800.0, "upper": 1000.0}
PERIOD = {"start": "1998-07-01", "end": "1998-08-01", "quantity": "spend"} | TOTAL
SHARES = pd.DataFrame(
    {
        "grouping": ["top 1%", "past", "past"],
        "group": ["in", "0", "3+"],
        "customers": [10, 700, 300],
        "expected": [200.0, 300.0, 600.0],
        "share": [0.2, 0.3, 0.6],
        "lower": [0.15, 0.25, 0.55],
        "upper": [0.25, 0.35, 0.65],
    }
)
PARTS = ["earlier forecast", "log corrected", "window moved", "what customers did"]
PARTS += ["new customers", "models fitted again", "forecast now"]
STEPS = pd.DataFrame(
    {"money": [1000.0, 0.0, -150.0, 20.0, 0.0, 30.0, 900.0], "share": 0.1}, index=PARTS
)
JUNE = {"start": date(1998, 6, 1), "end": date(1998, 7, 1), "quantity": "spend"} | TOTAL
JUNE |= {"actual": 1100.0, "miss": 900 / 1100 - 1, "inside": False}


def found(**other: Any) -> dict[str, Any]:
    return {
        "forecast": {"at_as_of": {"spend": WHOLE, "active_customers": WHOLE}},
        "next_periods": {
            "periods": [PERIOD],
            "fits": {
                "bg_nbd": {
                    "params": {"r": 0.2},
                    "intervals": {"r": {"lower": 0.1, "upper": 0.3}},
                }
            },
        },
        "customers": {"cut": "1997-10-01"},
        "held_at_cut": {"totals": {"spend": HELD}},
        "record": {"totals": {"spend": HELD}, "left_out": {}},
        "revision": {"since": "1998-06-01"},
        "leverage": {
            "notice": None, "customers": 1, "share": 0.02, "others": 880.0, "others_without": 870.0,
        },
    } | other  # fmt: skip


LAST = words.latest(pd.DataFrame([JUNE]), pd.DataFrame())


def test_tiles_carry_their_numbers_and_limits() -> None:
    tiles = words.headline(found(), LAST, "39w").tiles
    assert [tile.key for tile in tiles] == ["next_period", "whole_horizon", "buyers", "last_miss"]
    assert tiles[0].label == "money expected, 1998-07"
    assert (tiles[0].number, tiles[0].value) == (900.0, "900")
    assert tiles[0].note == "800 to 1,000 (95%, if the models are right)"
    assert tiles[3].value == "18% too low"
    assert tiles[3].note.endswith("above the 95% interval")


def test_the_latest_forecast_of_the_latest_period_is_the_last_one() -> None:
    record = pd.DataFrame(
        [JUNE | {"made": date(1998, 4, 1)}, JUNE | {"made": date(1998, 6, 1), "expected": 950.0}]
    )
    assert words.latest(pd.DataFrame([JUNE]), record)["expected"] == 950.0


def test_the_brief_answers_the_three_questions() -> None:
    brief = words.brief(found(), LAST, STEPS, SHARES)
    assert brief.happened.startswith(
        "In 1998-06 1,100 came, above the 95% interval of the forecast of 1997-10-01: 900 (800"
    )
    assert "Forecasts of earlier reports: 2 of 3 held" in brief.happened
    assert "from 1,000 to 900.0 (-10%)" in brief.changed
    assert "Mostly: the window has moved on" in brief.changed
    assert "the forecast of 1997-10-01 was 10% too low" in brief.todo[0]
    assert "Keep the 10 best customers: 20%" in brief.todo[1]


def test_a_first_run_says_that_there_is_nothing_to_compare() -> None:
    first = found(record={"totals": {}, "left_out": {}}, revision=None)
    brief = words.brief(first, LAST, pd.DataFrame(), SHARES)
    assert "No earlier report has a forecast" in brief.happened
    assert brief.changed == "There is no earlier forecast to compare this one with."


def test_forecasts_that_hold_need_no_room_and_leverage_is_asked_about() -> None:
    held = {"totals": {"spend": HELD | {"bias": 0.01}}, "left_out": {}}
    few = found()["leverage"] | {"notice": {"code": "W_LEVERAGE"}}
    todo = words.brief(found(held_at_cut=held, record=held, leverage=few), LAST, STEPS, SHARES).todo
    assert todo[0] == "Plan the next period with 800 to 1,000."
    assert todo[1].startswith("Ask the 1 largest customers")


def test_a_bias_has_an_interval_or_the_reason_why_none() -> None:
    assert "has no interval" in words.record_in_words(found()).text
    known = {"totals": {"spend": HELD | {"lower": -0.2, "upper": 0.0}}, "left_out": {}}
    assert "off by -20% to +0%" in words.record_in_words(found(record=known)).text


def test_runs_left_out_are_named() -> None:
    record = {"totals": {}, "left_out": {"1998-05-01": "it has another log"}}
    text = words.record_in_words(found(record=record)).text
    assert text.endswith("Not compared: 1998-05-01 (it has another log).")


def test_misses_of_one_sign_are_no_bad_luck() -> None:
    low = pd.DataFrame({"miss": [-0.1, -0.2]})
    assert "no bad luck" in words.tested_in_words(found(), low).text
    assert "no bad luck" not in words.tested_in_words(found(), -low.assign(miss=[0.1, -1])).text


def test_steps_that_changed_nothing_are_not_told() -> None:
    text = words.revision_in_words(found(), STEPS).text
    assert "new customers" not in text
    same = STEPS.assign(money=[900.0, 0, 0, 0, 0, 0, 900.0])
    assert "Mostly" not in words.revision_in_words(found(), same).text


def test_tables_name_periods_groups_and_steps() -> None:
    judged = words.record_table(pd.DataFrame([JUNE | {"made": date(1998, 5, 1)}]))
    assert list(judged.loc[0, ["period", "said", "95%"]]) == [
        "1998-06", "1998-05-01", "800.0 to 1,000",
    ]  # fmt: skip
    groups = words.holders_table(SHARES)["customers of"].tolist()
    assert groups == ["the best 1%", "one purchase so far", "3+ repeat purchases"]
    assert words.revision_table(STEPS)["money"].iloc[2] == "-150.0"
    assert words.parameters_table(found()).loc[0, "model"] == "BG/NBD"


@pytest.mark.parametrize("spoken", ["en", "zh"])
def test_periods_are_called_by_their_month_or_their_days(spoken: str) -> None:
    with speaking(spoken):
        assert words.period_name(date(1998, 12, 1), date(1999, 1, 1)) == "1998-12"
        assert words.period_name(date(1998, 12, 1), date(1998, 12, 31)).startswith("1998-12-01")


def test_chinese_says_the_same_numbers() -> None:
    with speaking("zh"):
        brief = words.brief(found(), LAST, STEPS, SHARES)
    assert "1998-06实际金额1,100" in brief.happened
    assert "预测窗口前移" in brief.changed
    assert len(brief.todo) == 3
