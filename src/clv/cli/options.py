"""The options that say how a log is to be read: the same words for every command."""

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import click

__all__ = ["AS_SAID", "reading_options", "recorded", "take_reading"]

Command = TypeVar("Command", bound=Callable[..., Any])

_FILE = click.Path(path_type=Path)
_OPTIONS = (
    click.option("--map", help="Its columns: customer_id=...,date=...,amount=..."),
    click.option("--date-format", help="How its days are written: %d/%m/%Y, excel, unix, unix_ms."),
    click.option("--time-zone", help="Of the business, such as Europe/Berlin."),
    click.option("--delimiter", help="What separates its columns."),
    click.option("--encoding", help="Its encoding, if not UTF-8."),
    click.option("--decimal", help="Its decimal mark."),
    click.option("--thousands", help="Its thousands mark."),
    click.option("--sheet", help="Sheet of a workbook."),
    click.option("--table", help="Table of a database: a DuckDB file, or env:NAME for PostgreSQL."),
    click.option("--sql", "--query", "sql", help="One SELECT to ask it instead."),
    click.option("--rates", type=_FILE, help="File of rates of exchange."),
    click.option("--clean", multiple=True, metavar="SWITCH=POSITION", help="Set a cleaning rule."),
    click.option("--test-id", multiple=True, help="Customer to leave out."),
    click.option("--test-ids", type=_FILE, help="File of customers to leave out, one a line."),
    click.option("--start", help="First day that can be true, YYYY-MM-DD."),
    click.option("--memory-limit", help="What the engine may hold, such as 2GB."),
    click.option("--threads", type=click.IntRange(1, 1024), help="Threads of the engine."),
)
AS_SAID = (
    "date_format", "time_zone", "delimiter", "encoding", "decimal", "thousands", "sheet",
    "memory_limit", "threads",
)  # fmt: skip
"""Options that `read_transactions` takes as they were said, under the same names."""

_NAMES = (*AS_SAID, "map", "table", "sql", "rates", "clean", "test_id", "test_ids", "start")


def reading_options(command: Command) -> Command:
    """Give a command the options that say how a log is to be read.

    Parameters
    ----------
    command
        A function that hands what it is given to `take_reading`.

    Returns
    -------
    Command
        The same function.
    """
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def take_reading(given: dict[str, Any]) -> dict[str, Any]:
    """Take out of a command's options those that say how a log is to be read.

    Parameters
    ----------
    given
        All options; those that are taken are no longer in it.

    Returns
    -------
    dict of str to Any
        What was said; nothing for what was not.

    Examples
    --------
    >>> options = {"horizon": "39w", "decimal": ",", "sheet": None, "clean": ()}
    >>> take_reading(options), options
    ({'decimal': ','}, {'horizon': '39w'})
    """
    taken = {name: given.pop(name) for name in _NAMES if name in given}
    return {name: value for name, value in taken.items() if value not in (None, ())}


def recorded(said: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a manifest may keep of it: no id, no path of this machine, no query.

    Parameters
    ----------
    said
        What `take_reading` has found.

    Returns
    -------
    dict of str to Any
        Ready for JSON. Memory and threads, on which no result depends, are left out; of a query,
        which may name customers, there is the SHA-256 only.

    Examples
    --------
    >>> recorded({"decimal": ",", "threads": 4, "test_id": ("007", "008")})
    {'decimal': ',', 'test_id': 2}
    """
    kept = {name: value for name, value in said.items() if name not in ("memory_limit", "threads")}
    for name in {"rates", "test_ids"} & kept.keys():
        kept[name] = kept[name].name
    if "test_id" in kept:
        kept["test_id"] = len(kept["test_id"])
    if "sql" in kept:
        kept["sql"] = hashlib.sha256(kept["sql"].encode()).hexdigest()
    if "clean" in kept:
        kept["clean"] = [_without_ids(pair) for pair in kept["clean"]]
    return kept


def _without_ids(pair: str) -> str:
    switch, _, values = (part.strip() for part in pair.partition("="))
    return f"{switch}: {values.count(',') + 1}" if switch.endswith("_ids") else pair
