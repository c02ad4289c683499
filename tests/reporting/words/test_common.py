"""Numbers, lengths and what changed are said alike in every report and in both languages."""

from typing import Any

import pytest

from clv.language import speaking
from clv.periods import parse_duration
from clv.reporting.words.common import (
    caution,
    changes_in_words,
    customers,
    drift_table,
    interval,
    length_words,
    listed,
    money,
    sentences,
    signed,
    since_last,
    whole,
)


@pytest.mark.parametrize(
    ("text", "en", "zh"),
    [("39w", "39 weeks", "39周"), ("1w", "1 week", "1周"), ("90d", "90 days", "90天"),
     ("1m", "1 month", "1个月"), ("12m", "12 months", "12个月"), ("1d", "1 day", "1天")],
)  # fmt: skip
def test_a_length_of_time_is_said_in_both_languages(text: str, en: str, zh: str) -> None:
    assert length_words(parse_duration(text)) == en
    with speaking("zh"):
        assert length_words(parse_duration(text)) == zh


@pytest.mark.parametrize(
    ("value", "told"),
    [(0, "0"), (-0.0, "0"), (1234567.8, "1,234,568"), (1e9, "1,000,000,000"), (12.345, "12.3"),
     (1.5, "1.50"), (3.2e-6, "3.2e-06"), (-20.06, "-20.1"), (None, "–"), (float("nan"), "–")],
)  # fmt: skip
def test_money_is_written_by_its_size(value: float | None, told: str) -> None:
    assert money(value) == told


def test_a_range_without_a_limit_is_a_dash() -> None:
    assert interval(None, 3.0) == interval(2.0, None) == "–"
    with speaking("zh"):
        assert interval(1.0, 20.0) == "1.00至20.0"


def test_a_change_of_nothing_has_no_minus() -> None:
    assert signed(-0.0) == "+0%"
    assert signed(float("nan")) == "–"
    assert signed(1.234) == "+123%"


def test_sentences_and_lists_follow_the_language() -> None:
    assert sentences("A.", "B.") == "A. B."
    assert listed("ab") == "a, b"
    with speaking("zh"):
        assert sentences("甲。", "乙。") == "甲。乙。"
        assert listed("甲乙") == "甲、乙"


def changed(
    change: float | None = -40.0, *, clear: bool = True, new: int = 0, part: str = "known_customers"
) -> dict[str, Any]:
    total = {
        "before": None if change is None else 100.0,
        "now": None if change is None else 100.0 + change,
        "change": change,
        "share": None if change is None else change / 100,
        "lower": -55.0,
        "upper": -25.0,
        "clear": clear,
    }
    return {
        "changes": {
            "as_of": "2024-07-01",
            "since": "2024-06-01",
            "last_report": True,
            "days_before": 30,
            "money": total,
            "reason": {"part": part, "money": change} if change else None,
            "new_customers": {"before": 7.0, "now": float(new)},
            "active_customers": {"before": 9.0},
            "parts": {"stayed_away": {"customers": 5}},
        }
    }


def test_a_change_is_told_with_its_doubt_and_its_reason() -> None:
    assert changes_in_words(changed()) == (
        "The last report, of 2024-06-01, is 30 days old. Money came to 60.0 against 100.0: -40.0 "
        "(-40%; 95%: -55.0 to -25.0), more than chance would make. The largest part: fewer of the "
        "known customers bought (-40.0). Nobody was new (in the time before: 7): a log without new "
        "customers shrinks by itself."
    )


def test_where_all_were_new_before_it_is_said_that_they_are_who_stayed_away() -> None:
    found = changed()
    found["changes"]["active_customers"]["before"] = 7.0
    assert (
        "The largest part (-40.0): all who bought in the time before (7) were new then, and 5 of "
        "them have not bought since." in changes_in_words(found)
    )
    with speaking("zh"):
        assert "7位购买客户当时都是新客户，其中5位此后没有再买" in changes_in_words(found)
    found["changes"]["reason"]["part"] = "purchases"
    assert "were new then" not in changes_in_words(found)


def test_without_buyers_before_nobody_was_new_then() -> None:
    found = changed(40.0, part="new_customers")
    found["changes"] |= {"new_customers": {"before": 0.0, "now": 4.0}}
    found["changes"] |= {"active_customers": {"before": 0.0}}
    assert "were new then" not in changes_in_words(found)


