"""The schema gate: rows as they came become typed rows, each with the reason it is set aside."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from clv.errors import InputError, Notice
from clv.transactions.asides import Rows, set_aside
from clv.transactions.audit import Audit
from clv.transactions.cleaning import Cleaning
from clv.transactions.engines.engine import Engine, number, numbers
from clv.transactions.readings.amounts import MONEY, amount_reading
from clv.transactions.readings.currencies import Rates, currency_factor
from clv.transactions.readings.dates import date_reading
from clv.transactions.readings.reading import Kind, Reading

__all__ = ["SCRATCH", "Gated", "Written", "pass_gate"]

_TEXTS = ("order_id", "category", "channel")
_MONEY = ("amount", "discount", "cost")

SCRATCH = ("typed", "gated", "raw", "source", *(f"{column}_texts" for column in ("date", *_MONEY)))
"""Tables and views that only reading needs."""


@dataclass(frozen=True)
class Written:
    """How the values of a source are written, as its owner declares.

    Parameters
    ----------
    date_format
        As of strptime, or ``"excel"``, ``"unix"``, ``"unix_ms"``.
    time_zone
        Of the business.
    decimal, thousands
        Marks within amounts.
    rates
        Of exchange, if rows are in several currencies.
    """

    date_format: str | None = None
    time_zone: str | None = None
    decimal: str | None = None
    thousands: str | None = None
    rates: Rates | None = None


@dataclass
class Gated:
    """What the gate did.

    Parameters
    ----------
    repaired
        Rows by the name of the repair.
    notices
        What was noticed.
    audit
        Account of the rows, one by one.
    """

    repaired: dict[str, int] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)
    audit: Audit = field(init=False)


def pass_gate(
    engine: Engine,
    kinds: Mapping[str, Kind],
    as_of: date,
    *,
    written: Written,
    cleaning: Cleaning,
    keep: bool,
) -> Gated:
    """Turn ``raw`` into ``typed``.

    Parameters
    ----------
    engine
        Has ``raw``, which is dropped if its rows are kept in a typed form.
    kinds
        Kind of each of our columns in it.
    as_of
        Nothing on or after this day is used.
    written
        How values are written.
    cleaning
        Switches of the rules.
    keep
        Whether the rows in ``raw`` are a copy that is better replaced than kept.

    Returns
    -------
    Gated
        The view ``typed`` stands: customer_id, day, paid (amount as it came), amount (as it is
        used), order_id, category, channel, discount, cost, content, copy and reason (NULL for a
        row in use).

    Raises
    ------
    InputError
        Whatever the readings of ids, dates, amounts and currencies raise.
    """
    gated = Gated()
    readings = _readings(engine, kinds, written, gated)
    factor = _factor(engine, kinds, written, as_of, gated)
    copies = cleaning.duplicates == "drop" or (
        cleaning.duplicates == "auto" and "order_id" in kinds
    )
    keep = keep or copies or any(reading.by_text for reading in readings.values())
    store = engine.table if keep else engine.view
    store("gated", _typed_sql(kinds, readings, factor))
    if keep:
        engine.drop(*(name for name in SCRATCH if name not in ("typed", "gated")))
    numbered = copies and _number_copies(engine, kinds, cleaning)
    gated.audit, repaired, notices = set_aside(engine, Rows(kinds, as_of, cleaning, numbered))
    gated.repaired |= repaired
    gated.notices += notices
    return gated


def _readings(
    engine: Engine, kinds: Mapping[str, Kind], written: Written, gated: Gated
) -> dict[str, Reading]:
    readings = {
        "date": date_reading(
            engine, kinds["date"], date_format=written.date_format, time_zone=written.time_zone
        )
    }
    for column in _MONEY:
        if column in kinds:
            readings[column] = amount_reading(
                engine,
                column,
                kinds[column],
                decimal=written.decimal,
                thousands=written.thousands,
            )
    for column, reading in readings.items():
        gated.notices += reading.notices
        gated.repaired |= _count_repairs(engine, column, reading)
    return readings


def _count_repairs(engine: Engine, column: str, reading: Reading) -> dict[str, int]:
    if not reading.repairs:
        return {}
    rows = "sum(n)" if reading.by_text else "count(*)"
    counts = ", ".join(f"{rows} FILTER (WHERE {where})" for where in reading.repairs.values())
    found = numbers(
        engine, f"SELECT {counts} FROM {f'{column}_texts' if reading.by_text else 'raw'}"
    )
    return {name: n for name, n in zip(reading.repairs, found, strict=True) if n}


def _factor(
    engine: Engine, kinds: Mapping[str, Kind], written: Written, as_of: date, gated: Gated
) -> str | None:
    """Return the expression for the rate of exchange of a row."""
    if "currency" not in kinds or not any(column in kinds for column in _MONEY):
        return None
    if written.rates and written.rates.as_of >= as_of:
        raise InputError(
            "E_RATES",
            f"the rates of exchange are of {written.rates.as_of}, not before as_of {as_of}",
            "give rates of an earlier day: nothing of as_of itself is known yet",
        )
    factor, repairs, notices = currency_factor(engine, written.rates)
    gated.notices += notices
    for name, where in repairs.items():
        gated.repaired[name] = number(engine, f"SELECT count(*) FROM raw WHERE {where}")
    return factor


def _typed_sql(
    kinds: Mapping[str, Kind], readings: Mapping[str, Reading], factor: str | None
) -> str:
    values = {column: f"raw.{column}" for column in _TEXTS if column in kinds}
    joins = []
    for column, reading in readings.items():
        values[column] = reading.expression
        if reading.by_text:
            values[column] = f"{column}_read.value"
            joins.append(
                f"LEFT JOIN (SELECT original, {reading.expression} AS value "
                f"FROM {column}_texts) AS {column}_read ON {column}_read.original = raw.{column}"
            )
        if factor and column in _MONEY:
            value = values[column]
            values[column] = (
                f"CASE WHEN {factor} = 1 THEN {value} "
                f"ELSE CAST(CAST({value} AS DOUBLE) * ({factor}) AS {MONEY}) END"
            )
    values = {"day" if column == "date" else column: value for column, value in values.items()}
    chosen = ", ".join(f"{value} AS {column}" for column, value in values.items())
    return f"SELECT customer_id, {chosen}, content FROM raw {' '.join(joins)}"


def _number_copies(engine: Engine, kinds: Mapping[str, Kind], cleaning: Cleaning) -> bool:
    """Give every row of ``gated`` its number among those that are equal in everything.

    Only rows whose hash occurs twice are sorted, so that a log without copies costs one pass.
    """
    known = "" if cleaning.duplicates == "drop" else " WHERE trim(order_id) <> ''"
    engine.table(
        "repeated", f"SELECT content FROM gated{known} GROUP BY content HAVING count(*) > 1"
    )
    found = bool(engine.rows("SELECT 1 FROM repeated LIMIT 1"))
    if found:
        equal = "content, customer_id, day" + (", amount" if "amount" in kinds else "")
        engine.table(
            "gated",
            "SELECT *, 1 AS copy FROM gated WHERE content NOT IN (SELECT content FROM repeated) "
            f"UNION ALL SELECT *, row_number() OVER (PARTITION BY {equal} ORDER BY day) AS copy "
            "FROM gated WHERE content IN (SELECT content FROM repeated)",
        )
    engine.drop("repeated")
    return found
