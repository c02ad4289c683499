"""Prose reaches the page of its language: tagged cells only theirs, untagged ones every page."""

from typing import Any

import pytest
from nbformat.v4 import new_markdown_cell, new_notebook

from clv.reporting.pages.page import page_parts


def prose(*tags: str, text: str) -> Any:
    return new_markdown_cell(text, metadata={"tags": list(tags)})


NOTEBOOK = new_notebook(
    cells=[
        prose("bench", text="for the editor"),
        prose("bench", "zh", text="for the editor too"),
        prose(text="for both"),
        prose("en", text="## Customers\n\nin English"),
        prose("zh", text="## 客户\n\n中文"),
        prose("en", "zh", text="for both by name"),
    ]
)


def shown(language: str) -> str:
    parts = page_parts(NOTEBOOK, "the page", language)
    return " ".join(str(part.get("text", part.get("html"))) for part in parts)


@pytest.mark.parametrize(
    ("language", "here", "elsewhere"),
    [("en", ["Customers", "in English"], "中文"), ("zh", ["客户", "中文"], "in English")],
)
def test_a_page_has_the_prose_of_its_language(
    language: str, here: list[str], elsewhere: str
) -> None:
    page = shown(language)
    assert all(text in page for text in [*here, "for both", "for both by name"])
    assert elsewhere not in page
    assert "editor" not in page


def test_a_page_is_english_unless_told_otherwise() -> None:
    parts = list(page_parts(NOTEBOOK))
    assert [part["text"] for part in parts if part["kind"] == "heading"] == ["Customers"]
