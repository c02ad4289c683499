"""Dates: read by proof, never by guess."""

import duckdb

from clv.errors import InputError
from clv.transactions.date_faults import COMPACT, ISO, date_fault
from clv.transactions.engine import text_literal
from clv.transactions.texts import Texts, is_shaped

__all__ = ["day_sql"]

_READABLE = {
    ISO: "try_cast(left(text, 10) AS DATE)",
    COMPACT: "CAST(try_strptime(left(text, 8), '%Y%m%d') AS DATE)",
}


def day_sql(texts: Texts, date_format: str | None) -> str:
    """Find the expression that turns the text of a date into a day.

    Parameters
    ----------
    texts
        The dates in ``raw``.
    date_format
        As of strptime, such as ``"%d/%m/%Y"``. Without it dates have to be ISO (a time of day may
        follow) or YYYYMMDD.

    Returns
    -------
    str
        SQL of type DATE over ``text``, never NULL.

    Raises
    ------
    InputError
        ``E_DATE``, ``E_DATE_AMBIGUOUS``, ``E_DATE_NUMERIC``, ``E_DATE_ZONE`` or
        ``E_DATE_FORMAT``.
    """
    if date_format is not None:
        return _proved(texts, _declared(texts, date_format))
    for shape, expression in _READABLE.items():
        if not texts.count(f"NOT {is_shaped(shape)}"):
            return _proved(texts, expression)
    raise date_fault(texts)


def _declared(texts: Texts, date_format: str) -> str:
    expression = f"CAST(try_strptime(text, {text_literal(date_format)}) AS DATE)"
    try:
        texts.count(f"{expression} IS NULL")
    except duckdb.Error:
        readable = False
    else:
        readable = "%z" not in date_format.lower()
    if not readable:
        raise InputError(
            "E_DATE_FORMAT",
            "the date format cannot be used",
            "write it like %d/%m/%Y, without a time zone",
            [date_format],
        )
    return expression


def _proved(texts: Texts, expression: str) -> str:
    """Return the expression if it reads every date that is not blank."""
    unread = f"{expression} IS NULL"
    if n := texts.count(unread):
        raise InputError(
            "E_DATE",
            f"dates that do not exist or are not written as the rest: {n}",
            "mend them or leave them blank",
            texts.samples(unread),
        )
    return expression
