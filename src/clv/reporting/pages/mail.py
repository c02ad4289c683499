"""The mail: a report's first screen, for a reader who opens nothing else."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path
from typing import Any

from clv.language import say, speaking
from clv.reporting.pages.header import FILES, told
from clv.reporting.pages.shell import render

__all__ = ["compose", "write_mail"]

_FROM = "clv <reports@localhost>"  # a mail that is sent names its own sender
_COLOURS = {"red": "RED ALARM", "amber": "amber alarm"}
_READ = ("report.html", "report.pdf", "customers.xlsx", "customers.parquet", "results.json")


def write_mail(header: Mapping[str, Any], numbers: Mapping[str, Any], folder: Path) -> Path:
    """Write a finished run's mail, ready to be opened or sent.

    Parameters
    ----------
    header
        As for `clv.reporting.pages.page.write_page`.
    numbers
        Results of the run; of them only ``headline`` and ``brief`` are told, so no customer is.
    folder
        The finished run, whose files the mail names.

    Returns
    -------
    pathlib.Path
        ``mail.eml``: the same bytes for the same run.
    """
    path = folder / FILES["mail"]
    path.write_bytes(compose(header, numbers, folder).as_bytes())
    return path


def compose(header: Mapping[str, Any], numbers: Mapping[str, Any], folder: Path) -> EmailMessage:
    """Compose a mail: plain text, and the same as HTML.

    Parameters
    ----------
    header
        As for `write_mail`.
    numbers
        As for `write_mail`.
    folder
        As for `write_mail`.

    Returns
    -------
    email.message.EmailMessage
        Dated by ``as_of``, named by the digest of what it says.
    """
    language = str(header.get("language", "en"))
    facts = _facts(header, numbers, folder)
    with speaking(language):
        subject, text = _line(_subject(facts)), _text(facts)
    html = render("mail.html", language, subject=subject, **facts)
    return _message(subject, text, html, str(header["as_of"]))


def _facts(header: Mapping[str, Any], numbers: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    headline = numbers["headline"]
    brief = numbers.get("brief") or headline.get("brief")
    verdict = headline.get("verdict", "")
    return told(header) | {
        "tiles": headline.get("tiles", []),
        "verdict": "" if brief and verdict in brief.values() else verdict,
        "brief": brief,
        "files": [name for name in _READ if (folder / name).is_file()],
    }


def _message(subject: str, text: str, html: str, as_of: str) -> EmailMessage:
    digest = hashlib.sha256(json.dumps([subject, text, html, as_of]).encode()).hexdigest()
    mail = EmailMessage(policy=SMTP)
    mail["From"] = _FROM
    mail["Subject"] = subject
    mail["Date"] = format_datetime(datetime.fromisoformat(as_of).replace(tzinfo=UTC))
    mail["Message-ID"] = f"<{digest[:40]}@clv.invalid>"
    mail["X-Unsent"] = "1"  # lets a mail program open it as a draft
    mail.set_content(text)
    mail.add_alternative(html, subtype="html")
    mail.set_boundary(f"=_{digest[:40]}")
    return mail


def _line(text: str) -> str:
    """Keep one line of what can be printed: a line feed would begin another header."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:200]


def _subject(facts: Mapping[str, Any]) -> str:
    told_as = say("{title}, as of {day}", title=facts["heading"], day=facts["as_of"])
    mark = _COLOURS.get(facts["colour"])
    return f"[{say(mark)}] {told_as}" if mark else told_as


def _text(facts: Mapping[str, Any]) -> str:
    """Write the plain text: paragraphs with an empty line between."""
    parts = [say("{title}, as of {day}", title=facts["heading"], day=facts["as_of"])]
    parts += [
        f"{say(alarm['colour']).upper()}{say(': ')}{alarm['sentence']}" for alarm in facts["alarms"]
    ]
    parts += [
        f"{tile['label']}{say(': ')}{tile['value']}\n  {tile['note']}" for tile in facts["tiles"]
    ]
    if brief := facts["brief"]:
        happened, changed, todo = brief["heads"]
        things = "\n".join(f"- {thing}" for thing in brief["todo"])
        parts += [f"{happened}\n{brief['happened']}", f"{changed}\n{brief['changed']}"]
        parts += [f"{todo}\n{things}"]
    parts += [facts["verdict"], f"{say('Files')}{say(': ')}{', '.join(facts['files'])}"]
    return "\n\n".join(part for part in parts if part) + "\n"
