"""One row a customer: what rules, churn models and segments look at."""

from datetime import date, timedelta

import pandas as pd

from clv.customers._describe import MEDIAN_GAP, describe_sql
from clv.customers._tables import customer_table
from clv.customers.columns import FEATURES, VOLUMES
from clv.customers.windows import since, window_days
from clv.errors import InputError
from clv.periods import Duration
from clv.transactions import Transactions

__all__ = ["PERIODS", "choose_period", "describe"]

PERIODS = (7, 14, 30, 91)
"""Lengths of a period that may be chosen, in days."""


def choose_period(log: Transactions, as_of: str | date) -> int:
    """Choose the period that is nearest to twice the median time between purchases.

    Parameters
    ----------
    log
        The clean log.
    as_of
        Nothing on or after this day is seen.

    Returns
    -------
    int
        Days, one of `PERIODS`; 30 where nobody has bought twice. Of two that are equally near the
        shorter one: a coarse grid, in which everybody is active all the time, tells nothing.

    Examples
    --------
    >>> from clv.datasets import cdnow_sample
    >>> from clv.transactions import read_transactions
    >>> choose_period(read_transactions(cdnow_sample(), as_of="1998-07-01"), "1997-10-01")
    30
    """
    day = log.day_within(as_of)
    gap = log.query(MEDIAN_GAP, {"as_of": day})["gap"].item()
    return 30 if pd.isna(gap) else min(PERIODS, key=lambda days: abs(days - 2 * gap))


def describe(
    log: Transactions,
    as_of: str | date,
    period: int | str = "auto",
    volumes: bool = False,
    history: str | int | Duration | None = None,
) -> pd.DataFrame:
    """Describe every customer with a purchase before a day.

    Parameters
    ----------
    log
        The clean log.
    as_of
        The day from which the table speaks, not later than the log's own; nothing on or after it
        is seen.
    period
        Days in a period of the grid on which activity is counted, or ``"auto"`` for
        `choose_period`. The grid is anchored at ``as_of`` and runs backwards.
    volumes
        Also measure the monthly and quarterly spend, which the stability ``"multi"`` needs.
    history
        Length of the window that ends with the last observed day, such as ``"26w"`` or a number of
        days; without it all is counted. Only inactivity, tenure and the choice of the period see
        what lies before the window.

    Returns
    -------
    pandas.DataFrame
        Indexed by customer_id (text), sorted, the same customers as of ``summarise``.
        purchases (purchase days), contribution (net revenue), mean_amount (contribution per
        purchase day), inactivity (days from the last purchase to the last observed day), tenure
        (days from the first), active_share (share of the periods since the first purchase with a
        purchase, at most 1), periods_observed (those periods), median_gap (days between purchases;
        NaN with 1 purchase), gap_cv (their coefficient of variation; NaN below 3 purchases),
        amount_cv (of the amounts per purchase day; NaN with 1), spend_cv (of the net spend per
        period; NaN below 3 periods or 3 purchases). With ``volumes`` also month_cv and quarter_cv
        (as spend_cv, on periods of 30 and of 91 days). Variation is the sample standard deviation
        over the mean, NaN where the mean is not positive. Money is NaN if the log has none. Who
        bought only before the window has no purchases in it, the active_share 0, no mean_amount,
        and what came back within it as contribution. ``attrs`` holds as_of, time_unit (``"D"``),
        period_days and history_days (None without a window).

    Raises
    ------
    InputError
        ``E_AS_OF``, ``E_PERIOD`` or ``E_DURATION``.

    Examples
    --------
    >>> from clv.datasets import cdnow_sample
    >>> from clv.transactions import read_transactions
    >>> log = read_transactions(cdnow_sample(), as_of="1998-07-01")
    >>> features = describe(log, "1997-10-01", period=30)
    >>> features.loc["0001", ["purchases", "inactivity", "periods_observed"]].astype(int).tolist()
    [3, 59, 10]
    """
    day = log.day_within(as_of)
    days = choose_period(log, day) if period == "auto" else _checked(period)
    values = {
        "as_of": day,
        "since": since(day, history),
        "last": day - timedelta(days=1),
        "period": days,
    }
    window = None if history is None else window_days(history)
    columns = FEATURES + VOLUMES if volumes else FEATURES
    return customer_table(
        log.query(describe_sql(volumes), values),
        columns,
        day,
        time_unit="D",
        period_days=days,
        history_days=window,
    )


def _checked(period: int | str) -> int:
    if isinstance(period, int) and 1 <= period <= 366:
        return period
    raise InputError(
        "E_PERIOD", "the period is not a number of days", "use 'auto' or 1 to 366", [period]
    )
