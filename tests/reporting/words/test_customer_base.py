"""The report's sentences follow from its numbers, whichever way these fall."""

from typing import Any

import pandas as pd

from clv.reporting.words.customer_base import (
    actions_in_words,
    advice,
    cells_in_words,
    cells_today,
    churn_in_words,
    contest_in_words,
    forecast_in_words,
    headline,
    hours_in_words,
)


def found(*, ratio: float | None = 0.8, inside: bool = False) -> dict[str, Any]:
    total = {"mean": 900.0, "lower": 800.0, "upper": 1000.0}
    then = {"expected": 800.0, "actual": 1000.0, "ratio": ratio, "inside": inside}
    totals = ("purchases", "spend", "active_customers")
    return {
        "audit": {"rows_in": 12, "rows_used": 10},
        "customers": {"count": 4, "one_time_share": 0.25},
        "forecast": {
            "at_as_of": dict.fromkeys(totals, total),
            "at_cut": dict.fromkeys(totals, then),
        },
    }


def test_the_headline_says_count_forecast_and_how_far_off_it_was() -> None:
    tiles = headline(found(), "39w").tiles
    assert [tile.value for tile in tiles] == ["4", "900", "900", "20% too low"]
    assert tiles[0].note == "25% bought once only; from 10 of 12 rows"
    assert tiles[1].note.startswith("800 to 1,000 (95%)")
    assert tiles[3].note == "800 expected, 1,000 came: outside its 95% interval"


def test_a_ratio_that_does_not_exist_is_a_dash() -> None:
    assert headline(found(ratio=None), "39w").tiles[3].value == "–"


def test_a_missed_interval_is_named_and_a_held_one_is_not_excused() -> None:
    assert "outside the interval for purchases, money" in forecast_in_words(found()).text
    assert "outside" not in forecast_in_words(found(inside=True)).text


def churned(learned: int) -> dict[str, Any]:
    ahead = {
        "expected_buyers": 7350.0,
        "expected_buyers_bg_nbd": 5909.0,
        "mean_age_weeks": {"learned": 32.7, "scored": 71.7},
    }
    return {
        "churn": {"training_horizon_days": learned, "horizon_days": 273, "as_of": ahead},
    }


def test_a_shorter_training_window_is_said() -> None:
    text = churn_in_words(churned(136)).text
    assert "learned from 136 days of outcome and are judged on 273" in text
    assert "Recency alone cannot carry" in text
    assert "Recency alone" not in churn_in_words(churned(273)).text


def test_two_counts_of_buyers_stand_side_by_side() -> None:
    text = churn_in_words(churned(136)).text
    assert "expects 7,350 customers to buy, BG/NBD 5,909" in text
    assert "72 weeks old on average, those it learned from 33" in text


def judged(money: list[float]) -> pd.DataFrame:
    return pd.DataFrame(
        {"customers": [5, 6, 0], "mean_future": money, "active_rate": [0.6, 0.1, 0.0]},
        index=["EI", "EII", "EIII"],
    )


def test_the_promised_order_is_held_against_what_came() -> None:
    held = cells_in_words(judged([106.2, 23.7, 0.0])).text
    assert "EI 106.2, EII 23.7: the order holds. Bought again: EI 60%, EII 10%" in held
    assert "the order does not hold" in cells_in_words(judged([10.0, 23.7, 0.0])).text


def acted(hours: float) -> dict[str, Any]:
    rows = {
        "EI": ("Loyal", "Consolidate", 5512, 0.234, 0, 100 - hours, 0.803),
        "EIII": ("Small", "Lift", 115, 0.005, 7, hours, 0.002),
    }
    names = ("name", "strategy", "customers", "share", "provisional", "hours", "share_of_value")
    cells = {cell: dict(zip(names, row, strict=True)) for cell, row in rows.items()}
    return {"actions": {"hours": 100.0, "cells": cells}}


def test_the_page_says_where_to_start() -> None:
    text = actions_in_words(acted(0.1)).text
    assert text == (
        "Start with the work list of EI (Loyal, consolidate): these 5,512 customers, 23% of all, "
        "stand for 80% of the money still expected."
    )


def test_hours_far_from_the_money_are_pointed_out() -> None:
    assert "EIII gets 20% of the hours for 0.2% of that money" in actions_in_words(acted(20)).text


def test_the_map_of_today_tells_people_money_and_hours() -> None:
    table = pd.DataFrame(acted(20)["actions"]["cells"]).T.infer_objects()
    table["largest"] = ["ada, bo", "cy"]
    assert cells_today(table)["EIII"].splitlines() == [
        "115 customers (0%)",
        "7 of them provisional",
        "0.2% of money expected",
        "20 hours a month",
        "largest: cy",
    ]


def test_hours_that_are_left_over_are_said() -> None:
    assert hours_in_words(160, 160, 60).text == "All 160 hours of the month are given out."
    assert hours_in_words(160, 150, 60).text.startswith("10 of 160 hours of the month are left")


def test_advice_carries_both_languages() -> None:
    row = {"name": "Loyal", "name_zh": "忠诚客户", "strategy": "Consolidate"}
    strategies = pd.DataFrame(row | {"strategy_zh": "巩固", "text": "…"}, index=["EI"])
    assert advice(strategies).to_numpy().tolist() == [
        ["EI Loyal 忠诚客户", "Consolidate 巩固", "…"]
    ]


def contest(*, clear: bool) -> dict[str, Any]:
    r2 = {"quadrants": 0.224, "k-means": 0.273, "spend bands": 0.174, "random groups": -1e-5}
    scores = [
        {"metric": metric, "competitor": name, "value": value + shift}
        for metric, shift in (("r2_log_spend", 0.0), ("top_share", 0.3))
        for name, value in r2.items()
    ]
    return {
        "verdict": {
            "winner": "k-means", "runner_up": "quadrants", "clear": clear,
            "lower": 0.038 if clear else -0.01, "upper": 0.062,
        },
        "contest": {"scores": scores, "controls": ["spend bands", "random groups"]},
    }  # fmt: skip


def test_a_clear_verdict_is_told_with_its_gap_and_the_controls() -> None:
    verdict = contest_in_words(contest(clear=True))
    assert verdict.clear
    assert verdict.sentence == (
        "Four groups learned by k-means tell later spending better than the four quadrants: 27% "
        "against 22% of the differences between customers (on a log scale; 3.8 to 6.2 points "
        "apart). For comparison: plain spend bands 17%, groups by chance 0%."
    )


def test_an_unclear_verdict_claims_nothing() -> None:
    verdict = contest_in_words(contest(clear=False))
    assert not verdict.clear
    assert "do not tell later spending clearly better" in verdict.sentence
    assert "the gap may be none" in verdict.sentence
