"""A page speaks one language throughout, and says the same numbers in both."""

import re
from collections import Counter
from collections.abc import Iterable
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from python_calamine import CalamineWorkbook

REPORTS = ("churn_watch", "customer_base", "segment_review", "value_forecast")
ENGLISH = re.compile(r"[A-Za-z]{3,}")
"""A word, if a short one."""
NAMES = re.compile(
    r"EI{1,3}|EIV|RFM|BG/NBD|Calinski-Harabasz|Gap|PSI|ROC AUC|lifetimes|alpha|gamma|order_id|"
    r"gb18030|(customers|report|results|mail)\.[a-z]+|NFC|Unicode"
)
"""What is called the same in Chinese: cells, models, measures, parameters, files, columns."""
FIGURE = re.compile(r"\d(?:[\d,.]*\d)?")

each = pytest.mark.parametrize("name", REPORTS)


def page(folder: Path) -> BeautifulSoup:
    return BeautifulSoup((folder / "report.html").read_text(encoding="utf-8"), "html.parser")


def spoken(folder: Path) -> list[str]:
    """The texts of a page, and those of its charts, that claim to be in its language."""
    soup = page(folder)
    for element in soup.select('[lang="en"], code, style, script'):
        element.decompose()
    return [*soup.stripped_strings, *(str(image.get("alt", "")) for image in soup("img"))]


def english(texts: Iterable[str]) -> set[str]:
    """Texts with a word that is no name."""
    return {text for text in texts if ENGLISH.search(NAMES.sub("", text))}


def figures(table: Tag) -> Counter[str]:
    cells = [cell.get_text(" ") for cell in table.select("tbody td")]
    return Counter(number for cell in cells for number in FIGURE.findall(cell))


@each
def test_a_page_says_in_which_language_it_is(
    reports: dict[str, Path], chinese: dict[str, Path], name: str
) -> None:
    said = [page(folder[name]).html for folder in (reports, chinese)]
    assert [html and html["lang"] for html in said] == ["en", "zh-CN"]


@each
def test_no_english_word_is_left_on_a_chinese_page(chinese: dict[str, Path], name: str) -> None:
    facts = page(chinese[name]).select("footer dd")
    assert english(spoken(chinese[name])) <= {fact.get_text() for fact in facts}


@each
def test_every_notice_on_a_chinese_page_says_in_chinese_what_it_means(
    chinese: dict[str, Path], name: str
) -> None:
    found = page(chinese[name]).select(".notices > li")
    assert len(found) > 0
    assert [item.text for item in found if item.get("lang") or not item("small")] == []
    assert {small["lang"] for item in found for small in item("small")} == {"en"}


@each
def test_every_notice_of_the_english_page_stands_on_the_chinese_one(
    reports: dict[str, Path], chinese: dict[str, Path], name: str
) -> None:
    told = page(reports[name]).select(".notices > li")
    kept = page(chinese[name]).select(".notices small")
    assert Counter(item.text for item in told) == Counter(small.text for small in kept)


@each
def test_no_english_word_is_left_in_a_chinese_sheet(chinese: dict[str, Path], name: str) -> None:
    book = CalamineWorkbook.from_path(chinese[name] / "customers.xlsx")
    rows = [row for sheet in book.sheet_names for row in book.get_sheet_by_name(sheet).to_python()]
    cells = {cell for row in rows for cell in row if isinstance(cell, str)}
    assert english(cells | set(book.sheet_names)) == set()


@each
def test_no_english_word_is_left_in_a_chinese_mail(chinese: dict[str, Path], name: str) -> None:
    mail = message_from_bytes((chinese[name] / "mail.eml").read_bytes(), policy=default)
    text = mail.get_body(("plain",))
    assert text is not None
    assert english([str(mail["Subject"]), *text.get_content().splitlines()]) == set()


@each
def test_every_figure_of_the_english_tables_stands_in_the_chinese_ones(
    reports: dict[str, Path], chinese: dict[str, Path], name: str
) -> None:
    english, translated = (page(folder[name])("table") for folder in (reports, chinese))
    lost = [figures(one) - figures(other) for one, other in zip(english, translated, strict=True)]
    assert len(english) > 0
    assert not any(lost)


def test_the_search_for_english_finds_a_word() -> None:
    assert english(["其中的rows", "销售1，Gamma-Gamma模型"]) == {
        "其中的rows",
        "销售1，Gamma-Gamma模型",
    }
    assert english(["BG/NBD与伽马-伽马模型，R²，customers.xlsx，EIII"]) == set()
