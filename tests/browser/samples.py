"""Pages, a list and a mail of reports that nobody has run, with any text in every place."""

import email
import email.policy
import json
from collections.abc import Sequence
from itertools import count
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from clv.language import speaking
from clv.plots import new_axes, tell
from clv.reporting import Block, Reading, Tile, Tiles, Verdict, figure, table
from clv.reporting.blocks import Brief, Notices
from clv.reporting.pages.index import write_index
from clv.reporting.pages.mail import write_mail
from clv.reporting.pages.page import write_page
from clv.reporting.publishing.journal import append_journal

ALT = "Nothing is drawn on this small chart: "
DAY = "1998-07-01"


def header(text: str, language: str, alarms: Sequence[str], day: str = DAY) -> dict[str, Any]:
    """What a run says of itself, with one red and one amber alarm for each sentence."""
    rang = [
        {"name": "stale_days", "colour": colour, "sentence": sentence}
        for sentence in alarms
        for colour in ("amber", "red", "green")
    ]
    return {
        "report": "customer_base",
        "title": {"en": f"Customers {text}".strip(), "zh": f"客户 {text}".strip()},
        "language": language,
        "as_of": day,
        "cut": "1997-10-01",
        "horizon": "39w",
        "horizon_words": "39 weeks",
        "parameters": {"transactions": f"shop {text}".strip(), "draws": 500, "seed": 1997},
        "outputs": [],
        "drift": {"colour": "red", "alarms": rang} if rang else None,
    }


def shown(*blocks: Block) -> Any:
    outputs = [new_output("execute_result", data=b._repr_mimebundle_()) for b in blocks]
    return new_code_cell("x", outputs=outputs)


def headline(texts: Sequence[str], number: float = 7.0) -> dict[str, Any]:
    tiles = tuple(
        Tile(text, text, text, key=f"tile {i}", number=number) for i, text in enumerate(texts)
    )
    return Tiles(tiles).payload | {"verdict": texts[0], "clear": True}


def write_sample(path: Path, language: str, texts: Sequence[str], alarms: Sequence[str]) -> None:
    """Write a page on which each of some texts stands in every kind of place."""
    tiles = tuple(Tile(text, text, text) for text in texts)
    frame = pd.DataFrame({text: list(texts) for text in texts[:3]} | {"count": range(len(texts))})
    with speaking(language):
        cells = [
            shown(Tiles(tiles), Brief(texts[0], texts[-1], tuple(texts))),
            shown(*(figure(tell(new_axes(), f"{ALT}{text}"), text) for text in texts[:9])),
            *(new_markdown_cell(f"## {text}\n\n{text}") for text in texts[:12]),
            shown(*(Reading(text) for text in texts), *(Verdict(text, False) for text in texts)),
            shown(Notices(tuple(texts)), table(frame, texts[-1])),
        ]
    nbformat.write(new_notebook(cells=cells), path.with_suffix(".ipynb"))
    write_page(path.with_suffix(".ipynb"), header(texts[0], language, alarms), path)


def write_runs(output: Path, name: str, texts: Sequence[str]) -> Path:
    """Write manifests and a journal of a report's runs, and the list of them."""
    home, days = output / name, [f"1998-{month:02d}-01" for month in range(1, 7)]
    home.mkdir(parents=True)
    (output / "customer_base" / DAY).mkdir(parents=True, exist_ok=True)
    for day, number in zip(days, count(3)):
        told = headline(texts[:8], float(number))
        good = {"as_of": day, "status": "good", "headline": told}
        append_journal(home, good)
        if day > "1998-03":
            (home / day).mkdir()
            manifest = header(texts[0], "en", [], day) | good | {"log": {"source": texts[-1]}}
            (home / day / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
            (home / day / "report.html").write_text("<!doctype html><title>A page</title>")
    for number, text in enumerate(texts):
        failed = {"as_of": f"1999-01-{number % 28 + 1:02d}", "status": "failed"}
        append_journal(home, failed | {"code": "E_NOTEBOOK", "sentence": text})
    held = {"as_of": "1999-02-01", "status": "held", "code": texts[0], "sentence": texts[-1]}
    append_journal(home, held)
    return write_index(output)


def write_mail_page(path: Path, texts: Sequence[str]) -> None:
    """Write the HTML of a mail."""
    with speaking("en"):
        brief = Brief(texts[0], texts[-1], tuple(texts)).payload
    found = {"headline": headline(texts), "brief": brief}
    mail = write_mail(header(texts[0], "en", texts), found, path.parent)
    message = email.message_from_bytes(mail.read_bytes(), policy=email.policy.default)
    body = message.get_body(("html",))
    assert body is not None
    path.write_text(body.get_content(), encoding="utf-8")
