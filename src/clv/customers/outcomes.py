"""What customers did in a window after the day on which they were judged."""

from datetime import date

import pandas as pd

from clv.customers._tables import customer_table
from clv.customers.columns import OUTCOMES
from clv.errors import InputError
from clv.periods import Window
from clv.transactions import Transactions

__all__ = ["outcomes"]

_SQL = """
SELECT customer_id,
    count(*) FILTER (WHERE is_purchase AND day >= $start) AS purchases_holdout,
    CAST(coalesce(sum(CAST(amount AS DECIMAL(38, 10))) FILTER (WHERE day >= $start), 0) AS DOUBLE)
        AS spend_holdout,
    min(day) FILTER (WHERE is_purchase) < $start AS known
FROM purchase_days WHERE day < $end
GROUP BY customer_id
HAVING min(day) FILTER (WHERE is_purchase) IS NOT NULL
ORDER BY customer_id
"""


def outcomes(log: Transactions, start: str | date, end: str | date) -> pd.DataFrame:
    """Count what the customers known before a window did within it.

    Parameters
    ----------
    log
        The clean log.
    start
        First day of the window; customers are known if they first bought before it.
    end
        First day after the window, not later than the log's as_of.

    Returns
    -------
    pandas.DataFrame
        Indexed by customer_id (text), sorted, the same customers as of ``summarise(log, start)``.
        purchases_holdout (purchase days in the window), spend_holdout (net revenue in the window,
        returns deducted; NaN if the log has no money), active_holdout (at least one purchase).
        ``attrs`` holds as_of (the start), until (the end) and newcomers, the number of customers
        who first bought within the window and are not in the table.

    Raises
    ------
    InputError
        ``E_AS_OF`` if the window is not covered by the log, ``E_WINDOW`` if it holds no day,
        ``E_HOLDOUT_EMPTY`` if nobody bought in it.

    Examples
    --------
    >>> from clv.datasets import cdnow_sample
    >>> from clv.transactions import read_transactions
    >>> log = read_transactions(cdnow_sample(), as_of="1998-07-01")
    >>> int(outcomes(log, "1997-10-01", "1998-07-01")["purchases_holdout"].sum())
    1882
    """
    window = Window(log.day_within(start), log.day_within(end))
    table = log.query(_SQL, {"start": window.start, "end": window.end})
    if not table["purchases_holdout"].any():
        raise InputError(
            "E_HOLDOUT_EMPTY",
            f"nobody bought in the window {window}",
            "choose a window in which the log has purchases",
        )
    newcomers = int((~table["known"]).sum())
    table["active_holdout"] = table["purchases_holdout"] > 0
    if not log.has_amounts:
        table["spend_holdout"] = float("nan")
    return customer_table(
        table[table["known"]],
        OUTCOMES,
        window.start,
        until=window.end.isoformat(),
        newcomers=newcomers,
    )
