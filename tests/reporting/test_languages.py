"""A page speaks one language throughout, and says the same numbers in both."""

import re
from collections import Counter
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

REPORTS = ("churn_watch", "customer_base", "segment_review", "value_forecast")
ENGLISH = re.compile(r"[A-Za-z][A-Za-z'-]*(?:[ ,;:]+[A-Za-z][A-Za-z'-]*){3,}")
"""Four words or more, one after the other."""
NAMES = ("Calinski and Harabasz",)
"""What is called the same in Chinese."""
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
def test_no_english_sentence_is_left_on_a_chinese_page(chinese: dict[str, Path], name: str) -> None:
    texts = spoken(chinese[name])
    for known in NAMES:
        texts = [text.replace(known, "") for text in texts]
    assert [text for text in texts if ENGLISH.search(text)] == []


@each
def test_every_figure_of_the_english_tables_stands_in_the_chinese_ones(
    reports: dict[str, Path], chinese: dict[str, Path], name: str
) -> None:
    english, translated = (page(folder[name])("table") for folder in (reports, chinese))
    lost = [figures(one) - figures(other) for one, other in zip(english, translated, strict=True)]
    assert len(english) > 0
    assert not any(lost)


def test_the_search_for_english_finds_a_sentence() -> None:
    assert ENGLISH.search("其中 of these of amount zero")
    assert not ENGLISH.search("BG/NBD与Gamma-Gamma模型，R²，customers.xlsx")
