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


AT_CUT = {"actual": 1000.0, "expected": 900.0, "lower": 800.0, "upper": 950.0, "inside": False}
CHANCE = {"spend": AT_CUT | {"upper": 1100.0, "inside": True}}


def found(at_cut: dict[str, Any] | None = None, **other: Any) -> dict[str, Any]:
    return {
        "forecast": {
            "at_as_of": {"spend": WHOLE, "active_customers": WHOLE},
            "at_cut": at_cut or {"spend": AT_CUT},
        },
        "next_periods": {
            "customers": 1000,
            "notices": [],
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
    assert tiles[3].label == "1998-06, forecast on 1997-10-01"
    assert tiles[3].value == "18% too low"
    assert tiles[3].note.endswith("above the 95% interval")


@pytest.mark.parametrize(("came", "told"), [(0.0, "0"), (-50.0, "-50.0")])
def test_a_period_in_which_nothing_came_has_a_side_and_no_percentage(
    came: float, told: str
) -> None:
    silent = pd.Series(JUNE | {"actual": came, "miss": float("nan")})
    tile = words.headline(found(), silent, "39w").tiles[3]
    assert (tile.value, tile.number) == ("–", None)
    assert tile.note == f"{told} came, 900 expected: below the 95% interval"
    assert "below the 95% interval" in words.brief(found(), silent, STEPS, SHARES).happened


@pytest.mark.parametrize(
    ("actual", "side"), [(799.0, "below"), (800.0, "inside"), (1000.0, "inside"), (1001.0, "above")]
)
def test_the_side_is_where_what_came_lies(actual: float, side: str) -> None:
    row = pd.Series(JUNE | {"actual": actual})
    assert words.headline(found(), row, "39w").tiles[3].note.endswith(f"{side} the 95% interval")


def test_few_buyers_are_counted_without_decimals() -> None:
    few = {"mean": 14.34, "lower": 3.0, "upper": 19.0}
    totals = {"at_as_of": {"spend": WHOLE, "active_customers": few}, "at_cut": {"spend": AT_CUT}}
    tile = words.headline(found(forecast=totals), LAST, "39w").tiles[2]
    assert (tile.value, tile.number) == ("14", 14.34)
    assert tile.note.startswith("3 to 19 (95%")


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
    assert brief.todo[0].endswith("and chance alone does not explain it.")
    assert brief.todo[1].startswith("Keep the best 1% (10 customers): 20% of the money")


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
    assert todo[1].startswith("Ask the largest customer about")
    few |= {"customers": 24}
    assert words.brief(found(leverage=few), LAST, STEPS, SHARES).todo[1].startswith("Ask the 24 l")


def room(**other: Any) -> str:
    return words.brief(found(**other), LAST, STEPS, SHARES).todo[0]


def test_a_miss_that_chance_explains_needs_no_room() -> None:
    assert room(at_cut=CHANCE) == "Plan the next period with 800 to 1,000."
    assert "the forecast of 1997-10-01 was 10% too low" in room()


@pytest.mark.parametrize(
    ("limits", "asked"),
    [((None, None), False), ((-0.2, 0.1), False), ((-0.2, -0.05), True), ((0.05, 0.2), False)],
)
def test_a_record_asks_for_room_where_its_interval_excludes_zero_on_its_side(
    limits: tuple[float | None, float | None], asked: bool
) -> None:
    total = HELD | dict(zip(("lower", "upper"), limits, strict=True))
    told = room(at_cut=CHANCE, record={"totals": {"spend": total}, "left_out": {}})
    assert ("the forecasts of earlier reports were 10% too low" in told) == asked


def test_the_smallest_share_that_is_a_customer_is_to_be_kept() -> None:
    few = SHARES.replace("top 1%", "top 5%").assign(customers=[1, 700, 300])
    todo = words.brief(found(), LAST, STEPS, few).todo
    assert todo[1].startswith("Keep the best 5% (1 customer): 20% of the money")
    none = words.brief(found(), LAST, STEPS, SHARES[1:]).todo
    assert not any("Keep" in line for line in none)


def test_a_bias_has_an_interval_or_the_reason_why_none() -> None:
    assert "has no interval" in words.record_in_words(found()).text
    known = {"totals": {"spend": HELD | {"lower": -0.2, "upper": 0.0}}, "left_out": {}}
    text = words.record_in_words(found(record=known)).text
    assert "off by -20% to +0% on average (95%; a minus: too low)" in text


def test_a_record_in_which_nothing_came_is_not_said_to_be_off() -> None:
    silent = {"totals": {"spend": HELD | {"actual": 0.0, "bias": None}}, "left_out": {}}
    assert "Together" not in words.record_in_words(found(record=silent)).text
    assert "Together they were 10% too low." in words.record_in_words(found()).text


def test_runs_left_out_are_named() -> None:
    record = {"totals": {}, "left_out": {"1998-05-01": "it has another log"}}
    text = words.record_in_words(found(record=record)).text
    assert text.endswith("Not compared: 1998-05-01 (it has another log).")


def test_misses_of_one_sign_count_once_where_the_total_was_missed() -> None:
    low, mixed = (pd.DataFrame({"miss": misses}) for misses in ([-0.1, -0.2], [-0.1, 0.2]))
    told = "they count as one miss, not as 2"
    assert told in words.tested_in_words(found(), low).text
    assert told not in words.tested_in_words(found(), mixed).text
    assert told not in words.tested_in_words(found(at_cut=CHANCE), low).text


def test_the_test_says_which_way_the_forecast_was_off() -> None:
    mixed = pd.DataFrame({"miss": [0.1, -0.2]})
    assert words.tested_in_words(found(), mixed).text == (
        "2 of 3 periods lie inside. In all 900.0 was expected (800.0 to 950.0) and 1,000 came: "
        "above the 95% interval. The forecast was 10% too low."
    )
    silent = AT_CUT | {"actual": 0.0}
    held = {"totals": {"spend": HELD | {"bias": None}}}
    text = words.tested_in_words(found(at_cut={"spend": silent}, held_at_cut=held), mixed).text
    assert text.endswith("and 0 came: below the 95% interval.")


def test_one_largest_customer_is_no_customers() -> None:
    assert words.holders_in_words(found()).text.startswith(
        "The largest of 1,000 customers holds 2.0% of the expected money. In models fitted without"
    )
    few = found()["leverage"] | {"customers": 24}
    text = words.holders_in_words(found(leverage=few)).text
    assert text.startswith("The 24 largest of 1,000 customers hold 2.0%")
    assert text.endswith("of all others changes by -1%.")


def test_steps_that_changed_nothing_are_not_told() -> None:
    text = words.revision_in_words(found(), STEPS).text
    assert "new customers" not in text
    same = STEPS.assign(money=[900.0, 0, 0, 0, 0, 0, 900.0])
    assert "Mostly" not in words.revision_in_words(found(), same).text


def test_tables_name_periods_groups_and_steps() -> None:
    judged = words.record_table(pd.DataFrame([JUNE | {"made": date(1998, 5, 1)}]))
    assert list(judged.loc[0, ["period", "said", "95%", "forecast was"]]) == [
        "1998-06", "1998-05-01", "800.0 to 1,000", "18% too low",
    ]  # fmt: skip
    groups = words.holders_table(SHARES)["customers of"].tolist()
    assert groups == ["the best 1%", "one purchase so far", "3+ repeat purchases"]
    assert words.revision_table(STEPS)["money"].iloc[2] == "-150.0"
    assert words.parameters_table(found()).loc[0, "model"] == "BG/NBD"


def test_counts_have_whole_limits_and_money_adds_up_under_its_own_head() -> None:
    rows = [PERIOD | {"quantity": q, "expected_so_far": 900.0} for q in ("spend", "purchases")]
    rows += [rows[0] | {"quantity": "buyers", "expected": 6.97, "lower": 3.0, "upper": 12.0}]
    days = {edge: date.fromisoformat(str(PERIOD[edge])) for edge in ("start", "end")}
    (row,) = words.periods_table(pd.DataFrame([row | days for row in rows])).to_dict("records")
    assert (row["buyers, 95%"], row["money, 95%"]) == ("3 to 12", "800.0 to 1,000")
    assert row["running total"] == 900.0


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


def test_few_customers_are_told_of_on_the_first_screen() -> None:
    weak = found()
    assert "care" not in words.brief(weak, LAST, STEPS, SHARES).happened
    few = {"code": "W_FEW_REPEATERS", "found": "only 33 customers bought again", "count": 33}
    weak["next_periods"]["notices"] = [few]
    told = words.brief(weak, LAST, STEPS, SHARES).happened
    assert told.endswith("Trust this with care: only 33 customers bought again.")