def test_noise_is_called_noise() -> None:
    told = changes_in_words(changed(clear=False, new=3))
    assert told.endswith("no more than chance would make.")
    assert "part" not in told


def test_too_few_customers_are_not_called_chance() -> None:
    found = changed(clear=False)
    found["changes"]["money"] |= {"lower": None, "upper": None}
    told = changes_in_words(found)
    assert "-40.0 (-40%), of too few customers for an interval. The largest part" in told
    with speaking("zh"):
        assert "客户太少" in changes_in_words(found)


def test_a_log_that_grows_is_not_said_to_shrink() -> None:
    assert "shrinks" not in changes_in_words(changed(40.0))


@pytest.mark.parametrize("change", [40.0, -40.0])
@pytest.mark.parametrize(
    "part", ["new_customers", "known_customers", "purchases", "money_per_purchase", "returns"]
)
def test_every_reason_has_words_in_both_languages(part: str, change: float) -> None:
    if (part, change) == ("new_customers", -40.0):
        return  # who is new brings nothing less
    found = changed(change, part=part)
    assert "The largest part" in changes_in_words(found)
    with speaking("zh"):
        told = changes_in_words(found)
    assert "占最大部分的是" in told
    assert "part" not in told


def test_a_log_without_money_or_without_a_change_says_so() -> None:
    assert "no money to compare" in changes_in_words(changed(None))
    assert "The largest part" not in changes_in_words(changed(0.0))


def test_a_first_report_says_what_it_is_compared_with() -> None:
    found = changed()
    found["changes"] |= {"last_report": False, "since": "2024-04-01", "days_before": 91}
    told = since_last(found)
    assert told == (
        "There is no earlier report; the time since 2024-04-01 (13 weeks) stands beside as long a "
        "time before."
    )


def test_a_log_that_starts_late_says_how_far_it_reaches() -> None:
    found = changed()
    found["changes"]["days_before"] = 12
    assert "reaches back only 12 days" in since_last(found)


def test_one_customer_is_singular() -> None:
    assert (customers(1), customers(0), customers(2000.0)) == (
        "1 customer", "0 customers", "2,000 customers"
    )  # fmt: skip
    with speaking("zh"):
        assert (customers(1), customers(12)) == ("1位客户", "12位客户")


@pytest.mark.parametrize(
    ("value", "told"), [(18.0, "18"), (-6.0, "-6"), (3.025, "3"), (float("nan"), "–")]
)
def test_a_count_has_no_decimals(value: float, told: str) -> None:
    assert whole(value) == told


FEW = {"code": "W_FEW_REPEATERS", "found": "only 33 customers bought again", "count": 33}
ONE = {"code": "W_ONE_CUSTOMER", "found": "one customer holds 24% of all", "count": 1}


def test_what_weakens_a_forecast_is_said_beside_it() -> None:
    light = {"code": "W_SPEND_DEPENDS", "found": "spend goes with frequency", "count": 0}
    assert caution([FEW, light, ONE, ONE]) == (
        "Trust this with care: only 33 customers bought again; one customer holds 24% of all."
    )
    assert caution([light]) == ""
    with speaking("zh"):
        assert caution([light]) == ""
        assert caution([FEW, ONE, ONE]).startswith("只有33位客户再次购买")
        assert caution([ONE, ONE]).count("一位客户") == 1


def watched() -> dict[str, Any]:
    names = ["stale_days", "volume_change", "set_aside_share", "set_aside_change"]
    names += ["population_shift", "parameter_shift", "score_loss", "forecast_error"]
    alarm = {"value": 0.25, "amber": 0.2, "red": 1, "colour": "amber", "sentence": "…"}
    return {"drift": {"alarms": [{"name": name, **alarm} for name in names]}}


def test_every_alarm_has_a_row_with_its_limits() -> None:
    shown = drift_table(watched())
    assert shown.header == ("alarm", "value", "amber from", "red from", "state")
    assert shown.rows[-1] == ("error of the last forecast", "25%", "20%", "100%", "amber")
    assert len(shown.rows) == 8
    with speaking("zh"):
        assert drift_table(watched()).rows[-1][0] == "上次预测的误差"


def test_an_alarm_without_a_value_shows_a_dash() -> None:
    found = watched()
    found["drift"]["alarms"][0]["value"] = None
    assert drift_table(found).rows[0][1] == "–"
