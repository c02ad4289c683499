"""What looks suspicious in a clean log: in its customers, over time, in its deliveries."""

from datetime import date

from clv.errors import Notice
from clv.transactions.engines.engine import Engine, number
from clv.transactions.notices.birth_notices import left_truncated
from clv.transactions.notices.customer_notices import customer_notices
from clv.transactions.notices.date_order import swapped_dates
from clv.transactions.notices.day_profile import DayProfile, day_profile
from clv.transactions.notices.lone_start import lone_start
from clv.transactions.notices.time_notices import time_notices

__all__ = ["log_notices"]

_DELIVERIES = 0.01
"""Share of the purchases that cost nothing, a day from a paid one, from which they are said."""

_BESIDE = """
SELECT count(*) FROM (
    SELECT DISTINCT customer_id, free
    FROM purchase_days
    JOIN (SELECT customer_id, day AS free FROM purchase_days WHERE is_purchase AND amount = 0)
        AS visits USING (customer_id)
    WHERE amount > 0 AND abs(date_diff('day', free, day)) = 1
) AS beside
"""


def log_notices(engine: Engine, first: date, last: date, as_of: date) -> list[Notice]:
    """Look at the clean log.

    Parameters
    ----------
    engine
        Has ``purchase_days`` and ``customer_facts``.
    first
        Day of the first purchase.
    last
        Last day with a row.
    as_of
        The day from which the log speaks.

    Returns
    -------
    list of Notice
        Those of `customer_notices` and `time_notices`, ``W_LONE_START``, ``W_LEFT_TRUNCATED``,
        ``W_DAY_MONTH``, ``W_SHIPMENTS``.
    """
    whole = day_profile(engine, first, as_of)
    # One early date would make every later silence short and the first tenth of the log empty.
    lone, profile = lone_start(whole)
    further = (lone, left_truncated(profile), swapped_dates(profile), _shipments(engine, whole))
    return [
        *customer_notices(engine),
        *time_notices(profile, last, as_of),
        *(notice for notice in further if notice),
    ]


def _shipments(engine: Engine, profile: DayProfile) -> Notice | None:
    """Find purchases for nothing on the day before or after one for money: deliveries."""
    days = int(profile.volume.sum())
    if profile.free.sum() <= _DELIVERIES * days:
        return None
    beside = number(engine, _BESIDE)
    if beside <= _DELIVERIES * days:
        return None
    return Notice(
        "W_SHIPMENTS",
        f"purchases that cost nothing and lie a day from a paid one: {beside} of {days}",
        "choose zero_amounts='drop' (--clean zero_amounts=drop): deliveries count as purchases",
        beside,
    )
