"""Amounts: plain numbers, or what was declared; never a guess at commas and points."""

from clv.errors import InputError
from clv.transactions.engines.engine import Engine, number, samples, text_literal
from clv.transactions.readings.amount_faults import ambiguous, unread
from clv.transactions.readings.amount_marks import currency_sign, declared_marks
from clv.transactions.readings.reading import Kind, Reading
from clv.transactions.readings.texts import Texts, distinct_texts, filled, is_shaped, trimmed

__all__ = ["MONEY", "amount_reading"]

MONEY = "DECIMAL(38, 10)"
"""Exact type of amounts: sums do not depend on the order of rows or on threads."""

LARGEST = "DECIMAL(25, 10)"
"""Of a single amount, so that sums of many stay within `MONEY`; a larger one cannot be read."""

LARGEST_AMOUNT = 1e15

_PLAIN = r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?"

_THOUSANDS_OR_DECIMALS = r"[+-]?[1-9]\d{0,2}\.\d{3}"

# Up to here a floating-point number times 10^10 is off by less than a half; above, the cast
# would bring out digits that the number does not have.
_EXACT = 2e5


def amount_reading(
    engine: Engine,
    column: str,
    kind: Kind,
    *,
    decimal: str | None = None,
    thousands: str | None = None,
) -> Reading:
    """Find out how a column of amounts becomes money.

    Parameters
    ----------
    engine
        With the table ``raw``.
    column
        ``"amount"``, ``"discount"`` or ``"cost"``.
    kind
        Type of the column; numbers cannot be misread, NaN among them is a missing amount.
    decimal
        Declared mark before decimals: ``"."`` or ``","``.
    thousands
        Declared mark between thousands, such as ``","``, ``"."``, ``" "`` or ``"'"``.

    Returns
    -------
    Reading
        Of the type `MONEY`. Repairs, with the column's name before: ``_characters`` (full-width
        digits, a typographer's minus), ``_marks`` (declared thousands, decimal comma), ``_signs``
        (the minus of accountants) and ``_currency`` (a sign left out).

    Raises
    ------
    InputError
        ``E_AMOUNT``, ``E_AMOUNT_AMBIGUOUS``, ``E_AMOUNT_FORMAT`` or ``E_CURRENCY_MIXED``.

    Notes
    -----
    Only where ``decimal`` or ``thousands`` is declared, a minus may also stand behind, or
    brackets stand for it, and one sign of currency, the same throughout, may stand before or
    behind: who declares has looked at them.

    Examples
    --------
    >>> from clv.transactions.engines.engine import connect
    >>> engine = connect()
    >>> engine.table("raw", "SELECT '1.234,50' AS amount")
    >>> reading = amount_reading(engine, "amount", "text", decimal=",", thousands=".")
    >>> engine.rows(f"SELECT {reading.expression} FROM amount_texts")
    [(Decimal('1234.5000000000'),)]
    """
    if kind == "number":
        return _number(engine, column)
    if kind != "text":
        raise InputError("E_AMOUNT", f"the column {column} holds dates", "map another column")
    if decimal is None and thousands is None:
        usual = _is_usual(engine, column)
        return Reading(_money(column)) if usual else _plain(distinct_texts(engine, column), column)
    texts = distinct_texts(engine, column)
    marks = declared_marks(decimal, thousands, currency_sign(texts))
    _prove(texts, column, marks.shape, marks.plain)
    repairs = {f"{column}_{name}": rows for name, rows in marks.repairs.items()}
    return Reading(_money(marks.plain), by_text=True, repairs=repairs | _wide(texts, column))


def _money(text: str) -> str:
    return f"CAST(try_cast({text} AS {LARGEST}) AS {MONEY})"


def _is_usual(engine: Engine, column: str) -> bool:
    """Whether the engine reads every text as it is, and some decimals cannot be thousands.

    Answers mostly with the first rows, and otherwise by one pass without regular expressions.
    """
    strange = f"try_cast({column} AS {LARGEST}) IS NULL OR contains({column}, '_')"
    unusual = f"CASE WHEN {strange} THEN {filled(column)} ELSE false END"
    shape = text_literal(_THOUSANDS_OR_DECIMALS)
    pointed = f"contains({column}, '.')"
    decimals = f"{pointed} AND NOT regexp_full_match({trimmed(column)}, {shape})"

    def is_any(condition: str) -> bool:
        return bool(engine.rows(f"SELECT 1 FROM raw WHERE {condition} LIMIT 1"))

    return not is_any(unusual) and (is_any(decimals) or not is_any(pointed))


def _plain(texts: Texts, column: str) -> Reading:
    _prove(texts, column, _PLAIN, "text")
    either, decimals = f"{is_shaped(_THOUSANDS_OR_DECIMALS)}", "contains(text, '.')"
    n, points = texts.counts(either, decimals)
    if n and n == points:
        raise ambiguous(texts, column, either)
    return Reading(_money("text"), by_text=True, repairs=_wide(texts, column))


def _prove(texts: Texts, column: str, shape: str, text: str) -> None:
    strange = f"CASE WHEN {is_shaped(shape)} THEN try_cast({text} AS {LARGEST}) END IS NULL"
    if texts.count(strange):
        raise unread(texts, column, strange)


def _wide(texts: Texts, column: str) -> dict[str, str]:
    condition = f"text <> {trimmed('original')}"
    return {f"{column}_characters": condition} if texts.count(condition) else {}


def _number(engine: Engine, column: str) -> Reading:
    value = f"CAST({column} AS DOUBLE)"
    ((largest, unknown, kind),) = engine.rows(
        f"SELECT max(CASE WHEN NOT isnan({value}) THEN abs({value}) END), "
        f"count(*) FILTER (WHERE isnan({value})), lower(max(typeof({column}))) FROM raw"
    )
    if largest is not None and largest >= LARGEST_AMOUNT:
        raise _too_large(engine, column, f"abs({value}) >= {LARGEST_AMOUNT} AND NOT isnan({value})")
    if kind == "double" and not unknown and (largest or 0) < _EXACT:
        return Reading(f"CAST({column} AS {MONEY})")  # what most logs hold, in one step
    return Reading(_exact(column, kind or ""))


def _too_large(engine: Engine, column: str, beyond: str) -> InputError:
    n = number(engine, f"SELECT count(*) FROM raw WHERE {beyond}")
    return InputError(
        "E_AMOUNT",
        f"values of {column} that are infinite or too large for money: {n}",
        "mend them or leave them blank",
        samples(engine, f"SELECT CAST({column} AS VARCHAR) FROM raw WHERE {beyond}"),
    )


def _exact(column: str, kind: str) -> str:
    """Return the money that a number shows, not the binary fraction behind it."""
    as_shown = _money(f"CAST({column} AS VARCHAR)")
    if kind == "float":
        return as_shown
    if kind == "double":
        return f"CASE WHEN abs({column}) < {_EXACT} THEN {_money(column)} ELSE {as_shown} END"
    return _money(column)
