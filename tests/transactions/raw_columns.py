"""One column of ``raw``, and what a reading makes of it."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from clv.transactions.engines.engine import Engine, connect, text_literal
from clv.transactions.readings.amounts import amount_reading
from clv.transactions.readings.dates import date_reading
from clv.transactions.readings.reading import Kind, Reading

TYPES: dict[Kind, str] = {
    "text": "VARCHAR",
    "number": "DOUBLE",
    "day": "DATE",
    "moment": "TIMESTAMP",
    "zoned": "TIMESTAMPTZ",
}


@cache
def one_engine() -> Engine:
    """To open one for every column would take longer than all the rest."""
    return connect()


def raw(column: str, values: Iterable[str | None], sql_type: str = "VARCHAR") -> Engine:
    """An engine whose ``raw`` has one column, and the place of each row."""
    written = ", ".join(
        f"({place}, {'NULL' if value is None else text_literal(value)})"
        for place, value in enumerate(values)
    )
    engine = one_engine()
    engine.table(
        "raw",
        f"SELECT place, CAST(value AS {sql_type}) AS {column} "
        f"FROM (VALUES {written}) AS listed(place, value)",
    )
    return engine


def carried_out(engine: Engine, column: str, reading: Reading) -> list[Any]:
    """The values of all rows, in their order."""
    if not reading.by_text:
        found = engine.rows(f"SELECT {reading.expression} FROM raw ORDER BY place")
    else:
        found = engine.rows(
            f"SELECT value FROM raw LEFT JOIN (SELECT original, {reading.expression} AS value "
            f"FROM {column}_texts) AS texts ON texts.original = raw.{column} ORDER BY place"
        )
    return [value for (value,) in found]


def repaired(engine: Engine, column: str, reading: Reading) -> dict[str, int]:
    """Rows by repair, those that touched none left out."""
    rows, table = ("sum(n)", f"{column}_texts") if reading.by_text else ("count(*)", "raw")
    counts = {
        name: engine.rows(f"SELECT {rows} FILTER (WHERE {where}) FROM {table}")[0][0]
        for name, where in reading.repairs.items()
    }
    return {name: int(n) for name, n in counts.items() if n}


def read_dates(
    values: Iterable[str | None], kind: Kind = "text", **options: Any
) -> tuple[list[str | None], dict[str, int]]:
    """Days as texts, and rows by repair."""
    engine = raw("date", values, TYPES[kind])
    reading = date_reading(engine, kind, **options)
    days = carried_out(engine, "date", reading)
    return [None if day is None else str(day) for day in days], repaired(engine, "date", reading)


def read_amounts(
    values: Iterable[str | None], kind: Kind = "text", sql_type: str | None = None, **options: Any
) -> tuple[list[Any], dict[str, int]]:
    """Amounts as decimals, and rows by repair."""
    engine = raw("amount", values, sql_type or TYPES[kind])
    reading = amount_reading(engine, "amount", kind, **options)
    return carried_out(engine, "amount", reading), repaired(engine, "amount", reading)
