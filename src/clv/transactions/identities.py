"""Customer ids: text for ever; what was done to them, or looks wrong with them, is said."""

import duckdb

from clv.errors import Notice, mask_id
from clv.transactions.engine import number, numbers, samples
from clv.transactions.texts import trimmed

__all__ = ["id_notices", "id_sql"]

_ID = f"coalesce({trimmed('customer_id')}, '')"
_DECIMAL = rf"customer_id LIKE '%.0%' AND regexp_full_match({_ID}, '-?\d+\.0')"

_SUSPICIOUS = (
    (
        "W_ID_ROUNDED",
        r"regexp_full_match(customer_id, '\d(\.\d+)?[eE]\+?\d+')",
        "customer ids in scientific notation, as a spreadsheet writes long numbers",
        "export ids as text: different customers may have become one",
    ),
    (
        "W_ID_GARBLED",
        "regexp_matches(customer_id, '[ÃÂ][\u0080-\u00bf]|â€|\ufffd')",
        "customer ids with characters of a wrong encoding",
        "declare the encoding of the file",
    ),
)


def id_sql(connection: duckdb.DuckDBPyConnection) -> tuple[str, list[Notice]]:
    """Find the expression for the customer id.

    Parameters
    ----------
    connection
        Engine with the table ``raw``.

    Returns
    -------
    str
        SQL of type VARCHAR; empty where there is no id.
    list of Notice
        ``W_ID_BLANKS``, ``W_ID_DECIMALS``: what the expression changes.

    Notes
    -----
    Blanks around an id go. ``.0`` at its end goes only if every id is a whole number written so,
    as happens when a column of numbers with a gap passes through a frame. Leading zeros, capitals
    and texts such as ``NA`` stay.
    """
    filled, decimal, padded = numbers(
        connection,
        f"SELECT count(*) FILTER ({_ID} <> ''), count(*) FILTER ({_DECIMAL}), "
        f"count(*) FILTER (customer_id <> {_ID}) FROM raw",
    )
    notices = []
    if padded:
        found = f"rows whose customer id had blanks around it, which were removed: {padded}"
        notices.append(Notice("W_ID_BLANKS", found, "check the export", padded))
    if not decimal or decimal < filled:
        return _ID, notices
    found = f"all {decimal} customer ids ended in .0, which was removed"
    notices.append(Notice("W_ID_DECIMALS", found, "export ids as text", decimal))
    return f"regexp_replace({_ID}, '\\.0$', '')", notices


def id_notices(connection: duckdb.DuckDBPyConnection) -> list[Notice]:
    """Look at the distinct ids of the clean log.

    Parameters
    ----------
    connection
        Engine with the table ``purchase_days``.

    Returns
    -------
    list of Notice
        ``W_ID_ROUNDED``, ``W_ID_GARBLED``, ``W_ID_ZEROS``.
    """
    notices = []
    for code, condition, what, remedy in _SUSPICIOUS:
        ids = f"SELECT DISTINCT customer_id FROM purchase_days WHERE {condition}"
        if n := number(connection, f"SELECT count(*) FROM ({ids})"):
            shown = tuple(mask_id(value) for value in samples(connection, ids))
            notices.append(Notice(code, f"{what}: {n}", remedy, n, shown))
    return notices + _lost_zeros(connection)


def _lost_zeros(connection: duckdb.DuckDBPyConnection) -> list[Notice]:
    n = number(
        connection,
        "SELECT count(*) - count(DISTINCT ltrim(customer_id, '0')) "
        "FROM (SELECT DISTINCT customer_id FROM purchase_days) "
        "WHERE regexp_full_match(customer_id, '\\d+')",
    )
    found = f"customer ids that differ from another by leading zeros only, kept apart: {n}"
    return [Notice("W_ID_ZEROS", found, "check that no export cut the zeros", n)] if n else []
