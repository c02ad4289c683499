"""The page holds everything that the notebook shows, and nothing that runs."""

from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from clv.errors import RunError
from clv.plots import new_axes, tell
from clv.reporting import Block, Reading, Tile, Tiles, Verdict, figure, table
from clv.reporting.pages import shell
from clv.reporting.pages.page import page_parts, write_page

HEADER = {
    "title": {"en": "Customers <b>", "zh": "客户"},
    "as_of": "1998-07-01",
    "cut": "1997-10-01",
    "horizon_words": "39 weeks",
}


def shown(block: Block) -> Any:
    output = new_output("execute_result", data=block._repr_mimebundle_())
    return new_code_cell("x", outputs=[output])


def page_of(*cells: Any, folder: Path) -> str:
    nbformat.write(new_notebook(cells=list(cells)), folder / "in.ipynb")
    write_page(folder / "in.ipynb", HEADER, folder / "out.html")
    return (folder / "out.html").read_text(encoding="utf-8")


class Tags(HTMLParser):
    """Collects elements and attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))


def test_every_block_and_every_section_is_on_the_page(tmp_path: Path) -> None:
    html = page_of(
        new_markdown_cell("About editing this notebook.", metadata={"tags": ["bench"]}),
        shown(Tiles((Tile("customers", "23,570", "a count"),))),
        shown(Verdict("No clear difference.", clear=False)),
        new_markdown_cell("## The data\n\nWhat came *in*."),
        shown(table(pd.DataFrame({"cell": ["EI"], "customers": [4]}), "Cells")),
        shown(figure(tell(new_axes(), "Nothing on it."), "A chart.")),
        shown(Reading("Half of them.")),
        folder=tmp_path,
    )
    for text in ("23,570", "No clear difference.", "What came <em>in</em>.", "Cells", "EI",
                 'alt="Nothing on it."', "A chart.", "Half of them.", '<a href="#the-data">',
                 "Customers &lt;b&gt;"):  # fmt: skip
        assert text in html
    assert "About editing" not in html


def test_nothing_on_the_page_runs_or_leaves_it(tmp_path: Path) -> None:
    tags = Tags()
    tags.feed(page_of(new_markdown_cell("## A <script>x</script>"), folder=tmp_path))
    assert not {"script", "iframe", "object", "link", "base", "form"} & {t for t, _ in tags.seen}
    assert not [a for _, attrs in tags.seen for a in attrs if a.startswith("on")]
    remote = [v for _, attrs in tags.seen for k, v in attrs.items() if k in ("src", "href") and v]
    assert not [link for link in remote if "//" in link]
    policy = [a["content"] for t, a in tags.seen if t == "meta" and "http-equiv" in a]
    assert policy == [shell.policy()]


@pytest.mark.parametrize(
    "output",
    [
        new_output("stream", name="stdout", text="printed"),
        new_output("execute_result", data={"text/html": "<script>alert(1)</script>"}),
        new_output("display_data", data={"image/png": ""}),
    ],
)
def test_an_output_that_the_page_cannot_hold_is_an_error_not_a_loss(output: Any) -> None:
    notebook = new_notebook(cells=[new_code_cell("x", outputs=[output])])
    with pytest.raises(RunError, match="cell 1 shows a"):
        list(page_parts(notebook))


def test_a_page_is_in_the_language_of_its_header(tmp_path: Path) -> None:
    nbformat.write(new_notebook(cells=[]), tmp_path / "in.ipynb")
    write_page(tmp_path / "in.ipynb", HEADER | {"language": "zh"}, tmp_path / "out.html")
    html = (tmp_path / "out.html").read_text(encoding="utf-8")
    for text in ('<html lang="zh-CN">', "<h1>客户</h1>", "全部报告", "客户（截至1998-07-01）"):
        assert text in html
    assert "All reports" not in html


@pytest.mark.parametrize(
    ("colour", "words"),
    [("red", "Do not act on this report"), ("amber", "Read this report with care"), ("green", "")],
)
def test_alarms_stand_above_everything(tmp_path: Path, colour: str, words: str) -> None:
    alarm = {"name": "stale_days", "colour": colour, "sentence": "The log is <old>."}
    nbformat.write(new_notebook(cells=[]), tmp_path / "in.ipynb")
    drift = {"colour": colour, "alarms": [alarm]}
    write_page(tmp_path / "in.ipynb", HEADER | {"drift": drift}, tmp_path / "out.html")
    html = (tmp_path / "out.html").read_text(encoding="utf-8")
    assert words in html
    assert ("The log is &lt;old&gt;." in html) == bool(words)
    assert ('role="status"' in html) == bool(words)


def test_sections_of_one_name_can_be_told_apart(tmp_path: Path) -> None:
    cells = [new_markdown_cell(f"## {head}") for head in ("Data", "data!", "content", "?", "!")]
    tags = Tags()
    tags.feed(page_of(*cells, folder=tmp_path))
    names = [attrs["id"] for _, attrs in tags.seen if "id" in attrs]
    assert len(names) == len(set(names)) == 6
    assert all(names)
    linked = [a["href"] for _, a in tags.seen if str(a.get("href")).startswith("#")]
    assert [f"#{name}" for name in names[1:]] == linked[1:]
