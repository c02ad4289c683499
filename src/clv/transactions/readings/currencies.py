"""Currencies: one throughout, or rates of a named day that make one of several."""

from collections.abc import Mapping

from clv.errors import InputError, Notice
from clv.transactions.engines.engine import Engine, text_literal
from clv.transactions.readings.rates import Rates, read_rates
from clv.transactions.readings.texts import trimmed

__all__ = ["Rates", "currency_factor", "read_rates"]

_CODE = f"upper(coalesce({trimmed('currency')}, ''))"


def currency_factor(
    engine: Engine, rates: Rates | None
) -> tuple[str | None, dict[str, str], tuple[Notice, ...]]:
    """Find the factor that brings every row to one currency.

    Parameters
    ----------
    engine
        With the table ``raw``; its column currency is a text, in capitals or not.
    rates
        Of exchange; None if all is one currency.

    Returns
    -------
    str or None
        SQL of type DOUBLE over ``raw``, 1 where there is nothing to convert; None if that is so
        throughout.
    dict of str to str
        The repair ``currency_converted`` with its condition.
    tuple of Notice
        ``W_CURRENCY_CONVERTED`` with the day of the rates; ``W_CURRENCY_BLANK`` if some rows do
        not name the one currency of the others.

    Raises
    ------
    InputError
        ``E_CURRENCY_MIXED`` for several currencies without rates; ``E_CURRENCY`` for one without
        a rate and for rows without a currency where rates would be needed.

    Examples
    --------
    >>> from clv.transactions.engines.engine import connect
    >>> from datetime import date
    >>> engine = connect()
    >>> engine.table("raw", "SELECT unnest(['EUR', 'usd ']) AS currency")
    >>> factor, _, _ = currency_factor(engine, Rates("EUR", date(2024, 1, 31), {"USD": 0.92}))
    >>> engine.rows(f"SELECT {factor} FROM raw")
    [(1.0,), (0.92,)]
    """
    counts = {
        str(code): int(n)
        for code, n in engine.rows(
            f"SELECT {_CODE} AS code, count(*) FROM raw GROUP BY {_CODE} ORDER BY 2 DESC, 1"
        )
    }
    blank = counts.pop("", 0)
    if rates is None:
        return None, {}, _one_currency(counts, blank)
    known = {code.strip().upper(): rate for code, rate in rates.per_unit.items()}
    known[rates.to.strip().upper()] = 1.0
    _refuse_unconvertible(counts, blank, known, rates)
    return _conversion(counts, known, rates)


def _one_currency(counts: Mapping[str, int], blank: int) -> tuple[Notice, ...]:
    if len(counts) > 1:
        raise InputError(
            "E_CURRENCY_MIXED",
            f"amounts in {len(counts)} currencies: {_listed(counts)}",
            "give the rates of a day that bring them to one (rates, --rates)",
        )
    if not counts or not blank:
        return ()
    found = f"rows without a currency among those in {_listed(counts)}: {blank}"
    return (Notice("W_CURRENCY_BLANK", found, "they are taken to be in the same", blank),)


def _listed(counts: Mapping[str, int], shown: int = 5) -> str:
    rest = ["…"] if len(counts) > shown else []
    return ", ".join([f"{code} {n}" for code, n in list(counts.items())[:shown]] + rest)


def _refuse_unconvertible(
    counts: Mapping[str, int], blank: int, known: Mapping[str, float], rates: Rates
) -> None:
    if blank:
        raise InputError(
            "E_CURRENCY",
            f"rows without a currency, which no rate can bring to {rates.to}: {blank}",
            "fill the column currency, or leave the rates out if all is one currency",
        )
    without = {code: n for code, n in counts.items() if code not in known}
    if without:
        raise InputError(
            "E_CURRENCY",
            f"rows in currencies without a rate: {_listed(without)}",
            "add a line for each to the rates (rates, --rates)",
        )


def _conversion(
    counts: Mapping[str, int], known: Mapping[str, float], rates: Rates
) -> tuple[str | None, dict[str, str], tuple[Notice, ...]]:
    to = rates.to.strip().upper()
    foreign = {code: n for code, n in counts.items() if code != to}
    if not foreign:
        return None, {}, ()
    cases = " ".join(f"WHEN {text_literal(code)} THEN {_double(known[code])}" for code in foreign)
    found = f"amounts in {_listed(foreign)} were brought to {to} by rates of {rates.as_of}"
    notice = Notice(
        "W_CURRENCY_CONVERTED",
        found,
        "one rate for all days: growth includes no change of rates",
        sum(foreign.values()),
    )
    factor = f"CASE {_CODE} {cases} ELSE {_double(1)} END"
    return factor, {"currency_converted": f"{_CODE} <> {text_literal(to)}"}, (notice,)


def _double(rate: float) -> str:
    """Write a rate with all its digits, however small it is."""
    return f"CAST('{float(rate)!r}' AS DOUBLE)"
