"""What a command line says about a log, as the arguments of `read_transactions`."""

import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from clv.cli.cleaning import cleaning_rules
from clv.cli.options import AS_SAID
from clv.datasets import Dataset, dataset_or_path
from clv.periods import parse_day
from clv.reporting.catalogue.parameters import parse_mapping
from clv.transactions import (
    DatabaseQuery,
    Transactions,
    is_saved_log,
    read_rates,
    read_transactions,
    saved_as_of,
)
from clv.transactions.assume import read_to_last_day

__all__ = ["find_source", "read_log", "reading_arguments"]

_RULES = {"clean", "test_id", "test_ids", "start"}
_SCHEMES = ("env:", "postgresql://", "postgres://")


def find_source(log: str, said: Mapping[str, Any]) -> Dataset | Path | DatabaseQuery:
    """Say what a log is: a data set by its name, a database, or a path.

    Parameters
    ----------
    log
        As given on the command line.
    said
        What `take_reading` has found.

    Returns
    -------
    Dataset, pathlib.Path or DatabaseQuery
        Nothing has been opened.

    Raises
    ------
    InputError
        ``E_SECRET`` for an address with a password, ``E_QUERY`` unless a database is asked for
        one table or one query.
    """
    asked = {name: said[name] for name in ("sql", "table") if name in said}
    if asked or log.startswith(_SCHEMES):
        return DatabaseQuery(**asked, database=log)
    return dataset_or_path(log)


def reading_arguments(said: Mapping[str, Any]) -> dict[str, Any]:
    """Turn what was said into arguments of `read_transactions`.

    Parameters
    ----------
    said
        What `take_reading` has found.

    Returns
    -------
    dict of str to Any
        Of all but ``source``, ``as_of`` and ``progress``, those that were spoken of.

    Raises
    ------
    InputError
        ``E_MAP``, ``E_RATES``, ``E_CLEANING``, ``E_DAY``, and ``E_FILE`` or ``E_ENCODING`` for
        the file of customers.

    Examples
    --------
    >>> reading_arguments({"decimal": ",", "map": "customer_id=client"})["columns"]
    {'customer_id': 'client'}
    """
    arguments = {name: said[name] for name in AS_SAID if name in said}
    if "map" in said:
        arguments["columns"] = parse_mapping(said["map"])
    if "rates" in said:
        arguments["rates"] = read_rates(said["rates"])
    if said.keys() & _RULES:  # a saved log, which is clean already, takes none
        arguments["cleaning"] = cleaning_rules(said)
    return arguments


def read_log(log: str, as_of: str | None, said: Mapping[str, Any]) -> Transactions:
    """Read the log that a command names.

    Parameters
    ----------
    log
        As given on the command line.
    as_of
        As given; without it the day of the data set or of the saved log, else the day after the
        last one in the log, which a notice says.
    said
        What `take_reading` has found.

    Returns
    -------
    Transactions
        The clean log.

    Raises
    ------
    InputError
        As `find_source`, `reading_arguments` and `clv.transactions.read_transactions`.
    """
    source, arguments = find_source(log, said), reading_arguments(said)

    def read(day: str | date) -> Transactions:
        return read_transactions(source, as_of=day, progress=sys.stderr.isatty(), **arguments)

    if as_of is not None:
        return read(parse_day(as_of))
    if isinstance(source, Path) and is_saved_log(source):
        return read(saved_as_of(source))
    return read(source.as_of) if isinstance(source, Dataset) else read_to_last_day(read)
