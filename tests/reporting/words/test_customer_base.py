"""The report's sentences follow from its numbers, whichever way these fall."""

from typing import Any

import pandas as pd
import pytest

from clv.evaluation import CLAIMS
from clv.language import speaking
from clv.reporting.words.customer_base import (
    advice,
    at_risk,
    audit_lines,
    brief,
    cell_names,
    cells_in_words,
    cells_today,
    change_by_cell,
    change_table,
    churn_in_words,
    claims_in_words,
    contest_in_words,
    doubt_in_words,
    ends,
    forecast_in_words,
    forecast_table,
    headline,
    hours_in_words,
    open_claims,
    plain_name,
    reference_in_words,
    risks_told,
    scores_shown,
    steps,
    those_that_matter,
)

TOTALS = ("purchases", "spend", "active_customers")
STRATEGIES = pd.DataFrame(
    {
        "name": ["Loyal", "Small"],
        "strategy": ["Consolidate", "Lift"],
        "summary": ["Serve first.", "Visit."],
        "name_zh": ["忠诚客户", "忠诚小客户"],
        "strategy_zh": ["巩固", "提升"],
        "summary_zh": ["优先服务。", "定期拜访。"],
    },
    index=["EI", "EIII"],
)


def found(*, ratio: float | None = 0.8, inside: bool = False, small: float = 0.0) -> dict[str, Any]:
    """Results in which EIII gets a number of the hundred hours."""
    total = {"mean": 900.0, "lower": 800.0, "upper": 1000.0}
    actual = None if ratio is None else 800 / ratio
    then = {"expected": 800.0, "actual": actual, "ratio": ratio, "inside": inside}
    rows = {
        "EI": ("Loyal", "Consolidate", 5512, 0.234, 0, 100 - small, 0.803),
        "EIII": ("Small", "Lift", 115, 0.005, 7, small, 0.002),
    }
    heads = ("name", "strategy", "customers", "share", "provisional", "hours", "share_of_value")
    change = {"before": 40.0, "now": 30.0, "change": -10.0, "share": -0.25, "clear": True}
    change |= {"lower": -12.0, "upper": -8.0}
    return {
        "audit": {"rows_in": 12, "rows_used": 10},
        "customers": {"count": 4, "one_time_share": 0.25},
        "forecast": {
            "at_as_of": dict.fromkeys(TOTALS, total),
            "at_cut": dict.fromkeys(TOTALS, then),
        },
        "changes": {
            "as_of": "2024-07-01",
            "since": "2024-06-01",
            "last_report": True,
            "days_before": 30,
            "money": change,
            "purchases": change,
            "active_customers": change,
            "new_customers": change | {"before": 12.0},
            "reason": {"part": "known_customers", "money": -9.0},
        },
        "actions": {
            "hours": 100.0,
            "cells": {cell: dict(zip(heads, row, strict=True)) for cell, row in rows.items()},
        },
        "at_risk": {"customers": 3, "money": 1234.5},
        "spend": {"at_as_of": {"notices": []}},
    }


def test_the_headline_says_count_money_forecast_and_how_far_off_it_was() -> None:
    tiles = headline(found(), "39w").tiles
    assert [tile.value for tile in tiles] == ["4", "30.0", "900", "20% too low"]
    assert tiles[0].note == "25% bought only once; 10 of 12 rows are used"
    assert tiles[1].note == "-25% against the time before"
    assert tiles[2].note.startswith("800 to 1,000 (95%)")
    assert tiles[3].note == "800 expected, 1,000 came: outside its 95% interval"


def test_every_tile_has_a_key_and_its_number_in_any_language() -> None:
    english = headline(found(), "39w").tiles
    with speaking("zh"):
        chinese = headline(found(), "39w").tiles
    assert [tile.key for tile in english] == [tile.key for tile in chinese]
    assert [tile.number for tile in english] == [tile.number for tile in chinese]
    assert [tile.number for tile in english] == [4, 30.0, 900.0, pytest.approx(-0.2)]
    assert chinese[3].value == "偏低20%"


