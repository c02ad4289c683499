"""A fault with its declared end, and the small shop that faults are put into."""

import csv
import io
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pandas as pd

from clv.transactions import Transactions

AS_OF = "2024-03-01"
HEADER = ("customer_id", "date", "amount")
WIDER = (*HEADER, "order_id")

Row = tuple[Any, ...]

DAYS = [date(2024, 1, 1) + timedelta(days=i) for i in range(60)]
SHOP: list[Row] = [(f"c{i % 20:02}", str(day), f"{5 + i % 7}.5") for i, day in enumerate(DAYS)]
"""Twenty customers, three purchases each, one a day: nothing is wrong with it."""

ORDERS: list[Row] = [(*row, f"o{i}") for i, row in enumerate(SHOP)]


@dataclass(frozen=True)
class Given:
    """What a fixture has built.

    Attributes
    ----------
    source
        For `read_transactions`; a path or a name goes through the command line too.
    rows
        That were put in.
    money
        Sum of the amounts that were put in, where they can be read.
    """

    source: Any
    rows: int
    money: float


Build = Callable[[Path], Given]


@dataclass(frozen=True)
class Case:
    """A log with a fault.

    Attributes
    ----------
    code, meaning
        Of the fault.
    build
        Makes the input in a folder.
    error
        In which reading ends; empty if it goes through.
    aside
        Rows set aside, by reason; no others.
    repaired
        Rows mended, by the name of the repair; no others.
    notices
        Codes of the notices; no others.
    clean
        Whether the log is that of the shop without the fault.
    holds
        What else has to be true of the log.
    options
        Of `read_transactions`.
    """

    code: str
    meaning: str
    build: Build
    error: str = ""
    aside: Mapping[str, int] = field(default_factory=dict)
    repaired: Mapping[str, int] = field(default_factory=dict)
    notices: frozenset[str] = frozenset()
    clean: bool = True
    holds: Callable[[Transactions], bool] | None = None
    options: Mapping[str, Any] = field(default_factory=dict)


def stops(code: str, meaning: str, build: Build, error: str, **options: Any) -> Case:
    """E: one named error."""
    return Case(code, meaning, build, error, options=options)


def passes(
    code: str,
    meaning: str,
    build: Build,
    *,
    aside: Mapping[str, int] | None = None,
    repaired: Mapping[str, int] | None = None,
    notices: str = "",
    clean: bool = True,
    holds: Callable[[Transactions], bool] | None = None,
    **options: Any,
) -> Case:
    """R, W or OK: what is set aside, mended and said is all there is to it."""
    said = frozenset(notices.split())
    return Case(code, meaning, build, "", aside or {}, repaired or {}, said, clean, holds, options)


@dataclass(frozen=True)
class Act:
    """A fault that only a customer table or a model can meet.

    Attributes
    ----------
    code, meaning
        Of the fault.
    act
        What a user does; gives the codes of the notices that came with the result.
    error
        In which it ends; empty if it goes through.
    notices
        Codes that have to be among those that came.
    """

    code: str
    meaning: str
    act: Callable[[], Any]
    error: str = ""
    notices: frozenset[str] = frozenset()


def money(rows: Iterable[Row]) -> float:
    """Sum of the third column, what is no plain number left out."""
    total = 0.0
    for row in rows:
        with suppress(ValueError):
            total += value if math.isfinite(value := float(str(row[2]))) else 0.0
    return total


def text(
    rows: Sequence[Row],
    header: Sequence[str] = HEADER,
    *,
    paid: float | None = None,
    delimiter: str = ",",
    end: str = "\n",
    encoding: str = "utf-8",
    name: str = "log.csv",
) -> Build:
    """A delimited file with these rows."""

    def build(folder: Path) -> Given:
        out = io.StringIO(newline="")
        csv.writer(out, delimiter=delimiter, lineterminator=end).writerows([header, *rows])
        (folder / name).write_bytes(out.getvalue().encode(encoding))
        return Given(folder / name, len(rows), money(rows) if paid is None else paid)

    return build


def content(data: bytes | str, rows: int = 0, paid: float = 0.0, name: str = "log.csv") -> Build:
    """A file with this content."""

    def build(folder: Path) -> Given:
        (folder / name).write_bytes(data if isinstance(data, bytes) else data.encode())
        return Given(folder / name, rows, paid)

    return build


def frame(
    rows: Sequence[Row],
    change: Callable[[pd.DataFrame], Any] | None = None,
    header: Sequence[str] = HEADER,
    *,
    paid: float | None = None,
) -> Build:
    """A table in memory."""

    def build(_: Path) -> Given:
        table: Any = pd.DataFrame(list(rows), columns=list(header))
        table = change(table) if change else table
        return Given(table, len(rows), money(rows) if paid is None else paid)

    return build


def ids(rows: Sequence[Row], rename: Callable[[str], Any]) -> list[Row]:
    """The same rows under other ids."""
    return [(rename(row[0]), *row[1:]) for row in rows]


def dates(rows: Sequence[Row], write: Callable[[date], str]) -> list[Row]:
    """The same rows with their days written in another way."""
    return [(row[0], write(date.fromisoformat(row[1])), *row[2:]) for row in rows]


def amounts(rows: Sequence[Row], write: Callable[[float], Any]) -> list[Row]:
    """The same rows with their amounts written in another way."""
    return [(*row[:2], write(float(row[2])), *row[3:]) for row in rows]


def number(log: Transactions, sql: str) -> float:
    """The one number that a query ends in."""
    return float(log.query(sql).to_numpy()[0, 0])


def customers(log: Transactions) -> set[str]:
    return set(log.query("SELECT DISTINCT customer_id AS c FROM purchase_days")["c"])
