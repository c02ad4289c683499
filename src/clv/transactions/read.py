"""Read a log: one schema gate, named cleaning rules, an account of every row."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pandas as pd

from clv.datasets import Dataset, dataset_or_path
from clv.periods import parse_day
from clv.transactions.amounts import amount_sql
from clv.transactions.cleaning import clean
from clv.transactions.closing import close_books
from clv.transactions.columns import COLUMNS, resolve_columns
from clv.transactions.dates import day_sql
from clv.transactions.engine import connect
from clv.transactions.files import file_source
from clv.transactions.identities import id_sql
from clv.transactions.log import Transactions
from clv.transactions.source import Source, frame_source, load_text
from clv.transactions.store import is_saved_log, open_log
from clv.transactions.texts import distinct_texts

__all__ = ["read_transactions"]


def read_transactions(  # noqa: PLR0913
    source: str | Path | pd.DataFrame | Dataset,
    *,
    as_of: str | date,
    columns: Mapping[str, str | int | None] | None = None,
    date_format: str | None = None,
    delimiter: str | None = None,
    encoding: str = "utf-8",
    decimal: str | None = None,
    thousands: str | None = None,
    memory_limit: str = "2GB",
    threads: int = 2,
) -> Transactions:
    """Read a transaction log, clean it by named rules and account for every row.

    Parameters
    ----------
    source
        A file (delimited text with a header line, plain or gzipped, or Parquet), a pandas frame,
        which is not changed, a `Dataset`, which knows its columns and delimiter, the name of one,
        or a folder that `save_log` has written.
    as_of
        The day from which results speak, YYYY-MM-DD; rows on or after it are set aside.
    columns
        Our names ``customer_id``, ``date``, ``amount`` and ``order_id`` mapped to those of the
        source, or all to positions counted from 0 if a text file has no header line. A name that
        is not mapped stands for itself; amount and order_id may be missing, or left out by
        ``None``.
    date_format
        As of strptime, such as ``"%d/%m/%Y"``; without it dates are ISO or YYYYMMDD.
    delimiter
        Of a text file: one character, a blank for runs of blanks; default: found.
    encoding
        Of a text file.
    decimal, thousands
        Marks within amounts; without them amounts are plain, such as ``1234.5``.
    memory_limit
        What the engine may hold before it spills to the temporary directory.
    threads
        Threads of the engine; results do not depend on it.

    Returns
    -------
    Transactions
        The clean log with its audit.

    Raises
    ------
    InputError
        ``E_FILE``, ``E_EMPTY``, ``E_ENCODING``, ``E_DELIMITER``, ``E_RAGGED``, ``E_COLUMN_...``,
        ``E_DATE...``, ``E_AMOUNT...``, ``E_DUPLICATE_ROWS``, ``E_AS_OF``.

    Examples
    --------
    >>> frame = pd.DataFrame({"client": ["007", "7"], "day": ["2024-01-05", "2024-02-01"]})
    >>> log = read_transactions(
    ...     frame, columns={"customer_id": "client", "date": "day"}, as_of="2024-02-01"
    ... )
    >>> log.audit.rows_in, log.audit.rows_used, log.audit.set_aside["on_or_after_as_of"]
    (2, 1, 1)
    """
    last = parse_day(as_of)
    if isinstance(source, str):
        source = dataset_or_path(source)
    if isinstance(source, Path) and is_saved_log(source):
        return open_log(source, last, memory_limit, threads)
    title = _title(source)
    if isinstance(source, Dataset):
        columns = {**source.columns, **(columns or {})}
        delimiter, source = delimiter or source.delimiter, source.path
    opened = _open(source, columns, delimiter, encoding)
    positions = resolve_columns(columns, opened.columns)
    connection = connect(memory_limit, threads)
    rows_in = load_text(connection, opened, positions)
    customer_id, notices = id_sql(connection)
    dates, amounts = (distinct_texts(connection, column) for column in ("date", "amount"))
    readings = {"customer_id": customer_id, "date": day_sql(dates, date_format)}
    if "amount" in positions:
        is_number = opened.is_number(positions["amount"])
        readings["amount"] = amount_sql(
            amounts, is_number=is_number, decimal=decimal, thousands=thousands
        )
    clean(connection, readings, last, has_orders="order_id" in positions)
    return close_books(connection, last, rows_in=rows_in, notices=notices, source=title)


def _title(source: Path | pd.DataFrame | Dataset) -> str:
    if isinstance(source, Dataset):
        return source.title
    return source.name if isinstance(source, Path) else "a table"


def _open(
    source: Path | pd.DataFrame,
    columns: Mapping[str, str | int | None] | None,
    delimiter: str | None,
    encoding: str,
) -> Source:
    if isinstance(source, pd.DataFrame):
        return frame_source(source)
    names = {name: name for name in COLUMNS} | dict(columns or {})
    headed = not any(isinstance(theirs, int) for theirs in names.values())
    wanted = [str(theirs) for theirs in names.values()] if headed else None
    return file_source(source, wanted=wanted, delimiter=delimiter, encoding=encoding)