def test_a_ratio_that_does_not_exist_is_a_dash() -> None:
    tile = headline(found(ratio=None), "39w").tiles[3]
    assert (tile.value, tile.number) == ("–", None)


def test_the_brief_says_what_happened_why_and_what_to_do() -> None:
    told = brief(found(small=20.0), cell_names(STRATEGIES), "39w")
    assert told.happened == (
        "Purchases since 2024-06-01: 30, by 30 customers (new: 30), for 30.0. Expected in the 39 "
        "weeks to come: 900 (buyers: 900)."
    )
    assert "The largest part: fewer of the known customers bought" in told.changed
    assert told.todo == (
        "Start with the work list of EI (Loyal, consolidate): 5,512 customers, 23% of all, with "
        "80% of the money still expected.",
        "Ask after 3 customers of high contribution, but likelier than not to stay away (sheet "
        "Customers: cell EI or EII, churn probability above 0.5); 1,230 is still expected.",
        "Look twice before you follow the split of hours: EIII gets 20% of the hours for 0.2% of "
        "that money.",
        "Plan with a margin: the last forecast of money was 20% too low.",
    )


def test_one_customer_is_not_several() -> None:
    few = found() | {"at_risk": {"customers": 1, "money": 5.0}}
    few["changes"] |= {"active_customers": {"before": 2.0, "now": 1.0}}
    few["changes"] |= {"new_customers": {"before": 1.0, "now": 0.0}}
    few["actions"]["cells"]["EI"]["customers"] = 1
    told = brief(few, cell_names(STRATEGIES), "39w")
    whole = " ".join([told.happened, told.changed, *told.todo])
    assert whole.count("1 customer") == 3
    assert "1 customers" not in whole


def test_few_customers_are_told_of_on_the_first_screen() -> None:
    few = {"code": "W_FEW_REPEATERS", "found": "only 33 customers bought again", "count": 33}
    weak = found() | {"spend": {"at_as_of": {"notices": [few]}}}
    told = brief(weak, cell_names(STRATEGIES), "39w").happened
    assert told.endswith("(buyers: 900). Trust this with care: only 33 customers bought again.")
    assert "care" not in brief(found(), cell_names(STRATEGIES), "39w").happened


@pytest.mark.parametrize("actual", [0.0, -50.0])
def test_a_forecast_after_which_no_money_came_was_too_high_by_no_percentage(actual: float) -> None:
    missed = found()
    missed["forecast"]["at_cut"]["spend"] |= {"actual": actual, "ratio": None}
    tile = headline(missed, "39w").tiles[3]
    assert (tile.value, tile.number) == ("too high", None)
    assert brief(missed, cell_names(STRATEGIES), "39w").todo[-1] == (
        "Plan with a margin: the last forecast of money was too high."
    )


def test_what_needs_no_doing_is_left_out() -> None:
    calm = found(inside=True, ratio=1.0) | {"at_risk": {"customers": 0, "money": 0.0}}
    assert len(brief(calm, cell_names(STRATEGIES), "39w").todo) == 1


def test_the_brief_speaks_chinese_throughout() -> None:
    with speaking("zh"):
        told = brief(found(small=20.0), cell_names(STRATEGIES), "39w")
    assert "忠诚客户，巩固" in told.todo[0]
    whole = " ".join([told.happened, told.changed, *told.todo]).replace("customers.xlsx", "")
    assert not any(word in whole for word in (" the ", "customers", "money", "weeks"))


def test_only_customers_of_high_contribution_and_high_risk_are_asked_after() -> None:
    table = pd.DataFrame(
        {
            "cell": ["EI", "EII", "EIII", "EI"],
            "churn_probability": [0.5, 0.51, 0.9, float("nan")],
            "residual_value": [10.0, 20.0, 40.0, 80.0],
        }
    )
    assert at_risk(table) == {"customers": 1, "money": 20.0}
    assert at_risk(table[:0]) == {"customers": 0, "money": 0.0}


