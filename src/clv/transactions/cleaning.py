"""Cleaning: named rules, the first that holds wins; every row is used or set aside by one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import duckdb

from clv.transactions.amounts import MONEY

__all__ = ["MEANINGS", "RULES", "Rule", "clean"]


@dataclass(frozen=True)
class Rule:
    """A reason to set a row aside.

    Parameters
    ----------
    name
        Stable name, as in the audit.
    meaning
        The same for a reader.
    condition
        SQL over a row; NULL where the rule looks at all rows of a customer.
    """

    name: str
    meaning: str
    condition: str = "NULL"


RULES = (
    Rule("customer_missing", "no customer id", "customer_id = ''"),
    Rule("date_missing", "no date", "day IS NULL"),
    Rule(
        "date_implausible",
        "a date before 1970-01-02 or after 2100",
        "day NOT BETWEEN DATE '1970-01-02' AND DATE '2100-12-31'",
    ),
    Rule("on_or_after_as_of", "on or after the day the result speaks from", "day >= as_of"),
    Rule("amount_missing", "no amount", "has_amounts AND amount IS NULL"),
    Rule("duplicate_row", "an exact copy of another row of the same order", "copy > 1"),
    Rule("return_only", "customers with nothing but returned or cancelled purchases"),
)
"""Every reason, in the order in which they are tried."""

MEANINGS = {rule.name: rule.meaning for rule in RULES}
"""Meaning by name."""

_COPY = (
    "CASE WHEN trim(order_id) <> '' THEN row_number() "
    "OVER (PARTITION BY content, customer_id, day, amount, order_id) END"
)


def clean(
    connection: duckdb.DuckDBPyConnection,
    readings: Mapping[str, str],
    as_of: date,
    *,
    has_orders: bool,
) -> None:
    """Turn ``raw`` into ``typed`` rows with their reason, and those in use into ``purchase_days``.

    Parameters
    ----------
    connection
        Engine with the tables ``raw``, ``date_texts`` and ``amount_texts``, which are dropped.
    readings
        Expressions for customer_id (over ``raw``), date (over ``date_texts``) and, if the log has
        amounts, amount (over ``amount_texts``).
    as_of
        Nothing on or after this day is used.
    has_orders
        Whether rows know their order; only then is an exact copy known to be an error.

    Notes
    -----
    Money is netted within a customer's day. Returns are never a purchase, and a day on which
    they leave nothing over is none; a day of purchases for nothing is one.
    """
    has_amounts = "amount" in readings
    amount = readings.get("amount", f"CAST(NULL AS {MONEY})")
    reasons = " ".join(f"WHEN {rule.condition} THEN '{rule.name}'" for rule in RULES)
    connection.execute(
        f"""
        CREATE TABLE typed AS
        SELECT customer_id, day, amount, content, CASE {reasons} END AS reason
        FROM (
            SELECT *, DATE '{as_of}' AS as_of, {has_amounts} AS has_amounts,
                {_COPY if has_orders else 1} AS copy
            FROM (
                SELECT {readings["customer_id"]} AS customer_id, day, money AS amount,
                    order_id, content
                FROM raw
                LEFT JOIN (SELECT original AS date, {readings["date"]} AS day FROM date_texts)
                    USING (date)
                LEFT JOIN (SELECT original AS amount, {amount} AS money FROM amount_texts)
                    USING (amount)
            )
        )
        """
    )
    for table in ("raw", "date_texts", "amount_texts"):
        connection.execute(f"DROP TABLE {table}")
    _merge_days(connection)
    _set_aside_return_only(connection)


def _merge_days(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(
        """
        CREATE TABLE purchase_days AS
        SELECT customer_id, day, CAST(sum(amount) AS DOUBLE) AS amount, count(*) AS rows,
            count(*) FILTER (amount < 0) = 0 OR sum(amount) > 0 AS is_purchase
        FROM typed
        WHERE reason IS NULL
        GROUP BY customer_id, day
        ORDER BY customer_id, day
        """
    )


def _set_aside_return_only(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(
        """
        CREATE TEMP TABLE without_purchase AS
        SELECT customer_id FROM purchase_days GROUP BY customer_id HAVING NOT bool_or(is_purchase)
        """
    )
    chosen = "customer_id IN (FROM without_purchase)"
    connection.execute(f"UPDATE typed SET reason = 'return_only' WHERE reason IS NULL AND {chosen}")
    connection.execute(f"DELETE FROM purchase_days WHERE {chosen}")
    connection.execute("DROP TABLE without_purchase")
