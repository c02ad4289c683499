"""Amounts: plain numbers, or what was declared; never a guess at commas and points."""

import re

from clv.errors import InputError
from clv.transactions.engine import text_literal
from clv.transactions.texts import Texts, is_shaped

__all__ = ["MONEY", "amount_sql"]

MONEY = "DECIMAL(38, 10)"
"""Exact type of amounts: sums do not depend on the order of rows or on threads."""

LARGEST = "DECIMAL(25, 10)"
"""Of a single amount, so that sums of many stay within `MONEY`; a larger one cannot be read."""

_PLAIN = r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?"
_THOUSANDS_OR_DECIMALS = r"[+-]?[1-9]\d{0,2}\.\d{3}"


def amount_sql(
    texts: Texts,
    *,
    is_number: bool,
    decimal: str | None,
    thousands: str | None,
) -> str:
    """Find the expression that turns the text of an amount into money.

    Parameters
    ----------
    texts
        The amounts in ``raw``.
    is_number
        Whether the source held numbers, which cannot be misread.
    decimal
        Declared mark before decimals: ``"."`` or ``","``.
    thousands
        Declared mark between thousands, such as ``","``, ``"."``, ``" "`` or ``"'"``.

    Returns
    -------
    str
        SQL of the type `MONEY` over ``text``, never NULL.

    Raises
    ------
    InputError
        ``E_AMOUNT``, ``E_AMOUNT_AMBIGUOUS`` or ``E_AMOUNT_FORMAT``.
    """
    declared = decimal is not None or thousands is not None
    if is_number or not declared:
        shape, text = _PLAIN, "text"
    else:
        shape, text = _declared(decimal, thousands)
    expression = f"CASE WHEN {is_shaped(shape)} THEN try_cast({text} AS {LARGEST}) END"
    _refuse_unread(texts, expression)
    if not (is_number or declared):
        _refuse_ambiguous(texts)
    return expression


def _declared(decimal: str | None, thousands: str | None) -> tuple[str, str]:
    """Return the shape of declared amounts and the expression that makes them plain."""
    point = decimal or ("," if thousands == "." else ".")
    if point not in (".", ",") or point == thousands or len(thousands or ".") != 1:
        raise InputError(
            "E_AMOUNT_FORMAT",
            f"decimal {decimal!r} and thousands {thousands!r} do not make a number",
            "declare decimal as '.' or ',' and thousands as another single mark",
        )
    plain = "text"
    whole = r"\d+"
    if thousands:
        marks = "[ \u00a0\u202f]" if thousands == " " else re.escape(thousands)
        whole = rf"(\d{{1,3}}({marks}\d{{3}})+|\d+)"
        plain = f"regexp_replace({plain}, {text_literal(marks)}, '', 'g')"
    return (
        rf"[+-]?({whole}({re.escape(point)}\d*)?|{re.escape(point)}\d+)",
        f"replace({plain}, {text_literal(point)}, '.')",
    )


def _refuse_unread(texts: Texts, expression: str) -> None:
    unread = f"{expression} IS NULL"
    if n := texts.count(unread):
        raise InputError(
            "E_AMOUNT",
            f"amounts that cannot be read as numbers: {n}",
            "declare decimal and thousands, or export plain numbers without currency",
            texts.samples(unread),
        )


def _refuse_ambiguous(texts: Texts) -> None:
    """Refuse a log in which every point may stand between thousands."""
    either = is_shaped(_THOUSANDS_OR_DECIMALS)
    decimals = f"contains(text, '.') AND NOT {either}"
    n = texts.count(either)
    if n and not texts.count(decimals):
        raise InputError(
            "E_AMOUNT_AMBIGUOUS",
            f"amounts that may be thousands or decimals, with no other to tell: {n}",
            "declare decimal='.' or thousands='.'",
            texts.samples(either),
        )
