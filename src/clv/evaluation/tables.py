"""What every competitor of the contest may see: one table as of a day, straight from a log."""

from datetime import date

import pandas as pd

from clv.customers import describe, summarise
from clv.models import BGNBD, GammaGamma
from clv.periods import Duration
from clv.transactions import Transactions
from clv.valuation import residual_value

__all__ = ["contest_table"]


def contest_table(
    log: Transactions,
    as_of: str | date,
    horizon: Duration,
    annual_discount_rate: float = 0.0,
    period: int | str = "auto",
) -> pd.DataFrame:
    """Build the features of all customers as of a day, with the value that models give them.

    Parameters
    ----------
    log
        A clean log that reaches ``as_of`` or further.
    as_of
        The day; the models inside are fitted on what lies before it.
    horizon
        How far ahead the value looks.
    annual_discount_rate
        0.1 is 10% a year.
    period
        Length of the periods behind the active share, in days; tables that are compared need the
        same.

    Returns
    -------
    pandas.DataFrame
        The columns of `clv.customers.describe` and ``residual_value`` (money).
    """
    customers = summarise(log, as_of, unit="W")
    purchases, spend = BGNBD().fit(customers), GammaGamma().fit(customers)
    value = residual_value(purchases, spend, customers, horizon.to("W"), annual_discount_rate)
    return describe(log, as_of, period).assign(residual_value=value)
