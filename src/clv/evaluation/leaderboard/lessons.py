"""What a forecaster of purchases may learn from at an origin, and what it may not see."""

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from clv.customers import choose_period, describe, outcomes, summarise
from clv.errors import InputError
from clv.periods import DAYS_PER_UNIT, Duration, Split, parse_duration
from clv.transactions import Transactions

__all__ = ["Lesson", "lesson_at", "origins"]

LEAST_STEP = 7
"""Days between two origins below which they would tell the same twice."""


@dataclass(frozen=True, eq=False)
class Lesson:
    """All that is known at an origin, and an earlier day whose outcome is known by then.

    Both tables are indexed by customer_id and have the columns of
    `clv.customers.summarise` (with log_gaps), in weeks, those of `clv.customers.describe`, and
    recent_purchases: repeat purchases in the last ``earlier_horizon``.

    Parameters
    ----------
    origin
        The day of the forecast; nothing on or after it is in the lesson.
    horizon
        How far ahead is forecast, in weeks.
    known
        The customers as of the origin: those to be forecast.
    earlier
        The customers as of an earlier day, whose outcome ends at the origin.
    earlier_horizon
        Weeks from that day to the origin: the horizon, or less where the log is too short.
    earlier_actual
        Purchases of the ``earlier`` customers in those weeks.
    """

    origin: date
    horizon: float
    known: pd.DataFrame
    earlier: pd.DataFrame
    earlier_horizon: float
    earlier_actual: "pd.Series[int]"


def origins(
    log: Transactions, horizon: str | Duration, n: int = 3, step: str | Duration | None = None
) -> tuple[date, ...]:
    """Choose the days on which forecasts are made: the outcome of the last ends with the log.

    Parameters
    ----------
    log
        The clean log.
    horizon
        How far ahead is forecast, such as ``"13w"``.
    n
        How many days, 1 or more.
    step
        Time between them, a week or more; by default the horizon, or less where the log is too
        short to leave a history of one horizon before the first. Windows of outcomes overlap then.

    Returns
    -------
    tuple of datetime.date
        The earliest first.

    Raises
    ------
    InputError
        ``E_ORIGINS`` if the log is too short for them.

    Examples
    --------
    >>> from clv.datasets import cdnow_sample
    >>> from clv.transactions import read_transactions
    >>> log = read_transactions(cdnow_sample(), as_of="1998-07-01")
    >>> [day.isoformat() for day in origins(log, "13w")]
    ['1997-10-01', '1997-12-31', '1998-04-01']
    """
    ahead = _days(horizon)
    room = (log.as_of - log.first_day).days - 2 * ahead
    apart = min(max(ahead, LEAST_STEP), room // max(n - 1, 1)) if step is None else _days(step)
    if n < 1 or room < apart * (n - 1) or (n > 1 and apart < LEAST_STEP):
        raise InputError(
            "E_ORIGINS",
            f"{n} origins, {LEAST_STEP} days or more apart and each with {ahead} days before and "
            f"after it, do not go into the {(log.as_of - log.first_day).days} days from "
            f"{log.first_day} to {log.as_of}",
            "ask for fewer origins or a shorter horizon",
        )
    last = log.as_of - timedelta(days=ahead)
    return tuple(last - timedelta(days=apart * back) for back in reversed(range(n)))


def lesson_at(log: Transactions, origin: date, horizon: str | Duration) -> Lesson:
    """Gather what is known at an origin.

    Parameters
    ----------
    log
        A clean log that reaches the origin or further; what lies on or after it is not seen.
    origin
        The day of the forecast.
    horizon
        How far ahead is forecast.

    Returns
    -------
    Lesson
        Tables as of the origin and of the training cut of a `clv.periods.Split` there.

    Raises
    ------
    InputError
        ``E_CUT`` if there are fewer than 14 days before the origin, ``E_HOLDOUT_EMPTY`` if nobody
        bought between the two days.
    """
    length = Duration(_days(horizon), "D")
    split = Split(origin + timedelta(days=length.days), length, log.first_day)
    days = split.training_horizon_days
    period = choose_period(log, split.training_cut)
    return Lesson(
        origin=origin,
        horizon=length.to("W"),
        known=_table(log, origin, period, days),
        earlier=_table(log, split.training_cut, period, days),
        earlier_horizon=days / DAYS_PER_UNIT["W"],
        earlier_actual=outcomes(log, split.training_cut, origin)["purchases_holdout"],
    )


def _table(log: Transactions, day: date, period: int, recent: int) -> pd.DataFrame:
    table = summarise(log, day, unit="W", gaps=True)
    features = describe(log, day, period)
    window = describe(log, day, period, history=recent)["purchases"]
    began = table["first_purchase"] >= pd.Timestamp(day - timedelta(days=recent))
    own = features[[column for column in features if column not in table]]
    attrs = table.attrs | {"period_days": period, "recent_days": recent}
    table = table.join(own).assign(recent_purchases=window - began)
    table.attrs = attrs
    return table


def _days(length: str | Duration) -> int:
    return (length if isinstance(length, Duration) else parse_duration(length)).days
