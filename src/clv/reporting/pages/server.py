"""A mail server, and what its answers mean."""

import smtplib
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage

from clv.reporting.pages.talk import SILENCES, SecretTalk, Talk, TooLongError

__all__ = ["Server", "hand_over", "passes", "reason"]


@dataclass(frozen=True)
class Server:
    """A mail server.

    Parameters
    ----------
    host
        Its name.
    port
        Where it listens.
    security
        ``none``, ``starttls`` or ``tls``; its certificate is always verified.
    user, password
        Empty where it asks for none.
    seconds
        How long it may keep silent; all its answers together may take four times as long.
    """

    host: str
    port: int
    security: str = "none"
    user: str = ""
    password: str = ""
    seconds: float = 30.0

    def __repr__(self) -> str:
        return str(self)

    def __str__(self) -> str:
        """Name it without its secrets."""
        return f"{self.host}:{self.port}"


@contextmanager
def _link(server: Server) -> Iterator[smtplib.SMTP]:
    context = ssl.create_default_context()
    where = (server.host, server.port, server.seconds)
    secret = server.security == "tls"
    with SecretTalk(*where, context=context) if secret else Talk(*where) as link:
        if server.security == "starttls":
            link.starttls(context=context)
        if server.user:
            link.login(server.user, server.password)
        yield link


def hand_over(server: Server, mail: EmailMessage, to: Sequence[str]) -> dict[str, int]:
    """Hand a mail over.

    Parameters
    ----------
    server
        To whom.
    mail
        With ``From`` and ``To``.
    to
        Addresses that are to get it.

    Returns
    -------
    dict of str to int
        Who was refused, with the code of the answer.

    Raises
    ------
    OSError, smtplib.SMTPException
        Where nobody got it.
    """
    answers = None
    try:
        with _link(server) as link:
            answers = _send(link, mail, to)
    except OSError as error:  # smtplib's are among them
        if answers is None:  # otherwise it was taken, and only the farewell went wrong
            raise _silence(error) or error from None
    return {name: code for name, (code, _) in (answers or {}).items()}


def _silence(error: OSError) -> TimeoutError | None:
    """The silence that smtplib tells as a lost connection."""
    lost = isinstance(error, smtplib.SMTPServerDisconnected)
    before = error.__context__ if lost else None
    return before if isinstance(before, TimeoutError) else None


def _send(
    link: smtplib.SMTP, mail: EmailMessage, to: Sequence[str]
) -> dict[str, tuple[int, bytes]]:
    try:
        return link.send_message(mail, to_addrs=list(to))
    except smtplib.SMTPRecipientsRefused as error:
        return error.recipients


def passes(error: Exception) -> bool:
    """Tell whether a fault may be gone in a moment.

    Parameters
    ----------
    error
        What `hand_over` raised.

    Returns
    -------
    bool
        True for a lost connection or an answer below 500, False for what stays wrong, and for
        what took long enough once.
    """
    if isinstance(error, ssl.SSLError | smtplib.SMTPNotSupportedError | TooLongError):
        return False
    return not isinstance(error, smtplib.SMTPResponseException) or error.smtp_code < 500


def reason(error: Exception, server: Server) -> str:
    """Say what went wrong, without the server's words: it may echo what it was told.

    Parameters
    ----------
    error
        What `hand_over` raised.
    server
        Which.

    Returns
    -------
    str
        The end of a sentence about the server; it holds no secret.
    """
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return f"it refuses the user and password ({error.smtp_code})"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"it answers {error.smtp_code}"
    if isinstance(error, TimeoutError):
        in_all = isinstance(error, TooLongError)
        most = f"{SILENCES * server.seconds:g} s in all" if in_all else f"{server.seconds:g} s"
        return f"no answer within {most}"
    if isinstance(error, ssl.SSLError):
        return f"its certificate or TLS is not in order ({error.reason or 'unknown'})"
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return "it does not know STARTTLS or signing in"
    return f"the connection failed ({type(error).__name__})"
