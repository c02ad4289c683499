"""Small logs to read."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from clv.transactions import Transactions, read_transactions

HEADER = "customer_id,date,amount\n"
TWO = HEADER + "a,2024-01-01,5.5\nb,2024-02-01,7\n"
CLEAN = [("a", "2024-01-01", 5.5, 1, True), ("b", "2024-02-01", 7.0, 1, True)]
AS_OF = "2024-03-01"


def write(folder: Path, content: str | bytes, name: str = "log.csv") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def read_text(folder: Path, content: str | bytes, **options: Any) -> Transactions:
    return read_transactions(write(folder, content), **{"as_of": AS_OF, **options})


def frame(rows: Iterable[tuple[Any, ...]]) -> pd.DataFrame:
    """Rows of customer_id, date and, if there is a third, amount, and order_id."""
    table = pd.DataFrame(list(rows))
    return table.set_axis(["customer_id", "date", "amount", "order_id"][: table.shape[1]], axis=1)


def read_rows(*rows: tuple[Any, ...], **options: Any) -> Transactions:
    return read_transactions(frame(rows), **{"as_of": AS_OF, **options})


def days(log: Transactions) -> list[tuple[Any, ...]]:
    """The clean log as plain tuples: customer, day, amount, rows, whether a purchase."""
    table = log.query(
        "SELECT customer_id, day, amount, rows, is_purchase FROM purchase_days "
        "ORDER BY customer_id, day"
    )
    table["day"] = table["day"].dt.date.astype(str)
    return [tuple(row) for row in table.itertuples(index=False)]


def codes(log: Transactions) -> set[str]:
    return {notice.code for notice in log.audit.notices}


def daily(n: int, start: int = 1, customer: str = "c{}") -> list[tuple[Any, ...]]:
    """One purchase a day of another customer each, from the start of 2023."""
    day = "2023-{:02d}-{:02d}"
    return [
        (customer.format(i), day.format(1 + i // 28, 1 + i % 28), 5 + i / 100)
        for i in range(start - 1, start - 1 + n)
    ]
