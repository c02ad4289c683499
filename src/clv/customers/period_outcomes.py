"""What customers did in several periods after the day on which they were judged."""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from clv.errors import InputError
from clv.periods import Window
from clv.transactions import Transactions

__all__ = ["period_outcomes"]

_SQL = """
WITH periods AS ({periods}),
joined AS (
    SELECT customer_id, min(day) AS joined_on FROM purchase_days WHERE is_purchase
    GROUP BY customer_id
),
did AS (
    SELECT customer_id, period, count(*) FILTER (WHERE is_purchase) AS purchases,
        sum(CAST(amount AS DECIMAL(38, 10))) AS money
    FROM purchase_days JOIN joined USING (customer_id) JOIN periods ON day >= opens AND day < closes
    WHERE joined_on < $known_before GROUP BY customer_id, period
),
entered AS (
    SELECT customer_id, min(period) AS entry FROM did WHERE purchases > 0 GROUP BY customer_id
)
SELECT period, CAST(sum(purchases) AS BIGINT) AS purchases, CAST(sum(money) AS DOUBLE) AS spend,
    count(*) FILTER (WHERE purchases > 0) AS buyers,
    count(*) FILTER (WHERE period = entry) AS first_buyers
FROM did LEFT JOIN entered USING (customer_id) GROUP BY period ORDER BY period
"""


def period_outcomes(
    log: Transactions, known_before: str | date, windows: Sequence[Window]
) -> pd.DataFrame:
    """Count what the customers known before a day did together in each of some periods.

    Parameters
    ----------
    log
        The clean log.
    known_before
        Customers count who first bought before it; the day after the last one for everybody.
    windows
        Periods in order of time, none beyond the log's as_of.

    Returns
    -------
    pandas.DataFrame
        A row a period and quantity, as `clv.valuation.forecast_periods` has them: start, end,
        quantity (``purchases``, purchase days; ``spend``, net revenue, returns deducted, NaN if the
        log has no money; ``buyers``), actual, and actual_so_far, from the first period on: who
        buys in two periods counts once there.

    Raises
    ------
    InputError
        ``E_AS_OF`` if the log does not cover a period; ``E_PERIOD`` if there is none.

    Examples
    --------
    >>> from clv.datasets import cdnow_sample
    >>> from clv.transactions import read_transactions
    >>> log = read_transactions(cdnow_sample(), as_of="1998-07-01")
    >>> later = Window(date(1997, 10, 1), date(1998, 7, 1))
    >>> period_outcomes(log, "1997-10-01", [later])["actual"].tolist()[0]
    1882.0
    """
    if not windows:
        raise InputError("E_PERIOD", "there is no period to count in", "give one or more")
    rows = [
        f"SELECT {n} AS period, DATE '{log.day_within(w.start)}' AS opens, "
        f"DATE '{log.day_within(w.end)}' AS closes"
        for n, w in enumerate(windows)
    ]
    sql = _SQL.format(periods=" UNION ALL ".join(rows))
    found = log.query(sql, {"known_before": log.day_within(known_before)}).set_index("period")
    table = found.astype("float64").reindex(range(len(windows)), fill_value=0.0)
    if not log.has_amounts:
        table["spend"] = float("nan")
    parts = [_rows(windows, table, name) for name in ("purchases", "spend", "buyers")]
    return pd.concat(parts, ignore_index=True)


def _rows(windows: Sequence[Window], table: pd.DataFrame, quantity: str) -> pd.DataFrame:
    new = table["first_buyers" if quantity == "buyers" else quantity]
    return pd.DataFrame(
        {
            "start": [window.start for window in windows],
            "end": [window.end for window in windows],
            "quantity": quantity,
            "actual": table[quantity].to_numpy(),
            "actual_so_far": new.cumsum().to_numpy(),
        }
    )
