"""The clean log: it stays in the engine, questions go in and small tables come out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import duckdb
import pandas as pd

from clv.errors import InputError
from clv.periods import parse_day
from clv.transactions.audit import Audit

__all__ = ["Transactions"]


@dataclass(frozen=True)
class Transactions:
    """A clean transaction log as of a day.

    Parameters
    ----------
    connection
        Engine with the table ``purchase_days``: customer_id VARCHAR, day DATE, amount DOUBLE (net
        of the day; NULL in a log without amounts), rows BIGINT, is_purchase BOOLEAN. One row for
        each customer and day, all days before ``as_of``. A day that is no purchase holds returns.
    audit
        What became of every row.
    as_of
        The day from which the log speaks; nothing on or after it is in it.
    first_day, last_day
        First day with a purchase, last day with a row.
    has_amounts
        Whether there is money.
    digest
        SHA-256 of the content of ``purchase_days``; the order of the source's rows does not matter.
    source
        What a reader calls the log: the title of a data set, the name of a file.

    Examples
    --------
    >>> from clv.datasets import cdnow
    >>> from clv.transactions import read_transactions
    >>> log = read_transactions(cdnow(), as_of="1998-07-01")
    >>> log
    Transactions(23570 customers, 1997-01-01 to 1998-06-30, as of 1998-07-01)
    >>> log.query("SELECT count(*) AS days FROM purchase_days")["days"].item()
    67591
    """

    connection: duckdb.DuckDBPyConnection = field(compare=False)
    audit: Audit = field(compare=False)
    as_of: date
    first_day: date
    last_day: date
    has_amounts: bool
    digest: str
    source: str = "a table"

    def query(
        self, sql: str, params: Sequence[Any] | Mapping[str, Any] | None = None
    ) -> pd.DataFrame:
        """Ask the engine.

        Parameters
        ----------
        sql
            A query over ``purchase_days``.
        params
            Values for ``?`` or ``$name``.

        Returns
        -------
        pandas.DataFrame
            The answer.
        """
        return self.connection.execute(sql, params).df()

    def day_within(self, text: str | date) -> date:
        """Read a day that has to lie within the log, as the as-of day of a table does.

        Parameters
        ----------
        text
            A day, later than the first day and not later than ``as_of``.

        Returns
        -------
        datetime.date
            The day.

        Raises
        ------
        InputError
            ``E_AS_OF`` if nothing was observed before it, or not everything before it was.
        """
        day = parse_day(text)
        if not self.first_day < day <= self.as_of:
            raise InputError(
                "E_AS_OF",
                f"the log speaks from {self.first_day} to the day before {self.as_of}, "
                f"and cannot be summarised as of {day}",
                "choose a day in between, or read the log with a later as_of",
            )
        return day

    def __repr__(self) -> str:
        customers = self.query("SELECT count(DISTINCT customer_id) AS n FROM purchase_days")
        return (
            f"Transactions({customers['n'].item()} customers, {self.first_day} to {self.last_day}, "
            f"as of {self.as_of})"
        )
