"""Close the books of a log that was cleaned: account, notices, digest."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import duckdb

from clv.errors import InputError, Notice
from clv.transactions.audit import Audit, take_account
from clv.transactions.cleaning import MEANINGS
from clv.transactions.digest import content_digest
from clv.transactions.engine import number
from clv.transactions.identities import id_notices
from clv.transactions.log import Transactions
from clv.transactions.log_notices import log_notices
from clv.transactions.row_notices import row_notices

__all__ = ["close_books"]


def close_books(
    connection: duckdb.DuckDBPyConnection,
    as_of: date,
    *,
    rows_in: int,
    notices: Iterable[Notice],
    source: str,
) -> Transactions:
    """Take account of every row and drop what only cleaning needed.

    Parameters
    ----------
    connection
        Engine with the tables ``typed``, which is dropped, and ``purchase_days``.
    as_of
        The day from which the log speaks.
    rows_in
        Rows that were read.
    notices
        What was noticed so far.
    source
        What a reader calls the log.

    Returns
    -------
    Transactions
        The clean log.

    Raises
    ------
    InputError
        ``E_AS_OF`` or ``E_EMPTY`` if no row can be used, ``E_DUPLICATE_ROWS``.
    """
    audit = take_account(connection, rows_in)
    first, last = _observed(connection, audit, as_of)
    found = [*notices, *row_notices(connection, audit)]
    connection.execute("DROP TABLE typed")
    found += [*id_notices(connection), *log_notices(connection, first, last, as_of)]
    return Transactions(
        connection=connection,
        audit=replace(audit, notices=tuple(found)),
        as_of=as_of,
        first_day=first,
        last_day=last,
        has_amounts=number(connection, "SELECT count(amount) FROM purchase_days") > 0,
        digest=content_digest(connection),
        source=source,
    )


def _observed(
    connection: duckdb.DuckDBPyConnection, audit: Audit, as_of: date
) -> tuple[date, date]:
    """Return the first day with a purchase and the last day in use."""
    row = connection.execute(
        "SELECT min(day) FILTER (is_purchase), max(day) FROM purchase_days"
    ).fetchone()
    if row and row[0]:
        return row[0], row[1]
    if later := audit.set_aside["on_or_after_as_of"]:
        raise InputError(
            "E_AS_OF",
            f"observation ends before the data starts: {later} of {audit.rows_in} rows lie on "
            f"or after {as_of}, and none before it can be used",
            "choose a later as_of",
        )
    reasons = ", ".join(f"{MEANINGS[name]}: {n}" for name, n in audit.set_aside.items() if n)
    raise InputError("E_EMPTY", f"no row can be used ({reasons})", "give at least one purchase")
