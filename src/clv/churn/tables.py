"""The churn models' table as of a day, straight from a log."""

from datetime import date

import pandas as pd

from clv.churn.features import churn_features
from clv.customers import describe, summarise
from clv.errors import FitError
from clv.models import BGNBD
from clv.transactions import Transactions

__all__ = ["churn_table"]


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
        See `churn_features`.

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
    return churn_features(describe(log, as_of, period), customers, model, horizon_days)
