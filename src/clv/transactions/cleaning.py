"""Cleaning: named rules, the first that holds wins; every row is used or set aside by one."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from clv.errors import InputError
from clv.periods import parse_day
from clv.transactions.engines.engine import text_literal

__all__ = [
    "GUEST_IDS",
    "MEANINGS",
    "RULES",
    "SWITCHES",
    "TRIMMED",
    "Cleaning",
    "Rule",
    "reason_sql",
]

GUEST_IDS = (
    "0", "-1", "9999", "99999", "999999", "guest", "guests", "unknown", "anonymous", "n/a", "na",
    "null", "none", "nan", "访客", "游客", "散客", "匿名", "未知",
)  # fmt: skip
"""Ids under which shops book people whom they do not know, in small letters."""


@dataclass(frozen=True)
class Cleaning:
    """Switches of the cleaning rules.

    Parameters
    ----------
    duplicates
        ``"drop"`` sets aside exact copies of a row, ``"keep"`` keeps them, ``"auto"`` drops them
        where rows know their order: only then is a copy known to be an error.
    returns
        ``"net"`` deducts a return on its own day, so that nothing known later changes an earlier
        day; ``"drop"`` sets returns aside.
    zero_amounts
        ``"visit"`` counts a purchase for nothing as one that adds no money; ``"drop"`` sets it
        aside.
    missing_amounts
        ``"drop"`` sets rows without an amount aside, ``"refuse"`` stops.
    test_ids
        Customers to leave out: accounts of tests and staff.
    guests
        ``"drop"`` sets the rows of `guest_ids` aside; ``"warn"`` keeps them.
    guest_ids
        Ids that stand for nobody in particular; capitals do not matter.
    outliers
        What becomes of amounts far beyond all others: ``"warn"`` names them, ``"winsorise"`` cuts
        them down to the bound, ``"drop"`` sets them aside. Returns are treated alike, so that a
        wrong purchase and its cancellation go together.
    outlier_bound
        The bound, in the log's unit of money. By default it is learned from all rows in use, those
        after a later cut among them: give it where what was known at the cut is to be judged.
    start
        First day that can be true, YYYY-MM-DD; rows before it are set aside.

    Raises
    ------
    InputError
        ``E_CLEANING`` for a switch that has no such position, ids that are no texts, a bound that
        is not positive; ``E_DAY``.

    Examples
    --------
    >>> Cleaning(returns="drop").zero_amounts
    'visit'
    """

    duplicates: Literal["auto", "drop", "keep"] = "auto"
    returns: Literal["net", "drop"] = "net"
    zero_amounts: Literal["visit", "drop"] = "visit"
    missing_amounts: Literal["drop", "refuse"] = "drop"
    test_ids: tuple[str, ...] = ()
    guests: Literal["warn", "drop"] = "warn"
    guest_ids: tuple[str, ...] = field(default=GUEST_IDS, repr=False)
    outliers: Literal["warn", "winsorise", "drop"] = "warn"
    outlier_bound: float | None = None
    start: date | str | None = None

    def __post_init__(self) -> None:
        for name in ("test_ids", "guest_ids"):
            ids = getattr(self, name)
            if isinstance(ids, str) or not all(isinstance(i, str) for i in ids):
                raise InputError(
                    "E_CLEANING", f"{name} is no tuple of texts", f"write {name}=('007', '7')"
                )
        if self.outlier_bound is not None and not self.outlier_bound > 0:
            raise InputError(
                "E_CLEANING", "outlier_bound is not positive", "give an amount of money, or None"
            )
        if self.start is not None:
            object.__setattr__(self, "start", parse_day(self.start))
        for switch, positions in SWITCHES.items():
            if getattr(self, switch) not in positions:
                raise InputError(
                    "E_CLEANING",
                    f"{switch} cannot be {getattr(self, switch)!r}",
                    f"choose one of {', '.join(positions)} (--clean {switch}={positions[0]})",
                )


SWITCHES = {
    "duplicates": ("auto", "drop", "keep"),
    "returns": ("net", "drop"),
    "zero_amounts": ("visit", "drop"),
    "missing_amounts": ("drop", "refuse"),
    "guests": ("warn", "drop"),
    "outliers": ("warn", "winsorise", "drop"),
}
"""Positions of every switch, the default first."""


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
        SQL over a row; NULL where the rule is off or looks at all rows of a customer.
    example
        Column whose texts show the fault to a reader; empty where there is nothing to show.
    """

    name: str
    meaning: str
    condition: str = "NULL"
    example: str = ""


RULES = (
    Rule("customer_missing", "no customer id", "customer_id = ''"),
    Rule("test_account", "accounts of tests and staff", "{test_account}", "customer_id"),
    Rule("guest", "guests under a common id", "{guest}", "customer_id"),
    Rule("date_missing", "no date", "day IS NULL"),
    Rule(
        "date_implausible",
        "a date before 1970-01-02 or after 2100",
        "day NOT BETWEEN DATE '1970-01-02' AND DATE '2100-12-31'",
        "day",
    ),
    Rule("before_start", "before the first day that can be true", "{before_start}", "day"),
    Rule("on_or_after_as_of", "on or after the day the result speaks from", "day >= {as_of}"),
    Rule("amount_missing", "no amount", "{amount_missing}"),
    Rule("return", "returns, left out as asked", "{return}", "amount"),
    Rule("zero_amount", "amount zero, left out as asked", "{zero_amount}"),
    Rule("duplicate_row", "an exact copy of another row", "copy > 1", "customer_id"),
    Rule("outlier", "an amount far beyond all others, left out as asked", "{outlier}", "amount"),
    Rule("return_only", "customers with nothing but returned or cancelled purchases"),
)
"""Every reason, in the order in which they are tried."""

TRIMMED = "outlier_winsorised"
"""Under this name the account holds the money that was cut off outlying amounts."""

MEANINGS = {rule.name: rule.meaning for rule in RULES} | {
    TRIMMED: "the part of amounts beyond the bound for outliers, cut off as asked"
}
"""Meaning by name."""


def reason_sql(
    cleaning: Cleaning, as_of: date, *, has_amounts: bool, outlier_bound: float | None
) -> str:
    """Write the expression for the reason why a row is set aside.

    Parameters
    ----------
    cleaning
        The switches.
    as_of
        Nothing on or after this day is used.
    has_amounts
        Whether the log has amounts.
    outlier_bound
        Amounts beyond it are outliers, in the log's unit of money; ``None`` if there are none.

    Returns
    -------
    str
        SQL over customer_id, day, amount and copy; NULL for a row in use.
    """
    far = cleaning.outliers == "drop" and outlier_bound is not None
    off = "NULL"
    conditions = {
        "test_account": _among("customer_id", cleaning.test_ids),
        "guest": _among("lower(customer_id)", [i.lower() for i in cleaning.guest_ids])
        if cleaning.guests == "drop"
        else off,
        "before_start": f"day < DATE '{cleaning.start}'" if cleaning.start else off,
        "as_of": f"DATE '{as_of}'",
        "amount_missing": "amount IS NULL" if has_amounts else off,
        "return": "amount < 0" if cleaning.returns == "drop" else off,
        "zero_amount": "amount = 0" if cleaning.zero_amounts == "drop" else off,
        "outlier": f"abs(amount) > {outlier_bound!r}" if far else off,
    }
    reasons = " ".join(
        f"WHEN {condition} THEN '{rule.name}'"
        for rule in RULES
        if (condition := rule.condition.format(**conditions)) != off
    )
    return f"CASE {reasons} END"


def _among(column: str, values: list[str] | tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(map(text_literal, values))})" if values else "NULL"
