"""`clv mail` against a mail server of its own: who has it does not get it twice."""

import json
import socket
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from click.testing import CliRunner, Result

from clv.cli import main
from clv.reporting.blocks import Tile, Tiles

SECRET = "correct horse battery"


class Post:
    """Keeps what comes in; refuses whom and what it is told to."""

    def __init__(self) -> None:
        self.mails: list[Envelope] = []
        self.refused: dict[str, str] = {}
        self.busy = 0
        self.asked = 0

    async def handle_RCPT(  # noqa: N802 (the server's name for it)
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 (the server's name for it)
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        self.asked += 1
        if self.busy:
            self.busy -= 1
            return f"451 come back later, {SECRET}"
        self.mails.append(envelope)
        return "250 OK"


def sign_in(
    server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any
) -> AuthResult:
    right = isinstance(data, LoginPassword) and data == LoginPassword(b"ann", SECRET.encode())
    return AuthResult(success=right, handled=right)


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clv.reporting.pages.post.time.sleep", lambda seconds: None)


@pytest.fixture
def office() -> Iterator[tuple[Post, str]]:
    box = Post()
    controller = Controller(box, hostname="127.0.0.1", port=0)
    controller.port = _free_port()
    controller.start()
    yield box, f"127.0.0.1:{controller.port}"
    controller.stop()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def run(tmp_path: Path) -> Path:
    folder = tmp_path / "customer_base" / "1998-07-01"
    folder.mkdir(parents=True)
    tiles = Tiles((Tile("customers", "23,570", "a count"),)).payload
    found = {
        "report": "customer_base", "title": {"en": "Customers"}, "language": "en",
        "as_of": "1998-07-01", "cut": "1997-10-01", "horizon": "39w",
        "headline": tiles | {"verdict": "", "clear": True},
    }  # fmt: skip
    for name in ("results.json", "manifest.json"):
        (folder / name).write_text(json.dumps(found))
    (folder / "customers.xlsx").write_bytes(b"PK a sheet")
    return folder


def clv_mail(run: Path, server: str, *more: str, to: str = "ann@example.org") -> Result:
    order = ["mail", str(run), f"--smtp={server}", *(f"--to={name}" for name in to.split()), *more]
    return CliRunner().invoke(main, order)


def test_a_mail_reaches_its_readers_once(run: Path, office: tuple[Post, str]) -> None:
    box, server = office
    first = clv_mail(run, server, "--from=clv@example.org", to="ann@example.org bob@example.org")
    assert first.exit_code == 0, first.output
    again = clv_mail(run, server, to="ann@example.org bob@example.org")
    assert again.exit_code == 0
    assert "had this mail already" in again.output
    (mail,) = box.mails
    assert mail.mail_from == "clv@example.org"
    assert mail.rcpt_tos == ["ann@example.org", "bob@example.org"]
    assert isinstance(mail.content, bytes)
    assert b"Subject: Customers, as of 1998-07-01" in mail.content
    assert b"X-Unsent" not in mail.content
    assert clv_mail(run, server, "--again").exit_code == 0
    assert len(box.mails) == 2


def test_a_run_that_is_held_back_is_not_sent(run: Path, office: tuple[Post, str]) -> None:
    box, server = office
    held = run.parent / ".held" / run.name
    held.parent.mkdir()
    run.rename(held)
    done = clv_mail(held, server)
    assert done.exit_code == 4
    assert "E_HELD" in done.stderr
    assert box.mails == []


def test_a_mail_is_sent_once_whichever_way_its_run_is_named(
    run: Path, office: tuple[Post, str]
) -> None:
    box, server = office
    kept = run.parent / ".runs" / "1998-07-01.1"
    kept.parent.mkdir()
    run.rename(kept)
    run.symlink_to(kept)
    assert [clv_mail(way, server).exit_code for way in (run, kept)] == [0, 0]
    assert len(box.mails) == 1


def test_one_refused_reader_keeps_nobody_else_from_it(run: Path, office: tuple[Post, str]) -> None:
    box, server = office
    box.refused = {"bob@example.org": "550 nobody of that name"}
    both = "ann@example.org bob@example.org"
    failed = clv_mail(run, server, to=both)
    assert failed.exit_code == 3
    assert "E_MAIL" in failed.output
    assert "550 for bob@example.org" in failed.output
    box.refused = {}
    assert clv_mail(run, server, to=both).exit_code == 0
    assert [mail.rcpt_tos for mail in box.mails] == [["ann@example.org"], ["bob@example.org"]]


def test_what_passes_by_itself_is_tried_again(run: Path, office: tuple[Post, str]) -> None:
    box, server = office
    box.busy = 2
    assert clv_mail(run, server).exit_code == 0
    assert (box.asked, len(box.mails)) == (3, 1)


def test_what_does_not_pass_is_one_sentence(run: Path, office: tuple[Post, str]) -> None:
    box, server = office
    box.busy = 9
    failed = clv_mail(run, server)
    assert (failed.exit_code, box.asked, box.mails) == (3, 3, [])
    assert "E_MAIL" in failed.output
    assert "451" in failed.output
    assert SECRET not in failed.output
    assert failed.output.count("\n") == 1 + failed.output.startswith("sent to 0")


def test_a_server_that_is_not_there_is_one_sentence(run: Path) -> None:
    failed = clv_mail(run, f"127.0.0.1:{_free_port()}")
    assert failed.exit_code == 3
    assert "ConnectionRefusedError" in failed.output


def test_a_sheet_goes_along_if_asked_for(run: Path, office: tuple[Post, str]) -> None:
    box, server = office
    assert clv_mail(run, server, "--attach=sheet").exit_code == 0
    assert isinstance(box.mails[0].content, bytes)
    assert b'filename="customers.xlsx"' in box.mails[0].content
    missing = clv_mail(run, server, "--attach=pdf", "--again")
    assert (missing.exit_code, len(box.mails)) == (3, 1)
    assert "report.pdf" in missing.output


@pytest.mark.parametrize(
    "address",
    ["", "ann", "ann@", "@example.org", "ann@example.org\nBcc: x@y.z", "a b@example.org",
     "ann@example.org,bob@example.org", "<ann@example.org>", "-ann@example.org", "änn@example.org",
     "ann@example.org, Bob <bob@example.org>", "Ann\n<ann@example.org>", "Ann <ann>", "ann@ä..org"],
)  # fmt: skip
def test_what_is_no_address_is_refused(run: Path, address: str) -> None:
    order = ["mail", str(run), "--smtp=127.0.0.1:9", f"--to={address}"]
    failed = CliRunner().invoke(main, order)
    assert failed.exit_code == 3
    assert "is no mail address" in failed.output


@pytest.mark.parametrize(
    ("more", "code"),
    [(("--user-env=CLV_USER", "--password-env=CLV_PASSWORD"), "E_SECRET"),
     (("--user-env=CLV_USER", "--tls"), "E_SECRET"),
     (("--user-env=CLV_USER", f"--password-env={SECRET}", "--tls"), "E_SECRET"),
     (("--tls", "--starttls"), "E_PARAMETER"),
     (("--smtp=nowhere",), "E_PARAMETER"),
     (("--smtp=host:99999",), "E_PARAMETER")],
)  # fmt: skip
def test_no_secret_is_sent_in_the_clear_or_shown(
    run: Path, monkeypatch: pytest.MonkeyPatch, more: tuple[str, ...], code: str
) -> None:
    monkeypatch.setenv("CLV_USER", "ann")
    monkeypatch.setenv("CLV_PASSWORD", SECRET)
    failed = clv_mail(run, "127.0.0.1:9", *more)
    assert failed.exit_code == 3
    assert code in failed.output
    assert SECRET not in failed.output


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    """A certificate for this machine, and its key."""
    made = tmp_path / "cert.pem", tmp_path / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
         "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
         "subjectAltName=IP:127.0.0.1", "-out", made[0], "-keyout", made[1]],
        check=True, capture_output=True,
    )  # fmt: skip
    return made