def test_a_missed_interval_is_named_and_a_held_one_is_not_excused() -> None:
    assert "for purchases, money, customers who buy" in forecast_in_words(found()).text
    assert "outside" not in forecast_in_words(found(inside=True)).text


def test_both_forecasts_and_what_came_stand_in_one_table() -> None:
    shown = forecast_table(found(), "Both")
    assert shown.rows[1] == ("money", "800.0", "1,000", "900.0", "800.0", "1,000")
    assert shown.rows[2] == ("customers who buy", "800", "1,000", "900", "800", "1,000")
    assert shown.numeric == (False, *[True] * 5)


def test_small_money_is_not_rounded_away() -> None:
    small = found()
    small["forecast"]["at_as_of"]["spend"] = {"mean": 0.0481, "lower": 0.039, "upper": 0.0584}
    small["forecast"]["at_cut"]["spend"] = {"expected": 4e-4, "actual": 0.0, "inside": False}
    shown = forecast_table(small, "Both").rows[1]
    assert shown == ("money", "0.0004", "0", "0.048", "0.039", "0.058")


def churned(other: float | None = 0.75) -> dict[str, Any]:
    ages = {"learned": 32.7, "scored": 71.7}
    rows = [{"competitor": name, "predicted": 0.5} for name in ("hybrid", "recency", "hybrid")]
    return found() | {
        "churn": {
            "base_rate": 0.7,
            "as_of": {"expected_buyers": 7350.0, "mean_age_weeks": ages},
            "verdict": {"winner": "hybrid"},
            "calibration": rows,
            "scores": [
                {"metric": "roc_auc", "competitor": name, "value": value}
                for name, value in (("hybrid", 0.77), ("purchase model", other))
            ],
        }
    }


def test_churn_is_told_without_statistics() -> None:
    text = churn_in_words(churned(), "39w").text
    assert "70% did not buy in the 39 weeks after" in text
    assert "7,350 customers by what was learned, 900 customers by the purchase model" in text
    assert "customers of 33 weeks, and today's are 72 weeks old" in text


def test_customers_are_ranked_by_what_was_learned_only_where_it_told_more() -> None:
    assert "Rank customers by the first" in churn_in_words(churned(), "39w").text
    worse = churn_in_words(churned(0.78), "39w").text
    assert "no better order (ROC AUC 0.770 against 0.780)" in worse
    assert "Rank" not in worse
    assert "ROC AUC" not in churn_in_words(churned(None), "39w").text


def test_only_the_best_churn_model_and_the_purchase_model_are_drawn() -> None:
    assert risks_told(churned())["competitor"].tolist() == ["hybrid", "hybrid"]
    with speaking("zh"):
        assert risks_told(churned())["competitor"].tolist() == ["混合式模型"] * 2


def judged(
    money: list[float], error: float = 2.0, size: int = 300, again: tuple[float, ...] = (0.6, 0.1)
) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "customers": [size, 400, 0],
            "mean_future": [*money, 0.0],
            "future_error": [error, 0.8, 0.0],
            "active_rate": [*again, 0.0],
        },
        index=["EI", "EII", "EIII"],
    )


def test_the_promised_order_is_held_against_what_came() -> None:
    held = cells_in_words(judged([106.2, 23.7])).text
    assert "EI 106.2, EII 23.7: the order holds. Bought again: EI 60%, EII 10%" in held
    assert held.count("the order holds") == 2
    turned = cells_in_words(judged([10.0, 23.7], again=(0.1, 0.6))).text
    assert turned.count("the order does not hold") == 2


def test_an_order_within_chance_is_not_settled() -> None:
    for near in ([23.7, 19.5], [19.5, 23.7]):
        text = cells_in_words(judged(near, error=2.2, again=(0.3, 0.28))).text
        assert text.count("the order is not settled") == 2
    with speaking("zh"):
        assert "次序未定" in cells_in_words(judged([23.7, 19.5], error=2.2)).text


