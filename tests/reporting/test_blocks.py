"""Blocks are data: they say what is shown, and hostile text stays text."""

import subprocess
import sys
from datetime import date, datetime

import numpy as np
import pandas as pd
import pytest
from bs4 import BeautifulSoup

from clv.errors import Notice
from clv.language import speaking
from clv.plots import draw, new_axes, tell
from clv.reporting.blocks import (
    BLOCK_MIME,
    Block,
    Reading,
    Tile,
    Tiles,
    Verdict,
    figure,
    notices,
    score_table,
    table,
)

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7 * 7 }}",
    "</title><svg onload=alert(1)>",
    "<!--",
    "' onmouseover='alert(1)",
]


def blocks_with(text: str) -> list[Block]:
    return [
        Reading(text),
        Verdict(text, clear=True),
        Tiles((Tile(text, text, text),)),
        notices([Notice(text, text, text)]),
        table(pd.DataFrame({text: [text]}), text),
        figure(tell(new_axes(), text), text),
    ]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_and_never_markup(text: str) -> None:
    for block in blocks_with(text):
        html = block._repr_mimebundle_()["text/html"]
        assert "<script" not in html
        assert "<img src=x" not in html
        assert "<svg" not in html
        assert "onmouseover='" not in html
        assert "<!--" not in html
        assert "49" not in html.replace(str(block.payload.get("svg", "")), "")


def test_a_block_travels_with_its_kind_and_its_text() -> None:
    payload = Reading("Half of them.")._repr_mimebundle_()[BLOCK_MIME]
    assert payload == {"kind": "reading", "text": "Half of them."}


def test_a_table_writes_numbers_for_a_reader() -> None:
    frame = pd.DataFrame(
        {
            "customers": [12345, 7],
            "share": [0.123, float("nan")],
            "mean_amount": [1234567.8, 12.34],
            "gap": [0.1234, 2e-7],
            "inside": [True, False],
        },
        index=pd.Index(["EI", "EII"], name="cell"),
    )
    shown = table(frame, "Cells")
    assert shown.header == ("cell", "customers", "share", "mean amount", "gap", "inside")
    assert shown.rows == (
        ("EI", "12,345", "12%", "1,234,568", "0.123", "yes"),
        ("EII", "7", "–", "12", "2.0e-07", "no"),
    )
    assert shown.numeric == (False, True, True, True, True, False)


@pytest.mark.parametrize(
    ("numbers", "shown"),
    [
        ([2226.4, 877.7, 7.754, 0.0312, 0.0, np.nan], ["2,226", "878", "7.8", "0.031", "0", "–"]),
        ([18.0, -6.0, np.nan], ["18", "-6", "–"]),
        ([667.4, 45.9, 7.613], ["667.4", "45.9", "7.613"]),
        ([np.inf, 12.5, -0.25], ["inf", "12.5", "-0.250"]),
    ],
    ids=["beside thousands", "all whole", "none is large", "no end"],
)
def test_the_numbers_of_a_column_have_digits_that_suit_each_other(
    numbers: list[float], shown: list[str]
) -> None:
    frame = pd.DataFrame({"cell": ["x"] * len(numbers), "money": numbers})
    assert [row[1] for row in table(frame, "Cells").rows] == shown


def test_a_day_is_shown_without_hours() -> None:
    frame = pd.DataFrame(
        {
            "last_purchase": pd.to_datetime(["2024-06-30", "NaT"]),
            "due": [date(2024, 7, 1), None],
            "noted": [datetime(2024, 7, 1, 9, 30), None],
        },
        index=pd.DatetimeIndex(["2024-07-01", "2024-07-02"], name="day"),
    )
    shown = table(frame, "Days")
    assert shown.rows == (
        ("2024-07-01", "2024-06-30", "2024-07-01", "2024-07-01"),
        ("2024-07-02", "–", "–", "–"),
    )
    assert shown.numeric == (False,) * 4


def test_a_table_has_its_heads_and_plain_words_in_the_language_and_its_cells_as_they_are() -> None:
    frame = pd.DataFrame(
        {"share_of_customers": [0.4], "inside": [True], "outside": [False], "due": ["customers"]},
        index=pd.Index(["value"], name="competitor"),
    )
    with speaking("zh"):
        shown = table(frame, "customers")
    assert shown.caption == "客户数"
    assert shown.header == ("对比方", "客户占比", "在区间内", "outside", "期限")
    assert shown.rows == (("value", "40%", "是", "否", "customers"),)


def test_scores_have_their_intervals_in_the_language() -> None:
    index = pd.MultiIndex.from_tuples([("r2", "quadrants")], names=["metric", "competitor"])
    scores = pd.DataFrame({"value": [0.2], "lower": [-1e-9], "upper": [0.21]}, index=index)
    assert score_table(scores, {"r2": "R²"}).loc["quadrants", "R²"] == "0.200 (0.000 to 0.210)"
    with speaking("zh"):
        assert score_table(scores, {"r2": "R²"}).loc["quadrants", "R²"] == "0.200（0.000至0.210）"


def html(block: Block) -> BeautifulSoup:
    return BeautifulSoup(block._repr_mimebundle_()["text/html"], "html.parser")


def test_a_notice_says_what_it_means_and_keeps_its_english_sentence() -> None:
    with speaking("zh"):
        shown = html(notices([Notice("W_GAP", "a gap of 31 days", "check", 31)], "2024-07-01"))
    item = shown.select_one(".notices > li")
    assert item is not None
    assert item.find(string=True) == (
        "截至2024-07-01：流水中有连续31天没有任何购买。请检查是否缺了一段数据。"
    )
    assert [(small["lang"], small.text) for small in item("small")] == [
        ("en", "As of 2024-07-01: W_GAP: a gap of 31 days; check")
    ]


def test_what_several_notices_mean_is_said_once() -> None:
    found = [Notice("W_UNSTABLE", f"groups of {name}", "fewer") for name in ("a", "b")]
    with speaking("zh"):
        shown = html(notices(found))
    assert [len(item("small")) for item in shown.select(".notices > li")] == [2]


def test_a_notice_of_unknown_code_stays_english_and_says_so() -> None:
    with speaking("zh"):
        shown = html(notices([Notice("W_A", "found", "do"), Notice("W_B", "other", "do")]))
    items = [(item["lang"], item.text) for item in shown.select(".notices > li")]
    assert items == [("en", "W_A: found; do"), ("en", "W_B: other; do")]


def test_an_english_notice_is_told_once() -> None:
    shown = html(notices([Notice("W_GAP", "a gap", "check", 31)]))
    assert list(shown.stripped_strings) == ["W_GAP: a gap; check"]


def test_no_notices_show_nothing() -> None:
    assert html(notices([])).select(".notices") == []


def test_blocks_do_not_wait_for_charts() -> None:
    script = (
        "import sys, clv.reporting; print({'matplotlib', 'seaborn', 'sklearn'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "set()"


def test_a_format_that_is_asked_for_wins() -> None:
    assert table(pd.DataFrame({"share": [0.123]}), "", {"share": "{:.1%}"}).rows == (("12.3%",),)


def test_a_notice_that_comes_twice_is_shown_once() -> None:
    notice = Notice("W_A", "found", "do")
    assert len(notices([notice, notice]).lines) == 1


def test_the_same_chart_gives_the_same_bytes() -> None:
    def chart() -> str:
        axes = new_axes()
        axes.plot([0, 1], [1, 0])
        axes.set(xlabel="x (weeks)")
        return draw(axes).svg

    assert chart() == chart()
