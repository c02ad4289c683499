"""Sending a mail by SMTP: tried again where that helps."""

import re
import smtplib
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage

from clv.errors import RunError
from clv.reporting.pages.server import Server, hand_over, passes, reason

__all__ = ["Sent", "addresses", "send"]

_ADDRESS = re.compile(
    r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})*", re.A | re.I
)
_NAMED = re.compile(r"[^<>@]+<([^<>]+)>")
_WAITS = (1.0, 4.0)


@dataclass(frozen=True)
class Sent:
    """What became of a mail.

    Parameters
    ----------
    taken
        Who has it.
    why
        Why others have not; empty where there is nobody else.
    """

    taken: tuple[str, ...]
    why: str


def addresses(said: Iterable[str]) -> tuple[str, ...]:
    """Check addresses.

    Parameters
    ----------
    said
        As somebody wrote them: ``name@host``, or ``Somebody <name@host>``.

    Returns
    -------
    tuple of str
        Each once, ``name@host`` alone; a host with letters beyond ASCII as the network has it.

    Raises
    ------
    RunError
        ``E_MAIL`` for what is no address, or one whose name, before the @, is not ASCII.

    Examples
    --------
    >>> addresses(["ann@example.org", "Ann@example.org", '"Boss, Big" <x@例子.cn>'])
    ('ann@example.org', 'x@xn--fsqu00a.cn')
    """
    found: dict[str, str] = {}
    for address in map(_plain, said):
        if not _ADDRESS.fullmatch(address) or address.startswith("-"):
            raise RunError("E_MAIL", f"{address[:60]!r} is no mail address", "write name@host")
        found.setdefault(address.lower(), address)
    return tuple(found.values())


def _plain(said: str) -> str:
    """Leave out whose address it is, and write its host in ASCII."""
    named = _NAMED.fullmatch(said) if said.isprintable() else None
    name, at, host = (named[1] if named else said).rpartition("@")
    with suppress(UnicodeError):  # what is no host is refused as it was said
        return f"{name}{at}{host.encode('idna').decode()}"
    return said


def send(
    server: Server, mail: EmailMessage, to: Sequence[str], waits: Sequence[float] = _WAITS
) -> Sent:
    """Send a mail.

    Parameters
    ----------
    server
        To whom it is handed over.
    mail
        With ``From`` and ``To``.
    to
        Addresses that are to get it.
    waits
        Seconds before each further attempt; only what may pass by itself is tried again.

    Returns
    -------
    Sent
        Who has it now, and why the others have not.
    """
    taken: list[str] = []
    lasting: dict[str, int] = {}
    pending, why = list(to), ""
    for wait in (0.0, *waits):
        time.sleep(wait)
        try:
            refused = hand_over(server, mail, pending)
        except (OSError, smtplib.SMTPException) as error:
            why = reason(error, server)
            if passes(error):
                continue
            break
        taken += [name for name in pending if name not in refused]
        lasting |= {name: code for name, code in refused.items() if code >= 500}
        pending = [name for name in refused if name not in lasting]
        why = _refusals(refused | lasting)
        if not pending:
            break
    return Sent(tuple(taken), why)


def _refusals(refused: Mapping[str, int]) -> str:
    return ", ".join(f"it answers {code} for {name}" for name, code in refused.items())