def test_two_people_settle_no_order() -> None:
    text = cells_in_words(judged([0.0, 14.6], error=0.0, size=2, again=(0.0, 0.3))).text
    assert text.count("the order is not settled") == 2


def test_an_order_of_small_money_can_be_read() -> None:
    assert "EI 0.0041, EII 0.0012" in cells_in_words(judged([0.0041, 0.0012], error=1e-4)).text


def test_the_map_of_today_tells_people_money_and_hours() -> None:
    table = pd.DataFrame(found(small=20)["actions"]["cells"]).T.infer_objects()
    assert cells_today(table)["EIII"].splitlines() == [
        "115 customers (0%)",
        "7 of them provisional",
        "0.2% of money expected",
        "hours a month: 20",
    ]


def test_hours_that_are_left_over_are_said() -> None:
    assert hours_in_words(160, 160, 60).text == "All 160 hours of the month are given out."
    assert hours_in_words(160, 150, 60).text.startswith("10 of 160 hours of the month are left")


def test_names_and_advice_are_those_of_the_language() -> None:
    assert advice(cell_names(STRATEGIES)).to_numpy().tolist()[0] == [
        "EI Loyal", "Consolidate", "Serve first.",
    ]  # fmt: skip
    with speaking("zh"):
        assert advice(cell_names(STRATEGIES)).to_numpy().tolist()[1] == [
            "EIII 忠诚小客户", "提升", "定期拜访。",
        ]  # fmt: skip


def contest(*, clear: bool) -> dict[str, Any]:
    r2 = {"quadrants": 0.224, "k-means": 0.273, "spend bands": 0.174, "random groups": -1e-5}
    scores = [
        {"metric": metric, "competitor": name, "value": value + shift}
        for metric, shift in (("r2_log_spend", 0.0), ("top_share", 0.3))
        for name, value in r2.items()
    ]
    kinds = {"quadrants": "rule", "k-means": "learned", "pyramid": "rule", "latent": "learned"}
    rest = {"pyramid": 0.23, "latent": 0.1, "silent": None}
    summary = {
        name: {"kind": kinds.get(name, "control"), "r2_log_spend": value}
        for name, value in (r2 | rest).items()
    }
    return {
        "verdict": {
            "winner": "k-means", "runner_up": "quadrants", "clear": clear,
            "lower": 0.038 if clear else -0.01, "upper": 0.062,
        },
        "contest": {
            "scores": scores, "controls": ["spend bands", "random groups"], "summary": summary,
            "protocol": {"reference": "quadrants"},
        },
    }  # fmt: skip


def test_a_clear_verdict_is_told_with_its_gap_and_the_controls() -> None:
    verdict = contest_in_words(contest(clear=True))
    assert verdict.clear
    assert verdict.sentence == (
        "Later spending is told better by four groups learned by k-means than by the four "
        "quadrants: 27% against 22% of the differences between customers (on a log scale; 3.8 to "
        "6.2 points apart). For comparison: plain spend bands 17%, groups by chance 0%."
    )


def test_an_unclear_verdict_claims_nothing() -> None:
    verdict = contest_in_words(contest(clear=False))
    assert not verdict.clear
    assert "Later spending is not told clearly better by four groups" in verdict.sentence
    assert "the gap may be none" in verdict.sentence


def test_groups_that_are_worse_than_none_explain_nothing() -> None:
    found = contest(clear=True)
    for row in found["contest"]["scores"]:
        row["value"] -= 0.25
    told = contest_in_words(found).sentence
    assert "2% against 0% of the differences" in told
    assert "-" not in told.replace("k-means", "")


def test_a_manager_sees_the_rule_the_best_of_each_kind_and_the_controls() -> None:
    shown = those_that_matter(contest(clear=True))
    assert shown == ["k-means", "pyramid", "quadrants", "spend bands", "random groups"]