@pytest.fixture
def safe_office(certificate: tuple[Path, Path]) -> Iterator[tuple[Post, str]]:
    box, context = Post(), ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*certificate)
    controller = Controller(
        box, hostname="127.0.0.1", port=_free_port(), tls_context=context,
        require_starttls=True, authenticator=sign_in, auth_required=True,
    )  # fmt: skip
    controller.start()
    yield box, f"127.0.0.1:{controller.port}"
    controller.stop()


SIGNED = ("--starttls", "--user-env=CLV_USER", "--password-env=CLV_PASSWORD")


@pytest.mark.parametrize(
    ("password", "trusted", "told"),
    [(SECRET, True, "sent to 1 recipient"),
     ("wrong", True, "refuses the user and password (535)"),
     (SECRET, False, "its certificate")],
)  # fmt: skip
def test_signing_in_needs_a_trusted_server_and_the_right_password(
    run: Path,
    safe_office: tuple[Post, str],
    certificate: tuple[Path, Path],
    monkeypatch: pytest.MonkeyPatch,
    password: str,
    trusted: bool,
    told: str,
) -> None:
    box, server = safe_office
    monkeypatch.setenv("CLV_USER", "ann")
    monkeypatch.setenv("CLV_PASSWORD", password)
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    done = clv_mail(run, server, *SIGNED)
    assert told in done.output
    assert password not in done.output
    assert (done.exit_code == 0) == bool(box.mails)
