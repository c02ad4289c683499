"""What looks suspicious in the rows of a log: said with the result, not repaired."""

import duckdb

from clv.errors import InputError, Notice
from clv.transactions.audit import Audit
from clv.transactions.engine import number

__all__ = ["DUPLICATES_REFUSED", "row_notices"]

DUPLICATES_REFUSED = 0.2
"""Share of rows that repeat another above which a log is refused."""

_COPIES = (
    "SELECT count(*) - count(DISTINCT content) FROM typed "
    "WHERE reason IS NULL AND amount IS NOT NULL"
)


def row_notices(connection: duckdb.DuckDBPyConnection, audit: Audit) -> list[Notice]:
    """Look at the rows.

    Parameters
    ----------
    connection
        Engine with the table ``typed``.
    audit
        The account of the rows.

    Returns
    -------
    list of Notice
        ``W_DUPLICATE_ROWS``, ``W_DATE_IMPLAUSIBLE``, ``W_ZERO_AMOUNTS``, ``W_RETURNS``.

    Raises
    ------
    InputError
        ``E_DUPLICATE_ROWS`` if more than a fifth of the rows repeat another.

    Notes
    -----
    In a log without amounts copies change nothing, because a customer's day counts once.
    """
    kept, dropped = number(connection, _COPIES), audit.set_aside["duplicate_row"]
    if kept + dropped > DUPLICATES_REFUSED * (audit.rows_used + dropped):
        raise InputError(
            "E_DUPLICATE_ROWS",
            f"{kept + dropped} of {audit.rows_used + dropped} rows repeat another exactly",
            "make sure that nothing was loaded twice",
        )
    facts = (
        (
            "W_DUPLICATE_ROWS",
            kept,
            "exact copies of another row, kept",
            "map order_id if copies are to be told from purchases",
        ),
        (
            "W_DATE_IMPLAUSIBLE",
            audit.set_aside["date_implausible"],
            "rows with a date that cannot be one of purchase",
            "find the true dates",
        ),
        (
            "W_ZERO_AMOUNTS",
            audit.zero_amount_rows,
            "rows of amount zero, which count as visits and add no money",
            "leave them out of the log if they are no visits",
        ),
        (
            "W_RETURNS",
            audit.return_rows,
            "rows of negative amount, taken as returns and netted on their own day",
            "leave them out of the log if they are none",
        ),
    )
    return [
        Notice(code, f"{what}: {n} ({n / audit.rows_in:.1%})", remedy, n)
        for code, n, what, remedy in facts
        if n
    ]
