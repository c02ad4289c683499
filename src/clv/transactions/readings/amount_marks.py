"""How declared amounts are written: marks, the minus of accountants, a sign of currency."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from clv.errors import InputError
from clv.transactions.engines.engine import text_literal
from clv.transactions.readings.texts import Texts

__all__ = ["Marks", "currency_sign", "declared_marks"]

_CURRENCY = r"[A-Z]{1,2}\$|[A-Z]{3}|[$€£¥₹₽₩₺₫฿₪元円]|kr|zł|Kč|Ft"
_VARIANTS = {" ": " \u00a0\u2009\u202f", "'": "'’"}
_BETWEEN = ".,'’ \u00a0\u2009\u202f"
_DIGITS = rf"[\d{_BETWEEN}]*\d[\d{_BETWEEN}]*"
_WITH_CURRENCY = rf"[-+(]*({_CURRENCY})?[-+( ]*{_DIGITS}[-) ]*({_CURRENCY})?[-)]*"


@dataclass(frozen=True)
class Marks:
    """What a declaration means.

    Parameters
    ----------
    shape
        Regular expression of an amount so written.
    plain
        SQL over ``text`` for the plain number of a text of this shape.
    repairs
        Name of what is undone, and condition over ``text``.
    """

    shape: str
    plain: str
    repairs: Mapping[str, str]


def declared_marks(decimal: str | None, thousands: str | None, currency: str | None) -> Marks:
    """Work out what amounts look like.

    Parameters
    ----------
    decimal
        Mark before decimals, ``"."`` or ``","``; default: the one that is not ``thousands``.
    thousands
        Mark between thousands.
    currency
        The sign of currency that may stand before or behind.

    Returns
    -------
    Marks
        To be proved on the texts.

    Raises
    ------
    InputError
        ``E_AMOUNT_FORMAT``.

    Examples
    --------
    >>> bool(re.fullmatch(declared_marks(",", ".", "€").shape, "-1.234,50 €"))
    True
    """
    point = ("," if thousands == "." else ".") if decimal is None else decimal
    if point not in (".", ",") or point == thousands or not _is_mark(thousands):
        raise InputError(
            "E_AMOUNT_FORMAT",
            f"decimal {decimal!r} and thousands {thousands!r} do not make a number",
            "declare decimal (--decimal) as '.' or ',' and thousands (--thousands) as another "
            "single mark",
        )
    between = f"[{_VARIANTS.get(thousands, re.escape(thousands))}]" if thousands else ""
    digits = text_literal(f"[^0-9{point}]")
    bare = f"replace(regexp_replace(text, {digits}, '', 'g'), '{point}', '.')"
    return Marks(
        _shape(_number(point, between), currency),
        f"CASE WHEN regexp_matches(text, '[-(]') THEN '-' || {bare} ELSE {bare} END",
        _repairs(point, between, currency),
    )


def currency_sign(texts: Texts) -> str | None:
    """Find the sign of currency that stands beside amounts.

    Parameters
    ----------
    texts
        The amounts.

    Returns
    -------
    str or None
        None if there is no sign.

    Raises
    ------
    InputError
        ``E_CURRENCY_MIXED`` if there are several.
    """
    signs = texts.engine.rows(
        f"SELECT regexp_extract(text, {text_literal(_CURRENCY)}, 0) AS sign, sum(n) "
        f"FROM {texts.table} WHERE regexp_full_match(text, {text_literal(_WITH_CURRENCY)}) "
        "GROUP BY 1 ORDER BY 1"
    )
    found = {str(sign): int(n) for sign, n in signs if sign}
    if len(found) > 1:
        listed = ", ".join(f"{sign} {n}" for sign, n in found.items())
        raise InputError(
            "E_CURRENCY_MIXED",
            f"amounts with the signs of several currencies: {listed}",
            "export plain numbers with a column currency beside them, and give rates (--rates)",
        )
    return next(iter(found), None)


def _is_mark(thousands: str | None) -> bool:
    return thousands is None or (len(thousands) == 1 and not thousands.isalnum())


def _number(point: str, between: str) -> str:
    whole = rf"(\d{{1,3}}({between}\d{{3}})+|\d+)" if between else r"\d+"
    return rf"({whole}([{point}]\d*)?|[{point}]\d+)"


def _shape(number: str, currency: str | None) -> str:
    if currency is None:
        return rf"[+-]?{number}|{number}-|\({number}\)"
    sign = rf"({re.escape(currency)})"
    either = rf"({sign}? ?{number}|{number} ?{sign}?)"
    return rf"[+-]?{either}|{sign} ?[+-]{number}|{either}-|{number}- ?{sign}|{sign}? ?\({either}\)"


def _repairs(point: str, between: str, currency: str | None) -> dict[str, str]:
    marks = between[1:-1] + point.replace(".", "")
    repairs = {"signs": r"regexp_matches(text, '[(]|-[^0-9]*$')"}
    if marks:
        repairs["marks"] = f"regexp_matches(text, {text_literal(f'[{marks}]')})"
    if currency:
        repairs["currency"] = f"contains(text, {text_literal(currency)})"
    return repairs
