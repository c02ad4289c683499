"""The page: an executed report notebook turned into HTML of our own, without script or outside."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import mistune
import nbformat
from markupsafe import Markup

from clv.errors import RunError
from clv.language import LANGUAGES
from clv.reporting.blocks import BLOCK_MIME
from clv.reporting.pages.header import told
from clv.reporting.pages.shell import render

__all__ = ["page_parts", "write_page"]

# Only the notebook's author writes Markdown; escaping it all the same costs nothing.
_markdown = mistune.create_markdown(escape=True)


def _block(output: Mapping[str, Any], where: str) -> dict[str, Any]:
    """Take the block out of a cell's output; anything else would be lost, so it is an error."""
    data = output.get("data", {})
    if BLOCK_MIME not in data:
        raise RunError(
            "E_OUTPUT_KIND",
            f"{where} shows a {output['output_type']}, which the page cannot hold",
            "let the cell end in a table, figure, reading or another block of clv.reporting",
        )
    return dict(data[BLOCK_MIME])


def _prose(source: str) -> Iterator[dict[str, Any]]:
    """Split a Markdown cell at its section headings, which the page's contents list."""
    for position, text in enumerate(re.split(r"^## (.+)$", source, flags=re.MULTILINE)):
        if position % 2:
            slug = re.sub(r"\W+", "-", text.lower()).strip("-")
            yield {"kind": "heading", "text": text.strip(), "id": slug}
        elif text.strip():
            yield {"kind": "prose", "html": Markup(_markdown(text))}


def _is_for(cell: Any, language: str) -> bool:
    """Tell whether a cell is prose of the page: for all languages, or for this one."""
    tags = set(cell.metadata.get("tags", []))
    spoken = tags & set(LANGUAGES) or {language}
    return cell.cell_type == "markdown" and "bench" not in tags and language in spoken


def page_parts(
    notebook: Any, name: str = "the page", language: str = "en"
) -> Iterator[dict[str, Any]]:
    """Walk through an executed notebook.

    Parameters
    ----------
    notebook
        As nbformat reads it. Markdown cells tagged ``bench`` speak to whoever edits the notebook
        and are left out, and so are those tagged with another language only.
    name
        Of the notebook, for a message.
    language
        One of `clv.language.LANGUAGES`.

    Yields
    ------
    dict
        ``{"kind": "heading", "text", "id"}`` and ``{"kind": "prose", "html"}`` from Markdown cells,
        the payload of each block shown.

    Raises
    ------
    RunError
        ``E_OUTPUT_KIND`` where a cell shows something that is not a block.
    """
    for number, cell in enumerate(notebook.cells, start=1):
        if _is_for(cell, language):
            yield from _prose(cell.source)
        for output in cell.get("outputs", []):
            yield _block(output, f"{name}: cell {number}")


def _distinct(parts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give every section a name of its own, whatever its heading."""
    taken = {"content", ""}
    for number, part in enumerate(parts):
        if part["kind"] == "heading":
            while part["id"] in taken:
                part["id"] = f"{part['id']}-{number}"
            taken.add(part["id"])
    return parts


def write_page(notebook: Path, header: Mapping[str, Any], path: Path) -> None:
    """Write the page of an executed report notebook.

    Parameters
    ----------
    notebook
        The executed notebook.
    header
        ``title`` by language, ``as_of``, ``cut`` and ``horizon_words``; where known, ``language``,
        ``drift`` (whose alarms make the banner), ``report``, ``parameters`` and ``outputs``.
    path
        File to write.
    """
    language = str(header.get("language", "en"))
    parts = _distinct(
        list(page_parts(nbformat.read(notebook, as_version=4), notebook.stem, language))
    )
    first = next((i for i, part in enumerate(parts) if part["kind"] == "heading"), None)
    facts = told(header)
    html = render("page.html", language, parts=parts, first_heading=first, **facts)
    path.write_text(html, encoding="utf-8")
