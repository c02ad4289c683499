"""The one law: rows in = rows used + rows set aside, by reason, and the same for the amounts."""

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import duckdb
import pandas as pd

from clv.errors import Notice
from clv.transactions.amounts import MONEY
from clv.transactions.cleaning import MEANINGS

__all__ = ["Audit", "take_account"]

_RELATIVE = 1e-6


@dataclass(frozen=True)
class Audit:
    """What became of every row and of all the money in a log.

    Parameters
    ----------
    rows_in
        Rows read.
    rows_used
        Rows that stand in the clean log, returns included.
    set_aside
        Rows by reason; the reasons are the rules of `clv.transactions.cleaning.RULES`.
    amount_in
        Sum of all amounts that could be read, in the log's unit of money.
    amount_used
        Sum of the amounts in the clean log.
    amount_set_aside
        Sums of amounts by reason.
    zero_amount_rows
        Rows in use with the amount zero: they count as visits and add no money.
    return_rows
        Rows in use with a negative amount.
    merged_same_day_rows
        Rows in use beyond the first of their customer and day.
    notices
        Warnings that belong to the log.

    Examples
    --------
    >>> audit = Audit(3, 2, {"date_missing": 1}, 25.0, 20.0, {"date_missing": 5.0})
    >>> audit.check()
    >>> audit.table()[["line", "rows", "amount"]]
                     line  rows  amount
    0           rows read     3    25.0
    1  set aside: no date     1     5.0
    2           rows used     2    20.0
    """

    rows_in: int
    rows_used: int
    set_aside: Mapping[str, int] = field(hash=False)
    amount_in: float
    amount_used: float
    amount_set_aside: Mapping[str, float] = field(hash=False)
    zero_amount_rows: int = 0
    return_rows: int = 0
    merged_same_day_rows: int = 0
    notices: tuple[Notice, ...] = ()

    def check(self) -> None:
        """Hold the law.

        Raises
        ------
        AssertionError
            If a row was lost, or more than a millionth of the money.
        """
        rows = self.rows_used + sum(self.set_aside.values())
        amount = self.amount_used + math.fsum(self.amount_set_aside.values())
        scale = max(1.0, abs(self.amount_in), abs(self.amount_used))
        if rows != self.rows_in or abs(amount - self.amount_in) > _RELATIVE * scale:
            raise AssertionError(
                f"{self.rows_in} rows and {self.amount_in} in, "
                f"but {rows} rows and {amount} used or set aside"
            )

    def table(self) -> pd.DataFrame:
        """Show the account to a reader.

        Returns
        -------
        pandas.DataFrame
            One line for the rows read, one for each reason, one for the rows used; columns line,
            rows, amount (unit of money) and share (of the rows read, 0 to 1).
        """
        lines = [
            ("rows read", self.rows_in, self.amount_in),
            *(
                (f"set aside: {MEANINGS[reason]}", rows, self.amount_set_aside[reason])
                for reason, rows in self.set_aside.items()
                if rows
            ),
            ("rows used", self.rows_used, self.amount_used),
        ]
        table = pd.DataFrame(lines, columns=["line", "rows", "amount"])
        return table.assign(share=table["rows"] / max(1, self.rows_in))

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain numbers and texts, ready for JSON.

        Returns
        -------
        dict
            One entry for each field; notices as dictionaries.
        """
        return asdict(self)


def take_account(connection: duckdb.DuckDBPyConnection, rows_in: int) -> Audit:
    """Count what became of every row.

    Parameters
    ----------
    connection
        Engine with the tables ``typed`` and ``purchase_days``.
    rows_in
        Rows that were read.

    Returns
    -------
    Audit
        Without notices; the law has been checked.
    """
    by_reason = connection.execute(
        "SELECT reason, count(*) AS rows, CAST(coalesce(sum(amount), 0) AS DOUBLE) AS amount, "
        "count(*) FILTER (amount = 0) AS zero, count(*) FILTER (amount < 0) AS negative "
        "FROM typed GROUP BY reason"
    ).df()
    used = connection.execute(
        "SELECT coalesce(sum(rows), 0) AS rows, count(*) AS days, "
        f"CAST(coalesce(sum(CAST(amount AS {MONEY})), 0) AS DOUBLE) AS amount FROM purchase_days"
    ).df()
    in_use = by_reason[by_reason["reason"].isna()]
    aside = by_reason.set_index("reason").reindex(list(MEANINGS), fill_value=0)
    rows_used = int(used["rows"].item())
    audit = Audit(
        rows_in=rows_in,
        rows_used=rows_used,
        set_aside={str(reason): int(n) for reason, n in aside["rows"].items()},
        amount_in=math.fsum(by_reason["amount"]),
        amount_used=float(used["amount"].item()),
        amount_set_aside={str(reason): float(a) for reason, a in aside["amount"].items()},
        zero_amount_rows=int(in_use["zero"].sum()),
        return_rows=int(in_use["negative"].sum()),
        merged_same_day_rows=rows_used - int(used["days"].item()),
    )
    audit.check()
    return audit
