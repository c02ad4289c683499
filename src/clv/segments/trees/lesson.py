"""What a tree may learn from: customers as of an earlier day, and what they spent after it."""

from datetime import date

import pandas as pd

from clv.customers import describe, outcomes
from clv.transactions import Transactions

__all__ = ["spend_lesson"]


def spend_lesson(
    log: Transactions, as_of: str | date, until: str | date, period: int | str = "auto"
) -> pd.DataFrame:
    """Describe customers as of an earlier day and join what they spent from then on.

    Parameters
    ----------
    log
        The clean log.
    as_of
        Day of the lesson; its features see nothing on or after it.
    until
        End of the outcome, the first day that is not counted: at the latest the day of the table
        that the groups are wanted for.
    period
        As `clv.customers.describe`; the same as in the table that the groups are wanted for.

    Returns
    -------
    pandas.DataFrame
        The columns of `clv.customers.describe` and spend_holdout (money between the two days);
        ``attrs`` as there, and until.

    Raises
    ------
    InputError
        As `clv.customers.describe` and `clv.customers.outcomes`.

    Examples
    --------
    >>> from clv.datasets import cdnow_sample
    >>> from clv.transactions import read_transactions
    >>> log = read_transactions(cdnow_sample(), as_of="1998-07-01")
    >>> spend_lesson(log, "1997-05-18", "1997-10-01", period=30).attrs["until"]
    '1997-10-01'
    """
    table = describe(log, as_of, period)
    later = outcomes(log, as_of, until)
    lesson = table.assign(spend_holdout=later["spend_holdout"])
    lesson.attrs["until"] = str(later.attrs["until"])
    return lesson
