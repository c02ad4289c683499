"""Every row is used or set aside: the rules, laid over the rows as they were read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from clv.errors import Notice
from clv.transactions.audit import Audit, take_account
from clv.transactions.cleaning import TRIMMED, Cleaning, reason_sql
from clv.transactions.engines.engine import Engine, number
from clv.transactions.notices.outliers import outlier_bound
from clv.transactions.readings.amounts import LARGEST_AMOUNT, MONEY
from clv.transactions.readings.identities import PLAIN_ID, id_sql
from clv.transactions.readings.reading import Kind

__all__ = ["Rows", "set_aside"]

_TEXTS = ("order_id", "category", "channel")
_REPAIRS = {"W_ID_BLANKS": "id_blanks", "W_ID_DECIMALS": "id_decimals"}


@dataclass(frozen=True)
class Rows:
    """What decides about a row of ``gated``.

    Parameters
    ----------
    kinds
        Kind of each of our columns that the log has.
    as_of
        Nothing on or after this day is used.
    cleaning
        Switches of the rules.
    numbered
        Whether rows carry their number among those that are equal in everything.
    """

    kinds: Mapping[str, Kind]
    as_of: date
    cleaning: Cleaning
    numbered: bool

    @property
    def has_amounts(self) -> bool:
        """Whether the log has amounts."""
        return "amount" in self.kinds

    def define(self, engine: Engine, customer_id: str, bound: float | None) -> None:
        """Define ``typed``, with an expression for the id and a bound for outlying amounts.

        Parameters
        ----------
        engine
            Has ``gated``.
        customer_id
            SQL for the id.
        bound
            Amounts beyond it are outliers; ``None`` if nothing is to be done about them.
        """
        reason = reason_sql(
            self.cleaning, self.as_of, has_amounts=self.has_amounts, outlier_bound=bound
        )
        self._define(engine, customer_id, reason, bound)

    def define_in_use(self, engine: Engine) -> None:
        """Define ``typed`` for rows of which it is known that all are in use as they are.

        Parameters
        ----------
        engine
            Has ``gated``.
        """
        self._define(engine, "customer_id", "CAST(NULL AS VARCHAR)", None)

    def _define(self, engine: Engine, customer_id: str, reason: str, bound: float | None) -> None:
        amount = "paid"
        if self.cleaning.outliers == "winsorise" and bound is not None:
            most = f"CAST({bound!r} AS {MONEY})"
            amount = f"CASE WHEN paid > {most} THEN {most} WHEN paid < -{most} THEN -{most} "
            amount += "ELSE paid END"  # a missing amount stays missing
        engine.view(
            "typed",
            f"SELECT *, {reason} AS reason FROM (SELECT *, {amount} AS amount FROM "
            f"({self._columns(customer_id)}) AS as_paid) AS as_used",
        )

    def _columns(self, customer_id: str) -> str:
        """Select the columns of ``gated``, with NULL for those that the log does not have."""
        kinds = self.kinds
        texts = (c if c in kinds else f"CAST(NULL AS VARCHAR) AS {c}" for c in _TEXTS)
        money = (c if c in kinds else f"CAST(NULL AS {MONEY}) AS {c}" for c in ("discount", "cost"))
        paid = f"{'amount' if self.has_amounts else f'CAST(NULL AS {MONEY})'} AS paid"
        copy = "copy" if self.numbered else "1 AS copy"
        chosen = (f"{customer_id} AS customer_id", "day", *texts, *money, paid, copy, "content")
        return f"SELECT {', '.join(chosen)} FROM gated"


def _bound(engine: Engine, rows: Rows) -> float | None:
    """Return the bound for outliers, if anything is to be done about them."""
    if rows.cleaning.outliers == "warn" or not rows.has_amounts:
        return None
    bound = rows.cleaning.outlier_bound or outlier_bound(engine)
    return bound if bound is not None and bound < LARGEST_AMOUNT else None


def set_aside(engine: Engine, rows: Rows) -> tuple[Audit, dict[str, int], list[Notice]]:
    """Define ``typed`` over ``gated``, and take account of it.

    Parameters
    ----------
    engine
        Has ``gated``.
    rows
        What decides about a row.

    Returns
    -------
    Audit
        Account of the rows, one by one.
    dict of str to int
        Rows by the name of the repair.
    list of Notice
        What was noticed in the ids.

    Notes
    -----
    Most ids are as they should be: that is found out on the way, and only odd ones cost a second
    account.
    """
    repaired: dict[str, int] = {}
    notices: list[Notice] = []
    customer_id = PLAIN_ID
    rows.define(engine, customer_id, None)
    audit, odd = take_account(engine)
    if odd:
        customer_id, notices = id_sql(engine)
        repaired |= {_REPAIRS[notice.code]: notice.count for notice in notices}
        rows.define(engine, customer_id, None)
        audit, _ = take_account(engine)
    bound = _bound(engine, rows)
    if bound is not None:
        rows.define(engine, customer_id, bound)
        audit, _ = take_account(engine)
        repaired |= _cut_down(engine) if rows.cleaning.outliers == "winsorise" else {}
    elif customer_id == PLAIN_ID and audit.rows_used == audit.rows_in:
        rows.define_in_use(engine)  # no later pass has to ask again
    return audit, repaired, notices


def _cut_down(engine: Engine) -> dict[str, int]:
    n = number(engine, "SELECT count(*) FROM typed WHERE reason IS NULL AND paid <> amount")
    return {TRIMMED: n} if n else {}
