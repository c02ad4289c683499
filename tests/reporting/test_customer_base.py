"""The report's sentences follow from its numbers, whichever way these fall."""

from typing import Any

import pandas as pd

from clv.reporting.customer_base import (
    advice,
    cells_in_words,
    churn_in_words,
    contest_in_words,
    forecast_in_words,
    headline,
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
        "churn": {"training_horizon_days": 136, "horizon_days": 273},
    }


def test_the_headline_says_count_forecast_and_how_far_off_it_was() -> None:
    tiles = headline(found(), "39w").tiles
    assert [tile.value for tile in tiles] == ["4", "900", "900", "-20%"]
    assert tiles[0].note == "10 of 12 rows used; 25% bought once only"
    assert tiles[1].note.startswith("800 to 1,000 (95%)")
    assert tiles[3].note == "800 expected, 1,000 came"


def test_a_ratio_that_does_not_exist_is_a_dash() -> None:
    assert headline(found(ratio=None), "39w").tiles[3].value == "–"


def test_a_missed_interval_is_named_and_a_held_one_is_not_excused() -> None:
    assert "outside the interval for purchases, money" in forecast_in_words(found()).text
    assert "outside" not in forecast_in_words(found(inside=True)).text


def test_a_shorter_training_window_is_said() -> None:
    assert "learned from 136 days of outcome and are judged on 273" in churn_in_words(found()).text
    equal = {"churn": {"training_horizon_days": 91, "horizon_days": 91}}
    assert "judged on as many" in churn_in_words(equal).text


def test_the_cells_are_read_from_first_to_last() -> None:
    cells = pd.DataFrame(
        {"share_customers": [0.2, 0.8], "share_future": [0.7, 0.3], "active_rate": [0.6, 0.1]},
        index=["EI", "EIV"],
    )
    assert "EI holds 20% of the customers and brought 70%" in cells_in_words(cells).text
    assert "and 10% of EIV" in cells_in_words(cells).text


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


def test_a_clear_verdict_is_told_with_its_interval_and_the_controls() -> None:
    verdict = contest_in_words(contest(clear=True))
    assert verdict.clear
    assert verdict.sentence == (
        "Four groups learned by k-means tell later spending better than the four quadrants: they "
        "explain 27% and 22% of the differences between customers (3.8 to 6.2 points apart); as "
        "a measure, plain spend bands 17% and groups by chance 0%."
    )


def test_an_unclear_verdict_claims_nothing() -> None:
    verdict = contest_in_words(contest(clear=False))
    assert not verdict.clear
    assert verdict.sentence.startswith("There is no clear difference between four groups learned")
    assert "better" not in verdict.sentence
    assert "(-1.0 to 6.2 points apart)" in verdict.sentence
