"""What looks suspicious in a clean log: late feeds, gaps, heavy ids, deliveries."""

from datetime import date

import duckdb

from clv.errors import Notice, mask_id
from clv.transactions.engine import number, numbers, samples

__all__ = ["HEAVY_SHARE", "log_notices"]

HEAVY_SHARE = 0.005
"""Share of the rows above which a single id is suspicious."""

_STAND_INS = "('0', '-1', '9999', '99999', 'guest', 'unknown', 'test', 'na', 'null', 'none')"


def log_notices(
    connection: duckdb.DuckDBPyConnection, first: date, last: date, as_of: date
) -> list[Notice]:
    """Look at the clean log.

    Parameters
    ----------
    connection
        Engine with the table ``purchase_days``.
    first, last
        First and last day with a row.
    as_of
        The day from which the log speaks.

    Returns
    -------
    list of Notice
        ``W_STALE``, ``W_GAP``, ``W_HEAVY_ID``, ``W_SHIPMENTS``.
    """
    found = (
        _stale(first, last, as_of),
        _gap(connection),
        _heavy_id(connection),
        _shipments(connection),
    )
    return [notice for notice in found if notice]


def _stale(first: date, last: date, as_of: date) -> Notice | None:
    silent = (as_of - last).days - 1
    if silent <= 14 or silent <= 0.05 * (last - first).days:
        return None
    return Notice(
        "W_STALE",
        f"the last row is of {last}: the {silent} days before {as_of} are empty",
        "check that the feed is complete, or choose an earlier as_of",
        silent,
    )


def _gap(connection: duckdb.DuckDBPyConnection) -> Notice | None:
    """Find a silence of 14 days or more, three times as long as chance would leave.

    Among n purchases in D days the longest gap by chance is near D / n * log(n).
    """
    row = connection.execute(
        """
        WITH days AS (SELECT day, count(*) AS n FROM purchase_days GROUP BY day),
        gaps AS (SELECT day, day - lag(day) OVER (ORDER BY day) AS gap FROM days),
        chance AS (SELECT (max(day) - min(day)) / sum(n) * ln(1 + sum(n)) AS longest FROM days)
        SELECT day, gap - 1 FROM gaps, chance
        WHERE gap > 14 AND gap > 3 * longest ORDER BY gap DESC, day LIMIT 1
        """
    ).fetchone()
    if row is None:
        return None
    found = f"nothing was bought in the {row[1]} days before {row[0]}"
    return Notice("W_GAP", found, "check that no part of the log is missing", row[1])


def _heavy_id(connection: duckdb.DuckDBPyConnection) -> Notice | None:
    """Find ids with far too many rows: guests, tests, wholesale."""
    heavy = f"""
        SELECT customer_id FROM (
            SELECT customer_id, sum(rows) AS n, sum(n) OVER () AS total, count(*) OVER () AS ids
            FROM purchase_days GROUP BY customer_id
        )
        WHERE n > {HEAVY_SHARE} * total AND (
            ids > 1000 AND n > 20 * total / ids
            OR lower(customer_id) IN {_STAND_INS} AND n > 5 * total / ids
        )
        """
    n = number(connection, f"SELECT count(*) FROM ({heavy})")
    if not n:
        return None
    return Notice(
        "W_HEAVY_ID",
        f"customer ids with more than {HEAVY_SHARE:.1%} of the rows each: {n}",
        "leave out guests and tests; look at wholesale by itself",
        n,
        tuple(mask_id(value) for value in samples(connection, heavy)),
    )


def _shipments(connection: duckdb.DuckDBPyConnection) -> Notice | None:
    """Find purchases for nothing on the day after one for money: deliveries, not orders."""
    free, days = numbers(
        connection,
        "SELECT count(*) FILTER (amount = 0), count(*) FROM purchase_days WHERE is_purchase",
    )
    if free <= 0.01 * days:
        return None
    followed = number(
        connection,
        """
        SELECT count(*) FROM purchase_days AS free JOIN purchase_days AS paid
            ON paid.customer_id = free.customer_id AND paid.day = free.day - 1
        WHERE free.is_purchase AND free.amount = 0 AND paid.amount > 0
        """,
    )
    if followed <= 0.01 * days:
        return None
    return Notice(
        "W_SHIPMENTS",
        f"purchase days that follow a paid one by a day and cost nothing: {followed} of {days}",
        "leave out deliveries: they are counted as purchases",
        followed,
    )
