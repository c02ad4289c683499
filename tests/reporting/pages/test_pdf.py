"""A page printed by Chromium: A4, tagged, in its language, the same bytes each time."""

import re
import zlib
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_markdown_cell, new_notebook

from clv.errors import RunError
from clv.reporting.pages import pdf
from clv.reporting.pages.page import write_page
from clv.reporting.pages.pdf import write_pdf
from tests.browser.chromium import CHROMIUM

HEADER: dict[str, Any] = {
    "title": {"en": "Customers", "zh": "客户"},
    "language": "zh",
    "as_of": "1998-07-01",
    "cut": "1997-10-01",
    "horizon_words": "39 weeks",
}


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pdf")
    cells = [new_markdown_cell("## 数据\n\n一半客户只购买过一次。")]
    nbformat.write(new_notebook(cells=cells), folder / "in.ipynb")
    write_page(folder / "in.ipynb", HEADER, folder / "report.html")
    return folder / "report.html"


def inflated(printed: bytes) -> bytes:
    """All that the file holds in compressed streams."""
    found = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", printed, re.DOTALL)
    unpackers = ((zlib.decompressobj(), stream) for stream in found if stream[:1] == b"x")
    return b"".join(unpacker.decompress(stream) for unpacker, stream in unpackers)


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
def test_a_page_is_printed_whole_and_the_same_each_time(page: Path, tmp_path: Path) -> None:
    for name in ("first.pdf", "again.pdf"):
        write_pdf(page, tmp_path / name)
    printed = (tmp_path / "first.pdf").read_bytes()
    assert printed == (tmp_path / "again.pdf").read_bytes()
    assert printed.startswith(b"%PDF-")
    assert printed.rstrip().endswith(b"%%EOF")
    (width, height), *others = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", printed)
    assert (round(float(width)), round(float(height)), others) == (595, 842, [])
    assert b"/Lang (zh-CN)" in printed
    assert b"/StructTreeRoot" in printed
    assert re.findall(rb"Date \(D:(\d+)", printed) == [b"19980701000000"] * 2
    assert b"file:" not in printed + inflated(printed)
    glyphs = inflated(printed).decode("latin-1").upper()
    for letter in "客购买":
        assert f"<{ord(letter):04X}>" in glyphs


def test_without_chromium_the_error_says_what_to_install(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(RunError, match="E_CHROMIUM.*apt-get install chromium"):
        write_pdf(page, tmp_path / "out.pdf")


def test_a_browser_that_cannot_be_started_is_named(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "find_chromium", lambda: str(tmp_path / "gone"))
    with pytest.raises(RunError, match="E_CHROMIUM: Chromium cannot be started"):
        write_pdf(page, tmp_path / "out.pdf")


@pytest.mark.parametrize("printed", ["", "%PDF-1.4 and then the disk was full"])
def test_half_a_pdf_is_none(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, printed: str
) -> None:
    browser = tmp_path / "chromium"
    line = (
        f'for a; do case $a in --print-to-pdf=*) printf %s "{printed}" > "${{a#*=}}";; esac; done'
    )
    browser.write_text(f"#!/bin/sh\n{line}\n")
    browser.chmod(0o755)
    monkeypatch.setattr(pdf, "find_chromium", lambda: str(browser))
    with pytest.raises(RunError, match="E_CHROMIUM: Chromium printed nothing"):
        write_pdf(page, tmp_path / "out.pdf")
    assert not (tmp_path / "out.pdf").exists()


@pytest.mark.parametrize(
    ("body", "told"), [("sleep 60 & sleep 60", "within 0.2 s"), ("exit 7", "ended with 7")]
)
def test_a_browser_that_does_not_print_is_killed_and_named(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str, told: str
) -> None:
    browser = tmp_path / "chromium"
    browser.write_text(f"#!/bin/sh\n{body}\n")
    browser.chmod(0o755)
    monkeypatch.setattr(pdf, "find_chromium", lambda: str(browser))
    seconds = 0.2 if "sleep" in body else 20.0
    with pytest.raises(RunError, match=f"E_CHROMIUM.*{told}"):
        write_pdf(page, tmp_path / "out.pdf", seconds=seconds)
    assert not (tmp_path / "out.pdf").exists()
