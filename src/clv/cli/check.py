"""``clv check``: show what reading makes of a log, without fitting anything."""

import sys
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import click

from clv.cli.account import account_lines
from clv.cli.account_json import account_json, error_json, to_json
from clv.cli.options import reading_options, take_reading
from clv.cli.reading import find_source, reading_arguments
from clv.datasets import Dataset
from clv.errors import ClvError
from clv.periods import parse_day
from clv.transactions import Transactions, is_saved_log, read_transactions, saved_as_of
from clv.transactions.assume import read_to_last_day
from clv.transactions.previous import compare_with_previous, facts

__all__ = ["check"]


@click.command()
@click.argument("log")
@click.option("--as-of", help="Day from which the log speaks, YYYY-MM-DD.")
@reading_options
@click.option("--previous", type=click.Path(path_type=Path), help="An earlier check --json.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of text.")
def check(log: str, as_of: str | None, previous: Path | None, as_json: bool, **given: Any) -> None:
    """Show what reading makes of LOG, a path or a data set: every row accounted for."""
    start = time.monotonic()
    try:
        found = _read(log, as_of, take_reading(given))
        if previous is not None:
            found = _compared(found, previous)
    except ClvError as error:
        if as_json:
            click.echo(to_json(error_json(error)))
        raise
    seconds = time.monotonic() - start
    for line in [to_json(account_json(found))] if as_json else account_lines(found, seconds):
        click.echo(line)


def _read(log: str, as_of: str | None, said: Mapping[str, Any]) -> Transactions:
    source, arguments = find_source(log, said), reading_arguments(said)

    def read(day: str | date) -> Transactions:
        return read_transactions(source, as_of=day, progress=sys.stderr.isatty(), **arguments)

    if as_of is not None:
        return read(parse_day(as_of))
    if isinstance(source, Path) and is_saved_log(source):
        return read(saved_as_of(source))
    return read(source.as_of) if isinstance(source, Dataset) else read_to_last_day(read)


def _compared(log: Transactions, previous: Path) -> Transactions:
    changes = compare_with_previous(facts(log, with_digest=True), previous)
    return replace(log, audit=replace(log.audit, notices=(*log.audit.notices, *changes)))
