"""Proof that an expression reads every date, which alone makes it the reading."""

from collections.abc import Callable

from clv.errors import InputError
from clv.transactions.engines.engine import Engine
from clv.transactions.readings.texts import Texts, cleaned, filled, trimmed

__all__ = ["prove", "text_of_row", "width_repair"]


def text_of_row(engine: Engine, expression: Callable[[str], str]) -> str | None:
    """Find the text of a row over which an expression reads every date.

    Parameters
    ----------
    engine
        With the table ``raw``.
    expression
        From the SQL of a text to that of its day. One that does not read all is mostly found
        out by the first rows.

    Returns
    -------
    str or None
        SQL over ``raw``: the column itself or, if need be, that cleaned; None if neither will do.

    Examples
    --------
    >>> from clv.transactions.engines.engine import connect
    >>> engine = connect()
    >>> engine.table("raw", "SELECT unnest(['2024-01-31', '', NULL]) AS date")
    >>> text_of_row(engine, lambda text: f"try_cast({text} AS DATE)")
    'date'
    """
    for text in ("date", cleaned("date")):
        unread = f"CASE WHEN {expression(text)} IS NULL THEN {filled('date')} ELSE false END"
        if not engine.rows(f"SELECT 1 FROM raw WHERE {unread} LIMIT 1"):
            return text
    return None


def prove(texts: Texts, expression: str) -> None:
    """Refuse dates that an expression does not read.

    Parameters
    ----------
    texts
        The dates in ``raw``.
    expression
        SQL of type DATE over ``text``.

    Raises
    ------
    InputError
        ``E_DATE``.
    """
    unread = f"{expression} IS NULL"
    n, total = texts.counts(unread, "true")
    if n:
        share = f"{n} of {total}" if n < total else f"{n}"
        raise InputError(
            "E_DATE",
            f"dates that do not exist or are not written as the rest: {share}",
            "mend them, leave them blank, or declare another date_format (--date-format)",
            texts.samples(unread),
        )


def width_repair(text: str) -> dict[str, str]:
    """Return the repair of full-width digits and signs.

    Parameters
    ----------
    text
        What a date is read from: ``text`` of a table of texts, or SQL over ``raw``.

    Returns
    -------
    dict of str to str
        ``date_characters`` with its condition; nothing where the column is read as it is.
    """
    original = "CAST(original AS VARCHAR)" if text == "text" else "date"
    return {} if text == "date" else {"date_characters": f"{text} <> {trimmed(original)}"}
