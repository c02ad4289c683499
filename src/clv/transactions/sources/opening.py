"""Every way in: what a source is, and how it is opened."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from clv.datasets import Dataset
from clv.errors import InputError
from clv.transactions.columns import COLUMNS
from clv.transactions.sources.arrow import arrow_source
from clv.transactions.sources.database import DatabaseQuery, database_source
from clv.transactions.sources.files import file_source
from clv.transactions.sources.source import Source, frame_source
from clv.transactions.sources.spark_table import is_spark, spark_source

__all__ = ["Opening", "open_source", "title_of"]


@dataclass(frozen=True)
class Opening:
    """What has to be known to open a source.

    Parameters
    ----------
    columns
        Our names mapped to those of the source, or to positions.
    delimiter, encoding
        Of a text file.
    sheet
        Of a workbook.
    memory_limit, threads
        Of the engine, for a file that is a database itself.
    """

    columns: Mapping[str, str | int | None] | None = None
    delimiter: str | None = None
    encoding: str = "utf-8"
    sheet: str | None = None
    memory_limit: str = "2GB"
    threads: int = 2


def title_of(source: Any) -> str:
    """Say what a reader calls a source.

    Parameters
    ----------
    source
        As given to `clv.transactions.read_transactions`.

    Returns
    -------
    str
        The title of a data set, the name of a file, what a query asks.

    Examples
    --------
    >>> title_of(Path("shop/log.csv")), title_of(pd.DataFrame())
    ('log.csv', 'a table')
    """
    if isinstance(source, Path):
        return source.name
    return source.title if isinstance(source, Dataset | DatabaseQuery) else "a table"


def open_source(source: Any, how: Opening) -> Source:
    """Open a source of any kind but a saved log.

    Parameters
    ----------
    source
        A path, a table or a query.
    how
        What has to be known.

    Returns
    -------
    Source
        All columns.

    Raises
    ------
    InputError
        ``E_SOURCE`` if it is of no known kind, and what the kinds raise.
    """
    if isinstance(source, Path):
        names = {name: name for name in COLUMNS} | dict(how.columns or {})
        headed = not any(isinstance(theirs, int) for theirs in names.values())
        wanted = [str(theirs) for theirs in names.values()] if headed else None
        return file_source(
            source,
            wanted=wanted,
            delimiter=how.delimiter,
            encoding=how.encoding,
            sheet=how.sheet,
        )
    if isinstance(source, pd.DataFrame):  # before Arrow, which it speaks too
        return frame_source(source)
    if isinstance(source, DatabaseQuery):
        return database_source(source, memory_limit=how.memory_limit, threads=how.threads)
    if is_spark(source):
        return spark_source(source)
    if hasattr(source, "__arrow_c_stream__"):
        return arrow_source(source)
    lazy = hasattr(source, "collect")
    raise InputError(
        "E_SOURCE",
        f"a log cannot be read from an object of type {type(source).__name__}",
        "collect it first" if lazy else "give a path, a table, a Dataset or a DatabaseQuery",
    )
