"""A mail holds the first screen and nothing else, in the same bytes for the same run."""

import email
import email.policy
from datetime import date
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from clv.language import speaking
from clv.reporting.blocks import Brief, Tile, Tiles
from clv.reporting.pages.mail import write_mail

HEADER: dict[str, Any] = {
    "report": "customer_base",
    "title": {"en": "Customers", "zh": "客户价值报告"},
    "language": "en",
    "as_of": date(1998, 7, 1),
    "cut": date(1997, 10, 1),
    "horizon": "39w",
    "horizon_words": "39 weeks",
}


def numbers(language: str = "en") -> dict[str, Any]:
    with speaking(language):
        brief = Brief("635 came.", "Fewer than in June.", ("Call <EII>.", "Wait.")).payload
    tiles = Tiles((Tile("customers", "23,570", "51% bought once"),)).payload
    return {
        "headline": tiles | {"verdict": "No clear difference.", "clear": False},
        "brief": brief,
        "largest": ["customer-007", "customer-008"],
    }


def read(path: Path) -> EmailMessage:
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def bodies(message: EmailMessage) -> tuple[str, str]:
    plain, html = (message.get_body((kind,)) for kind in ("plain", "html"))
    assert plain
    assert html
    return str(plain.get_content()), str(html.get_content())


def test_both_bodies_hold_the_first_screen_and_the_files(tmp_path: Path) -> None:
    (tmp_path / "customers.xlsx").write_text("")
    plain, html = bodies(read(write_mail(HEADER, numbers(), tmp_path)))
    for text in ("23,570", "51% bought once", "635 came.", "What changed, and why", "Wait.",
                 "Fewer than in June.", "No clear difference.", "customers.xlsx"):  # fmt: skip
        assert text in plain
        assert text in html
    assert "Call <EII>." in plain
    assert "Call &lt;EII&gt;." in html
    assert "report.html" not in plain
    assert "customer-007" not in plain + html


def test_the_html_asks_for_nothing(tmp_path: Path) -> None:
    _, html = bodies(read(write_mail(HEADER, numbers(), tmp_path)))
    for word in ("<img", "<script", "<link", "<style", "url(", "http", "src="):
        assert word not in html


def test_a_mail_without_a_brief_is_whole(tmp_path: Path) -> None:
    found = numbers()
    del found["brief"]
    plain, _ = bodies(read(write_mail(HEADER, found, tmp_path)))
    assert "23,570" in plain
    assert "What happened" not in plain


def test_the_same_run_gives_the_same_bytes_and_another_other_ones(tmp_path: Path) -> None:
    first, again = (write_mail(HEADER, numbers(), tmp_path).read_bytes() for _ in range(2))
    other = numbers() | {"headline": numbers()["headline"] | {"verdict": "Clear."}}
    assert first == again
    assert read(tmp_path / "mail.eml")["Date"] == "Wed, 01 Jul 1998 00:00:00 +0000"
    named = read(tmp_path / "mail.eml")["Message-ID"]
    assert read(write_mail(HEADER, other, tmp_path))["Message-ID"] != named


@pytest.mark.parametrize(
    ("language", "subject", "words"),
    [("en", "[RED ALARM] Customers, as of 1998-07-01", "Do not act on this report"),
     ("zh", "[红色警报] 客户价值报告（截至1998-07-01）", "发生了什么")],
)  # fmt: skip
def test_alarms_and_language_show_at_once(
    tmp_path: Path, language: str, subject: str, words: str
) -> None:
    alarm = {"name": "stale_days", "colour": "red", "sentence": "The log is 31 days old."}
    header = HEADER | {"language": language, "drift": {"alarms": [alarm]}}
    message = read(write_mail(header, numbers(language), tmp_path))
    plain, html = bodies(message)
    assert message["Subject"] == subject
    assert words in html
    assert "The log is 31 days old." in plain


@pytest.mark.parametrize(
    "title",
    ["x\r\nBcc: thief@example.org", "x\nSubject: y", "x\r\n\r\n<script>", "x\x00\x1b[31m",
     "x\u2028y", "x" * 5000, "\u202eevil"],
)  # fmt: skip
def test_no_title_becomes_a_header(tmp_path: Path, title: str) -> None:
    message = read(write_mail(HEADER | {"title": {"en": title}}, numbers(), tmp_path))
    assert set(message.keys()) == {
        "From", "Subject", "Date", "Message-ID", "X-Unsent", "MIME-Version", "Content-Type"
    }  # fmt: skip
    assert len(message["Subject"]) <= 200
    assert message["Subject"].isprintable()
