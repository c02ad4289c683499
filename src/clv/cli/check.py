"""``clv check``: show what reading makes of a log, without fitting anything."""

import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from clv.cli.account import account_lines
from clv.cli.account_json import account_json, error_json, to_json
from clv.cli.options import reading_options, take_reading
from clv.cli.reading import read_log
from clv.errors import ClvError
from clv.transactions import Transactions
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
        found = read_log(log, as_of, take_reading(given))
        if previous is not None:
            found = _compared(found, previous)
    except ClvError as error:
        if as_json:
            click.echo(to_json(error_json(error)))
        raise
    seconds = time.monotonic() - start
    for line in [to_json(account_json(found))] if as_json else account_lines(found, seconds):
        click.echo(line)


def _compared(log: Transactions, previous: Path) -> Transactions:
    changes = compare_with_previous(facts(log, with_digest=True), previous)
    return replace(log, audit=replace(log.audit, notices=(*log.audit.notices, *changes)))
