"""``clv mail``: send a finished report's first screen to those who read it."""

import hashlib
import json
import os
import re
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from pathlib import Path
from typing import Any

import click

from clv.cli.places import default_output, find_run, output_option
from clv.errors import InputError, RunError
from clv.reporting.pages.header import FILES
from clv.reporting.pages.mail import compose
from clv.reporting.pages.mailed import mailed
from clv.reporting.pages.post import addresses, send
from clv.reporting.pages.server import Server
from clv.reporting.project import find_project

__all__ = ["mail"]

_SERVER = re.compile(
    r"(?:\[([0-9A-Fa-f:.]+)\]|([A-Za-z0-9_-]{1,63}(?:\.[A-Za-z0-9_-]{1,63})*)):([0-9]{1,5})"
)
_TYPES = {
    "pdf": ("application", "pdf"),
    "sheet": ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


@click.command()
@click.argument("run")
@click.option("--to", "said", multiple=True, required=True, help="Address; may be repeated.")
@click.option("--from", "sender", default="clv@localhost", help="Address of the sender.")
@click.option("--smtp", required=True, help="Mail server: HOST:PORT.")
@click.option("--user-env", help="Name of the variable that holds the user.")
@click.option("--password-env", help="Name of the variable that holds the password.")
@click.option("--starttls", is_flag=True, help="Encrypt after the greeting (port 587).")
@click.option("--tls", is_flag=True, help="Encrypt from the start (port 465).")
@click.option("--attach", multiple=True, type=click.Choice(list(_TYPES)), help="Also send it.")
@click.option("--again", is_flag=True, help="Send it even to those who have it.")
@output_option
def mail(run: str, said: tuple[str, ...], output: Path | None, again: bool, **given: Any) -> None:
    """Send the mail of RUN, a folder or NAME/AS_OF, by SMTP; nobody gets it twice."""
    to, (sender,) = addresses(said), addresses([given["sender"]])
    server = _server(given)
    folder = _folder(run, output)
    digest = hashlib.sha256((folder / "manifest.json").read_bytes()).hexdigest()
    message = _message(folder, given["attach"], sender, to)
    with mailed(_home(folder)) as book:
        left = to if again else book.unsent(digest, to)
        if not left:
            click.echo(f"{_many(len(to))} had this mail already; --again sends it once more")
            return
        if again:
            message.replace_header("Message-ID", make_msgid(domain="clv.invalid"))
        sent = send(server, message, left)
        book.note(digest, sent.taken)
    click.echo(f"sent to {_many(len(sent.taken))}", err=bool(sent.why))
    if len(sent.taken) < len(left):
        raise RunError(
            "E_MAIL",
            f"the mail server {server} did not take the mail: {sent.why}",
            "see to that and run it again: who has it does not get it twice",
        )


def _many(count: int) -> str:
    return f"{count} recipient{'' if count == 1 else 's'}"


def _server(given: dict[str, Any]) -> Server:
    named = _SERVER.fullmatch(given["smtp"])
    if named is None or not 0 < int(named[3]) < 65536:
        raise InputError("E_PARAMETER", "--smtp names no mail server", "write HOST:PORT")
    if given["tls"] and given["starttls"]:
        raise InputError("E_PARAMETER", "both --tls and --starttls", "choose one of them")
    user, password = (_secret(given[f"{kind}_env"], kind) for kind in ("user", "password"))
    if bool(user) != bool(password):
        raise InputError(
            "E_SECRET", "signing in needs both user and password", "name both variables"
        )
    security = "tls" if given["tls"] else "starttls" if given["starttls"] else "none"
    if user and security == "none":
        raise InputError(
            "E_SECRET", "the password would travel unencrypted", "add --starttls or --tls"
        )
    return Server(named[1] or named[2], int(named[3]), security, user, password)


def _secret(name: str | None, kind: str) -> str:
    """Look a secret up. What was given is not repeated: it might be the secret itself."""
    if name is None:
        return ""
    if not os.environ.get(name):
        raise InputError(
            "E_SECRET",
            f"--{kind}-env names no variable that is set",
            f"put the {kind} into an environment variable and give its name",
        )
    return os.environ[name]


def _folder(run: str, output: Path | None) -> Path:
    """Find a published run: a folder, or its name below the folder of all reports."""
    folder = output or default_output(find_project(Path.cwd()))
    place = find_run(run, folder, ("manifest.json", "results.json"))
    if place.absolute().parent.name == ".held":
        raise RunError(
            "E_HELD", f"{run!r} is held back by an alarm", "publish it first, by --accept-alarms"
        )
    return place.absolute()


def _home(folder: Path) -> Path:
    """Where the book of sent mails is kept: with the report, whose old runs come and go."""
    return folder.parents[1] if folder.parent.name == ".runs" else folder.parent


def _message(
    folder: Path, attached: tuple[str, ...], sender: str, to: tuple[str, ...]
) -> EmailMessage:
    """Compose the mail of a run once more, now with a sender, readers and today's date."""
    try:
        found = json.loads((folder / "results.json").read_text(encoding="utf-8"))
        message = compose(found, found, folder)
    except (OSError, LookupError, TypeError, AttributeError, RuntimeError, ValueError):
        raise RunError(
            "E_RUN", f"results.json of {folder.name} is damaged", "make the report again"
        ) from None
    message.replace_header("From", sender)
    message.replace_header("Date", formatdate())
    message["To"] = ", ".join(to)
    del message["X-Unsent"]
    for kind in attached:
        path = folder / FILES[kind]
        if not path.is_file():
            raise RunError("E_MAIL", f"the run has no {path.name}", "leave --attach out")
        main, sub = _TYPES[kind]
        message.add_attachment(path.read_bytes(), maintype=main, subtype=sub, filename=path.name)
    return message
