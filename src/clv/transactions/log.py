"""The clean log: it stays in the engine, questions go in and small tables come out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import pandas as pd

from clv.errors import InputError
from clv.periods import parse_day
from clv.transactions.audit import Audit
from clv.transactions.digest import content_digest
from clv.transactions.engines.engine import Engine

__all__ = ["Transactions"]


@dataclass(frozen=True, eq=False)
class Transactions:
    """A clean transaction log as of a day.

    Parameters
    ----------
    engine
        Has ``purchase_days``: customer_id VARCHAR, day DATE, amount DOUBLE (net of the day), rows
        BIGINT, is_purchase BOOLEAN, discount DOUBLE (taken off the price), cost DOUBLE (of what was
        sold). One row for each customer and day, all days before ``as_of``. A day that is no
        purchase holds returns. What the log does not have is NULL. A log with categories or
        channels has ``category_days`` too: customer_id, day, category, channel, amount, rows.
        ``customer_facts`` holds a line for each customer: see `customer_facts_sql`.
    audit
        What became of every row.
    as_of
        The day from which the log speaks; nothing on or after it is in it.
    first_day, last_day
        First day with a purchase, last day with a row.
    has_amounts
        Whether there is money.
    columns
        Columns of the log beside customer_id and date.
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

    engine: Engine = field(repr=False)
    audit: Audit
    as_of: date
    first_day: date
    last_day: date
    has_amounts: bool
    columns: frozenset[str] = frozenset()
    source: str = "a table"

    @cached_property
    def digest(self) -> str:
        """Digest of ``purchase_days``: equal for equal content, whatever the order of the rows."""
        categories = bool({"category", "channel"} & self.columns)
        return content_digest(self.engine, has_categories=categories)

    def __eq__(self, other: object) -> bool:
        """Whether the content is the same, and the day it speaks from."""
        return isinstance(other, Transactions) and (
            (self.as_of, self.columns, self.digest) == (other.as_of, other.columns, other.digest)
        )

    def __hash__(self) -> int:
        return hash((self.as_of, self.columns, self.digest))

    def query(self, sql: str, values: Mapping[str, Any] | None = None) -> pd.DataFrame:
        """Ask the engine.

        Parameters
        ----------
        sql
            A query over ``purchase_days``, in DuckDB's dialect.
        values
            Values for ``$name`` in it.

        Returns
        -------
        pandas.DataFrame
            The answer.
        """
        return self.engine.frame(sql, values)

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
