"""The one law: rows in = rows used + rows set aside, by reason, and the same for the amounts."""

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

import pandas as pd

from clv.errors import Notice, mask, mask_id
from clv.transactions.cleaning import MEANINGS, RULES, TRIMMED
from clv.transactions.days import ReturnOnly
from clv.transactions.engines.engine import Engine, number, samples
from clv.transactions.readings.amounts import MONEY
from clv.transactions.readings.identities import ODD_ID

__all__ = ["Audit", "account_of_days", "take_account"]

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
    first_day_extra_rows
        Those of them on the day of the customer's first purchase.
    repaired
        Rows by the name of what was mended in them.
    samples
        Up to three masked examples by reason.
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
    first_day_extra_rows: int = 0
    repaired: Mapping[str, int] = field(default_factory=dict, hash=False)
    samples: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    notices: tuple[Notice, ...] = ()

    def check(self, gross: float = 0.0) -> None:
        """Hold the law.

        Parameters
        ----------
        gross
            Sum of all amounts without their signs, by which rounding is measured.

        Raises
        ------
        AssertionError
            If a row was lost, or more than a millionth of the money.
        """
        rows = self.rows_used + sum(self.set_aside.values())
        amount = self.amount_used + math.fsum(self.amount_set_aside.values())
        scale = max(1.0, abs(self.amount_in), abs(self.amount_used), gross)
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
            One line for the rows read, one for each reason, one for the rows used, and below what
            is so among them; columns line, rows, amount (unit of money; NaN where the line has
            none), share (of the rows read, 0 to 1) and examples (masked).
        """
        of_reason = {
            reason: (f"set aside: {MEANINGS[reason]}", self.set_aside.get(reason, 0), amount)
            for reason, amount in self.amount_set_aside.items()
        }
        within = (
            ("of these returns", self.return_rows),
            ("of these of amount zero", self.zero_amount_rows),
            (
                "of these merged with another of the same customer and day",
                self.merged_same_day_rows,
            ),
            ("of these on the day of a first purchase", self.first_day_extra_rows),
            *((f"mended: {name.replace('_', ' ')}", rows) for name, rows in self.repaired.items()),
        )
        lines = [
            ("rows read", self.rows_in, self.amount_in, ""),
            *(
                (*line, ", ".join(self.samples.get(reason, ())))
                for reason, line in of_reason.items()
                if line[1] or line[2]
            ),
            ("rows used", self.rows_used, self.amount_used, ""),
            *((line, rows, math.nan, "") for line, rows in within if rows),
        ]
        table = pd.DataFrame(lines, columns=["line", "rows", "amount", "examples"])
        table.insert(3, "share", table["rows"] / max(1, self.rows_in))
        return table

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain numbers and texts, ready for JSON.

        Returns
        -------
        dict
            One entry for each field; notices as dictionaries.
        """
        return asdict(self)


def take_account(engine: Engine) -> tuple[Audit, int]:
    """Count what became of every row.

    Parameters
    ----------
    engine
        Has ``typed``.

    Returns
    -------
    Audit
        As the rules see single rows: what only a customer's days can tell is added by
        `account_of_days`.
    int
        Rows whose id may have to be mended.
    """
    by_reason = engine.frame(
        "SELECT reason, count(*) AS n, CAST(coalesce(sum(paid), 0) AS DOUBLE) AS paid, "
        "CAST(coalesce(sum(amount), 0) AS DOUBLE) AS amount, "
        "count(*) FILTER (WHERE amount = 0) AS zero, "
        "count(*) FILTER (WHERE amount < 0) AS negative, "
        f"count(*) FILTER (WHERE {ODD_ID}) AS odd FROM typed GROUP BY reason"
    )
    in_use = by_reason[by_reason["reason"].isna()]
    aside = by_reason.dropna(subset="reason").set_index("reason")
    aside = aside.reindex([rule.name for rule in RULES], fill_value=0)
    trimmed = math.fsum(in_use["paid"]) - math.fsum(in_use["amount"])
    amounts = {str(reason): float(amount) for reason, amount in aside["paid"].items()}
    audit = Audit(
        rows_in=int(by_reason["n"].sum()),
        rows_used=int(in_use["n"].sum()),
        set_aside={str(reason): int(n) for reason, n in aside["n"].items()},
        amount_in=math.fsum(by_reason["paid"]),
        amount_used=math.fsum(in_use["amount"]),
        amount_set_aside=amounts | ({TRIMMED: trimmed} if trimmed else {}),
        zero_amount_rows=int(in_use["zero"].sum()),
        return_rows=int(in_use["negative"].sum()),
        samples=_samples(engine, [str(reason) for reason, n in aside["n"].items() if n]),
    )
    return audit, int(by_reason["odd"].sum())


_EXAMPLES = {"customer_id": "customer_id", "day": "day", "amount": "CAST(paid AS DOUBLE)"}


def _samples(engine: Engine, reasons: list[str]) -> dict[str, tuple[str, ...]]:
    """Find examples of the rules that have something to show."""
    shown = {}
    for rule in RULES:
        if rule.name in reasons and rule.example:
            shows = _EXAMPLES[rule.example]
            among = f"FROM typed WHERE reason = '{rule.name}'"
            found = samples(engine, f"SELECT {shows} {among}")
            if rule.example == "day":  # the earliest ones, and the latest that stands for a day
                last = engine.rows(f"SELECT max(day) {among} AND day < DATE '9999-12-31'")[0][0]
                found = sorted({*found[:2], str(last or found[-1])})
            hide = mask_id if rule.example == "customer_id" else mask
            shown[rule.name] = tuple(hide(value) for value in found)
    return shown


def account_of_days(audit: Audit, engine: Engine, return_only: ReturnOnly) -> Audit:
    """Complete an account by what the merged days tell, and hold the law.

    Parameters
    ----------
    audit
        Account of the single rows.
    engine
        Has ``purchase_days`` and ``customer_facts``.
    return_only
        Rows of customers without a purchase, who are in the days no more.

    Returns
    -------
    Audit
        The account, whose law has been checked against the days themselves.
    """
    found = engine.rows(
        "SELECT count(*), coalesce(sum(rows), 0), "
        f"CAST(coalesce(sum(CAST(amount AS {MONEY})), 0) AS DOUBLE), "
        "coalesce(sum(abs(amount)), 0) FROM purchase_days"
    )
    days, rows_used, amount_used, gross = found[0]
    merged = int(rows_used) - int(days)
    full = replace(
        audit,
        rows_used=int(rows_used),
        amount_used=float(amount_used),
        set_aside={**audit.set_aside, "return_only": return_only.rows},
        amount_set_aside={**audit.amount_set_aside, "return_only": return_only.amount},
        zero_amount_rows=audit.zero_amount_rows - return_only.zeros,
        return_rows=audit.return_rows - return_only.returns,
        merged_same_day_rows=merged,
        first_day_extra_rows=number(engine, _FIRST_DAY_EXTRA) if merged else 0,
    )
    full.check(float(gross))
    return full


_FIRST_DAY_EXTRA = """
SELECT sum(purchase_days.rows - 1)
FROM purchase_days JOIN customer_facts
    ON customer_facts.customer_id = purchase_days.customer_id AND first_purchase = day
WHERE purchase_days.rows > 1
"""
