"""The churn models' tables straight from a log: as of a day, and as lessons of earlier days."""

from collections.abc import Sequence
from datetime import date, timedelta

import pandas as pd

from clv.churn.features import churn_features
from clv.churn.labels import no_purchase
from clv.customers import choose_period, describe, outcomes, summarise
from clv.errors import FitError, InputError
from clv.models import BGNBD
from clv.periods import parse_day
from clv.transactions import Transactions

__all__ = ["churn_lessons", "churn_table"]


def churn_table(
    log: Transactions, as_of: str | date, horizon_days: float, period: int | str = "auto"
) -> pd.DataFrame:
    """Build the table that churn models learn from and score, blind to ``as_of`` and later.

    Parameters
    ----------
    log
        A clean log that reaches ``as_of`` or further.
    as_of
        The day of the table; the purchase model inside is fitted on what lies before it.
    horizon_days
        Length of the window without purchase that counts as churn.
    period
        Length of the periods behind the active share, in days; tables that meet in one model need
        the same.

    Returns
    -------
    pandas.DataFrame
        See `churn_features`. ``attrs`` also holds as_of and horizon_days.

    Raises
    ------
    FitError
        As `BGNBD.fit`, naming the day.
    """
    customers = summarise(log, as_of, unit="D")
    try:
        model = BGNBD().fit(customers)
    except FitError as error:
        raise FitError(
            error.code,
            f"as of {as_of} {error.found}",
            "choose a later as_of, or a horizon that leaves more history before the cut",
        ) from None
    table = churn_features(describe(log, as_of, period), customers, model, horizon_days)
    table.attrs |= {"as_of": parse_day(as_of).isoformat(), "horizon_days": horizon_days}
    return table


def churn_lessons(
    log: Transactions,
    cuts: Sequence[str | date],
    horizon_days: int,
    period: int | str = "auto",
    until: str | date | None = None,
) -> tuple[pd.DataFrame, "pd.Series[bool]"]:
    """Stack what was known at several earlier cuts over what came after each.

    Customers occur once for each cut that knows them, older every time; so a model that learns from
    all of them sees what age changes.

    Parameters
    ----------
    log
        The clean log.
    cuts
        Days, in any order; `lesson_cuts` chooses them. The table of each is blind to it and later.
    horizon_days
        Length of the window after each cut.
    period
        Length of the periods behind the active share, in days, the same for all cuts; ``"auto"``
        chooses it as of the earliest.
    until
        First day that no window may hold: the cut at which the models are to be judged. By default
        the day from which the log speaks.

    Returns
    -------
    X : pandas.DataFrame
        Indexed by customer_id, which repeats: the columns of `churn_table` and cut (day of the
        row), sorted by cut and customer. ``attrs``: those of the tables, as_of (the latest cut),
        horizon_days, cuts (days as text) and until (the end of the latest window).
    y : pandas.Series
        ``churned``, row by row.

    Raises
    ------
    InputError
        ``E_LESSON`` for no cut, the same cut twice, or a window that is empty or ends after
        ``until``;
        ``E_AS_OF`` for a cut before the log.
    FitError
        As `churn_table`.

    Examples
    --------
    >>> from clv.datasets import cdnow_sample
    >>> from clv.transactions import read_transactions
    >>> log = read_transactions(cdnow_sample(), as_of="1998-07-01")
    >>> X, y = churn_lessons(log, ["1997-05-18", "1997-07-25"], 68, until="1997-10-01")
    >>> len(X), int(y.sum()), X.attrs["until"]
    (4714, 3977, '1997-10-01')
    """
    days = sorted(parse_day(cut) for cut in cuts)
    _check_lessons(days, horizon_days, log.as_of if until is None else parse_day(until))
    length = choose_period(log, days[0]) if period == "auto" else period
    tables, churned = [], []
    for day in days:
        end = day + timedelta(days=horizon_days)
        table = churn_table(log, day, horizon_days, length)
        tables.append(table.assign(cut=pd.Timestamp(day)))
        churned.append(no_purchase(outcomes(log, day, end)))
    attrs = tables[-1].attrs | {"cuts": [day.isoformat() for day in days], "until": str(end)}
    X, y = pd.concat(tables), pd.concat(churned)
    X.attrs, y.attrs = attrs, {}
    return X, y


def _check_lessons(days: Sequence[date], horizon_days: int, until: date) -> None:
    if not days or len(set(days)) < len(days):
        raise InputError(
            "E_LESSON",
            f"of {len(days)} cuts {len(set(days))} are different",
            "give one cut or more, each once, such as lesson_cuts chooses",
        )
    if not horizon_days >= 1:
        raise InputError(
            "E_LESSON",
            f"a window of {horizon_days} days holds no day",
            "choose a horizon of 1 day or more",
        )
    late = [day for day in days if day + timedelta(days=horizon_days) > until]
    if late:
        raise InputError(
            "E_LESSON",
            f"{len(late)} of {len(days)} windows of {horizon_days} days end after {until}",
            f"choose cuts up to {until - timedelta(days=horizon_days)}, or a horizon of fewer days",
            late,
        )
