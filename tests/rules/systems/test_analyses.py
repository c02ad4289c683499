import pandas as pd
import pytest

from clv.errors import InputError
from clv.rules.systems.analyses import ANALYSES, SevenAnalyses, missing_tables
from tests.rules.facts import facts

FULL = {
    "purchases": 5,
    "periods_observed": 9,
    "active_share": 0.5,
    "margin": 80.0,
    "channels": 2.0,
    "top_category": "tea",
    "deal_share": 0.2,
    "residual_value": 40.0,
    "region": "north",
}


def table(*rows: dict[str, object]) -> pd.DataFrame:
    return pd.DataFrame([FULL | row for row in rows], index=[f"c{n}" for n in range(len(rows))])


def labels(features: pd.DataFrame) -> list[str]:
    return SevenAnalyses().fit(features).assign(features).labels.tolist()


def test_the_card_is_complete_partial_or_bare_by_the_number_of_lines_known() -> None:
    three, four = (
        ("margin", "channels", "deal_share"),
        ("margin", "channels", "deal_share", "region"),
    )
    rows = table({}, {"margin": None}, dict.fromkeys(three), dict.fromkeys(four))
    assert labels(rows) == ["complete", "partial", "partial", "bare"]


def test_a_column_that_is_lacking_is_unknown_and_not_zero() -> None:
    found = SevenAnalyses().fit(facts()).assign(facts())
    lines = found.scores[list(ANALYSES)]
    assert lines[["profile", "performance", "future"]].isna().all(axis=None)
    assert lines[["profit", "product", "promotion"]].notna().all(axis=None)
    assert found.labels.isin(["partial", "bare"]).all()


def test_one_purchase_or_one_period_tells_no_loyalty() -> None:
    found = SevenAnalyses().fit(table({}))
    rows = table({"purchases": 1}, {"periods_observed": 1}, {"purchases": 2})
    assert found.assign(rows).scores["loyalty"].isna().tolist() == [True, True, False]


def test_the_profile_tells_all_that_is_known() -> None:
    rows = table({"nature": "company", "region": "north"}, {"nature": None}, {"region": " "})
    found = SevenAnalyses().fit(rows).assign(rows)
    assert found.scores["profile"].tolist()[:2] == ["company, north", "north"]
    assert pd.isna(found.scores["profile"].iloc[2])


def test_expected_purchases_stand_in_for_the_residual_value() -> None:
    rows = table({"residual_value": None, "expected_purchases": 3.0}).astype(
        {"residual_value": float}
    )
    found = SevenAnalyses().fit(rows).assign(rows)
    assert found.scores["future"].tolist() == [3.0]


def test_a_prospect_is_apart() -> None:
    assert labels(table({}, {"purchases": 0})) == ["complete", "no_purchase"]


def test_what_is_lacking_is_said_in_both_languages() -> None:
    found = missing_tables(facts())
    assert found.index.tolist() == list(ANALYSES)
    rows = found.to_dict("index")
    assert rows["profit"] == {"title": "Profit", "known": 240, "share": 1.0, "lacks": ""}
    assert rows["future"]["known"] == 0
    assert "residual_value" in rows["future"]["lacks"]
    assert "渠道" in missing_tables(facts(), "zh").to_dict("index")["performance"]["lacks"]
    with pytest.raises(InputError, match="E_LANGUAGE"):
        missing_tables(facts(), "fr")


def test_analyses_that_nobody_has_are_noticed() -> None:
    (notice,) = SevenAnalyses().fit(facts()).assign(facts()).notices
    assert notice.code == "W_ANALYSES_LACKING"
    assert "3 of 7 analyses can be made for nobody: profile, performance, future" in notice.found
    assert not SevenAnalyses().fit(table({})).assign(table({})).notices


def test_the_card_is_read_out_in_the_reason() -> None:
    said = SevenAnalyses().fit(table({})).assign(table({})).explain("c0")
    assert "7 of 7 analyses known; profile north, loyalty 50.0%, profit 80.00" in said
