"""What looks suspicious in the rows of a log: said with the result, not repaired."""

from datetime import timedelta

from clv.errors import InputError, Notice
from clv.transactions.audit import Audit
from clv.transactions.engines.engine import Engine, number, numbers
from clv.transactions.notices.outliers import outlier_notice

__all__ = ["DUPLICATES_REFUSED", "FAR_YEARS", "row_notices"]

DUPLICATES_REFUSED = 0.2
"""Share of rows that repeat another above which a log is refused."""

_CHANCE_SHARE = 0.001
_FEWEST_COPIES, _CLEAR_SHARE = 3, 0.01
"""Copies are named from a share of the rows above what chance gives, which is one or two in
thousands of rows; one or two are named only where they are more than one row in a hundred."""

_FEWEST_DAYS = 30
"""Days of customers with an even number of rows each from which that is no chance."""

MANY_ROWS = 500_000
FEW = 0.01
"""In a log of many rows copies are not looked for where they cannot be one in a hundred: to find
them takes as long as all the rest."""

FAR_YEARS = 5
"""Years after the last row in use from which a later date is no forward booking."""

_COPIES = """
SELECT sum(n - 1) FROM (
    SELECT count(*) AS n
    FROM typed JOIN (SELECT customer_id, day FROM purchase_days WHERE rows > 1) AS several
        USING (customer_id, day)
    WHERE reason IS NULL
    GROUP BY customer_id, day, content
) AS contents
WHERE n > 1
"""

_UNPAIRED = """
SELECT count(*) FROM (
    SELECT customer_id FROM typed WHERE reason IS NULL
    GROUP BY customer_id, day, amount, order_id HAVING count(*) % 2 = 1
) AS unpaired
"""

_TIMES = """
SELECT min(n) FROM (
    SELECT count(*) AS n FROM typed WHERE reason IS NULL OR reason = 'duplicate_row'
    GROUP BY customer_id, day, content
) AS contents
"""


def row_notices(engine: Engine, audit: Audit, *, refuse_copies: bool = True) -> list[Notice]:
    """Look at the rows.

    Parameters
    ----------
    engine
        Has ``typed`` and ``purchase_days``.
    audit
        The account of the rows.
    refuse_copies
        Whether a log is refused in which too many rows repeat another.

    Returns
    -------
    list of Notice
        ``W_DUPLICATE_ROWS``, ``W_DATE_IMPLAUSIBLE``, ``W_FAR_DATES``, ``W_ZERO_AMOUNTS``,
        ``W_RETURNS``, ``W_OUTLIER``.

    Raises
    ------
    InputError
        ``E_DUPLICATE_ROWS`` if more than a fifth of the rows repeat another, or if every row is
        there twice but for columns that are not mapped.

    Notes
    -----
    In a log without amounts and orders copies change nothing: a customer's day counts once.
    """
    priced, largest, money, days, odd = engine.rows(
        "SELECT count(amount), max(abs(amount)), sum(abs(amount)), count(*), "
        "count(*) FILTER (WHERE rows % 2 = 1) FROM purchase_days"
    )[0]
    # Copies share their customer and day: there are no more than rows beyond the first of a day.
    few = audit.rows_used > MANY_ROWS and audit.merged_same_day_rows < FEW * audit.rows_used
    several = audit.merged_same_day_rows and not few
    copies = numbers(engine, _COPIES)[0] if several and priced else 0
    if refuse_copies:
        _refuse_copies(engine, audit, copies)
        if priced and not odd and days >= _FEWEST_DAYS:
            _refuse_pairs(engine, audit)
    outliers = outlier_notice(engine, largest, money) if money else None
    return [
        *_counted(audit, copies),
        *_far_dates(engine, audit.set_aside.get("on_or_after_as_of", 0)),
        *([outliers] if outliers else []),
    ]


def _refuse_copies(engine: Engine, audit: Audit, kept: int) -> None:
    dropped = audit.set_aside.get("duplicate_row", 0)
    rows = audit.rows_used + dropped
    if kept + dropped <= DUPLICATES_REFUSED * rows:
        return
    least = numbers(engine, _TIMES)[0]
    every = {1: "", 2: ": every row is there twice"}.get(
        least, f": every row is there {least} times"
    )
    raise InputError(
        "E_DUPLICATE_ROWS",
        f"{kept + dropped} of {rows} rows repeat another exactly{every}",
        "make sure that nothing was loaded twice, or say what is to be done: duplicates='drop' or "
        "'keep' (--clean duplicates=drop)",
    )


def _refuse_pairs(engine: Engine, audit: Audit) -> None:
    """Refuse a log that was loaded twice with a running number that tells its rows apart."""
    if number(engine, _UNPAIRED):
        return
    raise InputError(
        "E_DUPLICATE_ROWS",
        f"{audit.rows_used // 2} of {audit.rows_used} rows repeat another: every row is there "
        "twice, but for columns that are not mapped",
        "make sure that nothing was loaded twice, or say that it is right so: duplicates='keep' "
        "(--clean duplicates=keep)",
    )


def _counted(audit: Audit, copies: int) -> list[Notice]:
    facts = (
        (
            "W_DUPLICATE_ROWS",
            copies if _beyond_chance(copies, audit.rows_in) else 0,
            "exact copies of another row, kept",
            "map order_id if copies are to be told from purchases",
        ),
        (
            "W_DATE_IMPLAUSIBLE",
            audit.set_aside.get("date_implausible", 0),
            "rows with a date that cannot be one of purchase",
            "find the true dates",
        ),
        (
            "W_ZERO_AMOUNTS",
            audit.zero_amount_rows,
            "rows of amount zero, which count as visits and add no money",
            "choose zero_amounts='drop' (--clean zero_amounts=drop) if they are no visits",
        ),
        (
            "W_RETURNS",
            audit.return_rows,
            "rows of negative amount, taken as returns and netted on their own day",
            "choose returns='drop' (--clean returns=drop) if they are none",
        ),
    )
    return [
        Notice(code, f"{what}: {n} ({n / audit.rows_in:.1%})", remedy, n)
        for code, n, what, remedy in facts
        if n
    ]


def _beyond_chance(copies: int, rows: int) -> bool:
    least = _CHANCE_SHARE if copies >= _FEWEST_COPIES else _CLEAR_SHARE
    return copies > least * rows


def _far_dates(engine: Engine, later: int) -> list[Notice]:
    """Look at the rows on or after the as-of day, where there are any."""
    if not later:
        return []
    last = engine.rows("SELECT max(day) FROM purchase_days")[0][0]
    far = last + timedelta(days=round(365.25 * FAR_YEARS))
    n, furthest = engine.rows(
        "SELECT count(*), max(day) FROM typed WHERE reason = 'on_or_after_as_of' "
        f"AND day > DATE '{far}'"
    )[0]
    if not n:
        return []
    found = (
        f"rows dated more than {FAR_YEARS} years after {last}, the last day in use, "
        f"up to {furthest}: {n}"
    )
    return [Notice("W_FAR_DATES", found, "find the true dates; they are set aside", n)]
