"""Tables of a log as they lie in the engine when its notices are made."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pandas as pd

from clv.errors import Notice
from clv.transactions.audit import Audit
from clv.transactions.customer_facts import keep_customer_facts
from clv.transactions.engines.engine import DuckDBEngine, connect
from clv.transactions.notices.id_notices import id_notices
from clv.transactions.notices.log_notices import log_notices
from clv.transactions.notices.row_notices import row_notices

START = date(2023, 1, 2)


def day(n: int) -> date:
    """Day n of a log that starts on a Monday."""
    return START + timedelta(days=n)


def rows(*given: tuple[Any, ...]) -> pd.DataFrame:
    """Rows of customer_id, day and amount."""
    return pd.DataFrame(given, columns=["customer_id", "day", "amount"])


def regulars(customers: int = 200, days: int = 400, every: int = 50) -> pd.DataFrame:
    """An even log: each customer comes every so many days, the first ones spread over the start."""
    return rows(
        *(
            (f"c{i:04d}", day(d), 10.0 + i % 7)
            for i in range(customers)
            for d in range(i % every, days, every)
        )
    )


def laid(frame: pd.DataFrame) -> DuckDBEngine:
    """Lay rows into ``typed`` and ``purchase_days``; a column ``reason`` sets some aside.

    A column ``row_number`` is one of the source that is not mapped.
    """
    engine = connect()
    table = frame.assign(day=pd.to_datetime(frame["day"]), amount=frame["amount"].astype(float))
    for column in ("reason", "order_id", "row_number"):
        table[column] = table[column].astype("string") if column in table else None
    engine.connection.register("given", table)
    engine.table(
        "typed",
        "SELECT CAST(customer_id AS VARCHAR) AS customer_id, CAST(day AS DATE) AS day, "
        "CAST(amount AS DECIMAL(38, 10)) AS amount, "
        "hash(customer_id, day, amount, row_number) AS content, "
        "CAST(order_id AS VARCHAR) AS order_id, "
        "CAST(reason AS VARCHAR) AS reason FROM given",
    )
    engine.connection.unregister("given")
    engine.table(
        "purchase_days",
        "SELECT customer_id, day, CAST(sum(amount) AS DOUBLE) AS amount, count(*) AS rows, "
        "count(*) FILTER (WHERE amount < 0) = 0 OR sum(amount) > 0 AS is_purchase "
        "FROM typed WHERE reason IS NULL AND customer_id IN "
        "(SELECT customer_id FROM typed GROUP BY customer_id HAVING coalesce(max(amount), 0) >= 0) "
        "GROUP BY customer_id, day ORDER BY customer_id, day",
    )
    keep_customer_facts(engine)
    return engine


def account(engine: DuckDBEngine) -> Audit:
    """Count the rows."""
    reasons = dict(engine.rows("SELECT reason, count(*) FROM typed GROUP BY reason"))
    used = reasons.pop(None, 0)
    zero, negative = engine.rows(
        "SELECT count(*) FILTER (WHERE amount = 0), count(*) FILTER (WHERE amount < 0) "
        "FROM typed WHERE reason IS NULL"
    )[0]
    merged = engine.rows("SELECT sum(rows) - count(*) FROM purchase_days")[0][0]
    return Audit(
        rows_in=used + sum(reasons.values()),
        rows_used=used,
        set_aside=reasons,
        amount_in=0.0,
        amount_used=0.0,
        amount_set_aside={},
        zero_amount_rows=zero,
        return_rows=negative,
        merged_same_day_rows=int(merged),
    )


def in_rows(frame: pd.DataFrame) -> list[Notice]:
    """What is noticed in the rows."""
    engine = laid(frame)
    return row_notices(engine, account(engine))


def in_log(frame: pd.DataFrame, as_of: date | None = None) -> list[Notice]:
    """What is noticed in the clean log; by default as of the day after the last one."""
    engine = laid(frame)
    first, last = engine.rows("SELECT min(day), max(day) FROM purchase_days")[0]
    return log_notices(engine, first, last, as_of or last + timedelta(days=1))


def in_ids(*ids: str) -> list[Notice]:
    """What is noticed in customer ids."""
    engine = laid(rows(*((name, day(n), 5.0) for n, name in enumerate(ids))))
    return id_notices(engine)


def codes(notices: Iterable[Notice]) -> set[str]:
    """Names of the faults."""
    return {notice.code for notice in notices}
