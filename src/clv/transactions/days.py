"""Days with purchases: what the log is kept as, one row for each customer and day."""

from collections.abc import Collection
from typing import NamedTuple

from clv.transactions.engines.engine import Engine

__all__ = [
    "ReturnOnly",
    "define_purchase_days",
    "drop_return_only",
    "merge_categories",
    "merge_days",
]


class ReturnOnly(NamedTuple):
    """Rows in use of customers who have nothing but returns.

    Parameters
    ----------
    rows
        How many.
    amount
        Their sum, in the log's unit of money.
    returns, zeros
        Those with a negative amount and with the amount zero.
    """

    rows: int = 0
    amount: float = 0.0
    returns: int = 0
    zeros: int = 0


def merge_days(engine: Engine, optional: Collection[str], *, has_returns: bool) -> None:
    """Merge the rows in use to days, as the table ``day_rows`` and the view ``purchase_days``.

    Parameters
    ----------
    engine
        Has ``typed``.
    optional
        Columns that the log has beside customer_id and date.
    has_returns
        Whether any row in use has a negative amount.

    Notes
    -----
    Money is netted within a customer's day. Returns are never a purchase, and a day on which
    they leave nothing over is none; a day of purchases for nothing is one.
    """
    money = [column for column in ("amount", "discount", "cost") if column in optional]
    # A blank discount is none; a blank cost is not known, and then that of the day is not either.
    exact = {"cost": "CASE WHEN count(cost) = count(*) THEN sum(cost) END"}
    sums = "".join(f", CAST({exact.get(c, f'sum({c})')} AS DOUBLE) AS {c}" for c in money)
    if has_returns:
        sums += ", count(*) FILTER (WHERE amount < 0) = 0 OR sum(amount) > 0 AS is_purchase"
    engine.table(
        "day_rows",
        f"SELECT customer_id, day{sums}, CAST(count(*) AS INTEGER) AS n FROM typed "
        "WHERE reason IS NULL GROUP BY customer_id, day",
    )
    define_purchase_days(engine, {*money, *(["is_purchase"] if has_returns else [])})


def define_purchase_days(engine: Engine, stored: Collection[str]) -> None:
    """Define ``purchase_days`` over ``day_rows``, with constants for what is not stored.

    Parameters
    ----------
    engine
        Has ``day_rows``: customer_id, day, n (rows) and the columns that are stored.
    stored
        Of amount, discount, cost and is_purchase those that ``day_rows`` has.
    """
    amount, discount, cost = (
        column if column in stored else f"CAST(NULL AS DOUBLE) AS {column}"
        for column in ("amount", "discount", "cost")
    )
    purchase = "is_purchase" if "is_purchase" in stored else "TRUE AS is_purchase"
    engine.view(
        "purchase_days",
        f"SELECT customer_id, day, {amount}, CAST(n AS BIGINT) AS rows, {purchase}, {discount}, "
        f"{cost} FROM day_rows",
    )


def merge_categories(engine: Engine) -> None:
    """Merge the rows in use to days, categories and channels, as the table ``category_days``.

    Parameters
    ----------
    engine
        Has ``typed`` and ``day_rows``, whose customers are kept.
    """
    engine.table(
        "category_days",
        "SELECT customer_id, day, nullif(trim(category), '') AS category, "
        "nullif(trim(channel), '') AS channel, CAST(sum(amount) AS DOUBLE) AS amount, "
        "count(*) AS rows FROM typed WHERE reason IS NULL "
        "AND customer_id IN (SELECT customer_id FROM day_rows) GROUP BY 1, 2, 3, 4",
    )


def drop_return_only(engine: Engine) -> ReturnOnly:
    """Drop customers who have nothing but returns.

    Parameters
    ----------
    engine
        Has ``typed``, and ``day_rows`` with the column is_purchase.

    Returns
    -------
    ReturnOnly
        What was dropped.
    """
    engine.table(
        "without_purchase",
        "SELECT customer_id FROM day_rows WHERE customer_id IN "
        "(SELECT customer_id FROM day_rows WHERE NOT is_purchase) "
        "GROUP BY customer_id HAVING NOT bool_or(is_purchase)",
    )
    chosen = "customer_id IN (SELECT customer_id FROM without_purchase)"
    dropped = ReturnOnly()
    if engine.rows("SELECT 1 FROM without_purchase LIMIT 1"):
        found = engine.rows(
            "SELECT count(*), CAST(sum(amount) AS DOUBLE), count(*) FILTER (WHERE amount < 0), "
            f"count(*) FILTER (WHERE amount = 0) FROM typed WHERE reason IS NULL AND {chosen}"
        )
        dropped = ReturnOnly(*found[0])
        engine.table("day_rows", f"SELECT * FROM day_rows WHERE NOT ({chosen})")
    engine.drop("without_purchase")
    return dropped
