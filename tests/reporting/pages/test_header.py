"""What stands above and below a report is said in its language."""

from typing import Any

import pytest

from clv.reporting.pages.header import alarms, heading, told

HEADER: dict[str, Any] = {
    "report": "customer_base",
    "title": {"en": "Customers", "zh": "客户"},
    "as_of": "1998-07-01",
    "cut": "1997-10-01",
    "horizon": "1m",
    "horizon_words": "1 month",
    "parameters": {"transactions": "cdnow", "draws": 500, "seed": 1997},
}


@pytest.mark.parametrize(
    ("language", "title", "ahead", "draws"),
    [("en", "Customers", "1 month", "500 draws (not of forecasts), seed 1997"),
     ("zh", "客户", "1个月", "抽样500次（预测除外），种子1997")],
)  # fmt: skip
def test_a_header_is_told_in_the_language_of_the_report(
    language: str, title: str, ahead: str, draws: str
) -> None:
    found = told(HEADER | {"language": language})
    assert (found["heading"], found["ahead"]) == (title, ahead)
    values = [value for _, value in found["facts"]]
    assert values[:3] == ["customer_base", "cdnow", draws]
    assert values[3].startswith("clv ")


def test_a_title_that_is_missing_is_english() -> None:
    assert heading({"title": {"en": "Customers"}, "language": "zh"}) == "Customers"


def test_only_files_that_are_made_are_named() -> None:
    assert told(HEADER | {"outputs": ["page", "sheet", "pdf"]})["files"] == [
        "results.json", "customers.xlsx", "report.pdf"
    ]  # fmt: skip


@pytest.mark.parametrize("drift", [None, {}, {"colour": "green", "alarms": []}])
def test_without_alarms_all_is_green(drift: Any) -> None:
    assert alarms({"drift": drift}) == ("green", [])
