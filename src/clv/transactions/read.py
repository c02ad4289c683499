"""Read a log: one schema gate, named cleaning rules, an account of every row."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from clv.datasets import Dataset, dataset_or_path
from clv.errors import InputError
from clv.periods import parse_day
from clv.transactions.cleaning import Cleaning
from clv.transactions.closing import close_books
from clv.transactions.columns import NEEDED, resolve_columns
from clv.transactions.engines.engine import Engine, connect
from clv.transactions.engines.spark import SparkEngine
from clv.transactions.gate import Written, pass_gate
from clv.transactions.log import Transactions
from clv.transactions.readings.currencies import Rates
from clv.transactions.sources.opening import Opening, open_source, title_of
from clv.transactions.sources.source import load
from clv.transactions.sources.spark_table import is_spark
from clv.transactions.store import is_saved_log, open_log
from clv.transactions.watch import watched

__all__ = ["read_transactions"]


def read_transactions(  # noqa: PLR0913
    source: Any,
    *,
    as_of: str | date,
    columns: Mapping[str, str | int | None] | None = None,
    date_format: str | None = None,
    time_zone: str | None = None,
    delimiter: str | None = None,
    encoding: str = "utf-8",
    decimal: str | None = None,
    thousands: str | None = None,
    sheet: str | None = None,
    rates: Rates | None = None,
    cleaning: Cleaning | None = None,
    memory_limit: str = "2GB",
    threads: int = 2,
    progress: bool = False,
) -> Transactions:
    """Read a transaction log, clean it by named rules and account for every row.

    Parameters
    ----------
    source
        A path: delimited text with a header line, plain or gzipped, a Parquet file or a folder of
        them, a workbook, or a folder that `save_log` has written. A pandas frame, or any table
        that speaks Arrow, such as those of polars; neither is changed. A `DatabaseQuery`. A Spark
        table, which stays in Spark. A `Dataset`, which knows how it is written, or its name.
    as_of
        The day from which results speak, YYYY-MM-DD; rows on or after it are set aside.
    columns
        Our names mapped to those of the source, or all to positions counted from 0 if a text file
        has no header line: ``customer_id``, ``date``, ``amount``, ``order_id``, ``category``,
        ``discount`` (money taken off the price), ``cost`` (of what was sold), ``currency`` and
        ``channel``. A name that is not mapped stands for itself; all but the first two may be
        missing, or left out by ``None``.
    date_format
        As of strptime, such as ``"%d/%m/%Y"``, or ``"excel"`` (days of a spreadsheet), ``"unix"``
        (seconds), ``"unix_ms"``; without it dates are ISO or YYYYMMDD.
    time_zone
        Of the business, such as ``"Europe/Berlin"``; needed where dates are points in time.
    delimiter
        Of a text file: one character, a blank for runs of blanks; default: found.
    encoding
        Of a text file.
    decimal, thousands
        Marks within amounts; without them amounts are plain, such as ``1234.5``.
    sheet
        Of a workbook with several.
    rates
        Of exchange, needed where the column currency holds more than one.
    cleaning
        Switches of the cleaning rules; default: `Cleaning`'s own.
    memory_limit
        What the engine may hold before it spills to the temporary directory.
    threads
        Threads of the engine; results do not depend on it.
    progress
        Whether the rows read so far are shown on stderr.

    Returns
    -------
    Transactions
        The clean log with its audit.

    Raises
    ------
    InputError
        ``E_FILE``, ``E_EMPTY``, ``E_ENCODING``, ``E_DELIMITER``, ``E_RAGGED``, ``E_SHEET``,
        ``E_COLUMN_...``, ``E_DATE...``, ``E_TIME_ZONE``, ``E_AMOUNT...``, ``E_CURRENCY...``,
        ``E_RATES``, ``E_DUPLICATE_ROWS``, ``E_AS_OF``, ``E_SOURCE``, ``E_MEMORY``; those of
        databases are listed with `DatabaseQuery`.

    Examples
    --------
    >>> import pandas as pd
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
    written = Written(date_format, time_zone, decimal, thousands, rates)
    if isinstance(source, Path) and is_saved_log(source):
        if columns or cleaning or delimiter or sheet or written != Written():
            raise InputError(
                "E_SOURCE",
                f"{source.name} is a saved log, which has been read and cleaned already",
                "give no more than as_of, or read the original log again",
            )
        return open_log(source, last, memory_limit, threads)
    title = title_of(source)
    if isinstance(source, Dataset):
        columns = {**source.columns, **(columns or {})}
        delimiter = delimiter or source.delimiter
        source = source.load() if source.load else source.path
    cleaning = cleaning or Cleaning()
    how = Opening(columns, delimiter, encoding, sheet, memory_limit, threads)
    opened = open_source(source, how)
    in_spark = is_spark(source)
    engine: Engine = (
        SparkEngine(source.sparkSession)
        if in_spark
        else connect(memory_limit, threads, opened.files)
    )
    positions = resolve_columns(columns, opened.columns)
    with watched(title, show=progress) as advance:
        kinds = load(engine, opened, positions, advance)
        copied = in_spark or opened.outside is None  # what Spark is asked twice it computes twice
        gated = pass_gate(engine, kinds, last, written=written, cleaning=cleaning, keep=copied)
        optional = set(positions) - set(NEEDED)
        log = close_books(
            engine, last, optional=optional, gated=gated, cleaning=cleaning, source=title
        )
    return log