def test_scores_are_shown_under_plain_names_in_the_order_asked_for() -> None:
    index = pd.MultiIndex.from_product(
        [["a", "b"], ["quadrants", "k-means", "pyramid"]], names=["metric", "competitor"]
    )
    shown = scores_shown(pd.DataFrame({"value": range(6)}, index), ["k-means", "quadrants"])
    assert shown["value"].tolist() == [1, 0, 4, 3]
    assert shown.loc["b"].index.tolist() == ["four groups learned by k-means", "the four quadrants"]
    with speaking("zh"):
        assert plain_name("k-means") == "K均值学出的四组"


CLAIMED = pd.DataFrame(
    {
        "system": ["T1", "T2", "T3", "T4"],
        "claim": [claim.words.en for claim in CLAIMS[:4]],
        "verdict": ["not settled", "holds", "fails", "cannot be tested here"],
    }
)


def test_claims_are_counted_and_the_doubtful_ones_are_named() -> None:
    assert claims_in_words(CLAIMED).text == (
        "Claims that this log can test: 3 (holding: 1, failing: 1, not settled: 1); that it cannot "
        "test: 1."
    )
    assert open_claims(CLAIMED)["system"].tolist() == ["T3", "T1"]
    with speaking("zh"):
        told = open_claims(CLAIMED)
    assert told["verdict"].tolist() == ["不成立", "未定"]
    assert told["claim"].tolist() == [CLAIMS[2].words.zh, CLAIMS[0].words.zh]


def test_a_chart_of_changes_leaves_out_what_concerns_nobody_but_new_customers() -> None:
    parts = pd.DataFrame(
        {"money": [0.0, 0.0, -5.0], "customers": [0, 0, 2]},
        index=["new_customers", "came_back", "returns"],
    )
    assert steps(parts).index.tolist() == ["new since", "returns"]
    assert ends(found())[0] == 40.0
    assert ends(found())[2:] == ("before 2024-06-01", "since 2024-06-01")


def test_tables_of_changes_have_plain_rows() -> None:
    names = ["money", "purchases", "active_customers", "new_customers"]
    totals = pd.DataFrame(
        dict.fromkeys(["before", "now", "change", "share", "lower", "upper"], 1.0), index=names
    )
    shown = change_table(totals, "All").rows
    assert [row[0] for row in shown][2:] == ["customers who bought", "new customers"]
    assert shown[0][1:] == ("1.00", "1.00", "1.00", "+100%", "1.00", "1.00")
    assert shown[1][1:] == ("1", "1", "1", "+100%", "1", "1")
    cells = pd.DataFrame(
        dict.fromkeys(["customers", "before", "now", "change", "returns"], 1), index=["EI", "new"]
    )
    by_cell = change_by_cell(cells, cell_names(STRATEGIES))
    assert by_cell.index.tolist() == ["EI Loyal", "new customers"]
    assert by_cell.columns.tolist() == ["customers", "before", "since", "change"]


def test_labels_are_told_with_their_doubt() -> None:
    results = {
        "quadrants": {"coin_flips": 25}, "customers": {"count": 100},
        "top_fifth": {"past": 0.63, "future": None},
    }  # fmt: skip
    text = doubt_in_words(results).text
    assert "one horizon from now is open for 25 of 100 customers" in text
    assert "63% of the money before the cut and – of the money after" in text


def test_the_account_of_rows_is_told_in_the_language() -> None:
    audit = pd.DataFrame(
        {"line": ["rows read"], "rows": [3], "amount": [1.0], "share": [1.0], "examples": [""]}
    )
    assert audit_lines(audit).columns.tolist() == ["line", "rows", "amount", "share"]
    with speaking("zh"):
        assert audit_lines(audit)["line"].tolist() == ["读入的行"]


def test_how_far_another_library_differs_is_said_or_that_it_is_not_known() -> None:
    assert "within 2e-06" in reference_in_words(pd.DataFrame({"relative_gap": [1e-7, -2e-6]}))
    assert "could not be" in reference_in_words(pd.DataFrame({"relative_gap": [float("nan")]}))
