"""One table for models that are judged: what was known at the cut, and what came later."""

from datetime import date

import pandas as pd

from clv.customers.columns import days_per_unit
from clv.customers.outcomes import outcomes
from clv.customers.summary import summarise
from clv.transactions import Transactions

__all__ = ["calibration_holdout"]


def calibration_holdout(
    log: Transactions, cut: str | date, as_of: str | date, unit: str = "W"
) -> pd.DataFrame:
    """Summarise customers at a cut and count what they did from there on.

    Parameters
    ----------
    log
        The clean log.
    cut
        First day of the holdout; the summary sees nothing on or after it.
    as_of
        First day after the holdout, not later than the log's own.
    unit
        Unit of recency, T and duration_holdout: ``"D"``, ``"W"`` or ``"M"``.

    Returns
    -------
    pandas.DataFrame
        Indexed by customer_id (text), sorted: the columns of ``summarise(log, cut, unit)``, those
        of ``outcomes(log, cut, as_of)``, and duration_holdout (length of the holdout in units, the
        same for all). ``attrs``: as_of (the cut), time_unit, until (the end) and newcomers
        (customers who first bought in the holdout and are not in the table).

    Raises
    ------
    InputError
        ``E_AS_OF``, ``E_UNIT``, ``E_WINDOW`` or ``E_HOLDOUT_EMPTY``.

    Examples
    --------
    >>> from clv.datasets import cdnow_sample
    >>> from clv.transactions import read_transactions
    >>> log = read_transactions(cdnow_sample(), as_of="1998-07-01")
    >>> table = calibration_holdout(log, "1997-10-01", "1998-07-01")
    >>> table.loc["0001", ["frequency", "purchases_holdout", "duration_holdout"]].tolist()
    [2.0, 1.0, 39.0]
    """
    known, later = summarise(log, cut, unit), outcomes(log, cut, as_of)
    table = pd.concat([known, later], axis=1)
    length = log.day_within(as_of) - log.day_within(cut)
    table["duration_holdout"] = length.days / days_per_unit(unit)
    table.attrs = {**known.attrs, **later.attrs}
    return table
