"""The later half of a customer's time beside the earlier one: what has changed."""

from datetime import date, timedelta

import numpy as np
import pandas as pd

from clv.customers._halves import halves_sql
from clv.customers._tables import customer_table
from clv.customers.columns import HALVES
from clv.customers.windows import since
from clv.periods import Duration
from clv.transactions import Transactions

__all__ = ["compare_halves"]


def compare_halves(
    log: Transactions, as_of: str | date, history: str | int | Duration | None = None
) -> pd.DataFrame:
    """Set the later half of every customer's time beside the earlier one.

    Parameters
    ----------
    log
        The clean log; columns that it lacks make NaN.
    as_of
        The day from which the table speaks, not later than the log's own; nothing on or after it
        is seen.
    history
        Length of the window that ends with the last observed day, such as ``"26w"`` or a number of
        days; without it all is counted.

    Returns
    -------
    pandas.DataFrame
        Indexed by customer_id (text), sorted, the same customers as of ``summarise``. A customer's
        time begins with the first purchase, or with the window where that is later, and ends with
        the last observed day: so both halves have been observed, whenever the customer joined. Of
        an odd number of days the one in the middle is in the earlier half.

        For each half, ``_earlier`` and ``_later``: spend (net of returns), visits (purchase days),
        discount_depth (discount / (net amount + discount) over the purchase days whose discount is
        known), category_entropy (of the rows over the categories, divided by that of all of the
        log's categories in equal shares; NaN below 2 rows), margin_per_purchase (spend less cost,
        for each purchase day; NaN unless the cost of every day of the half is known).
        For the later half only: returns_later (days that hold only returns, or on which they leave
        nothing over), new_item_share_later (share of its rows in categories never bought before
        it). Rows that are returns or without a category do not count in the two that speak of
        categories.

        Spend, visits and returns are 0 in a half without any, and NaN in the later half of a
        customer's first day, which holds no day. Shares, entropy and margin are NaN where there is
        nothing to divide by. Money and returns_later are NaN if the log has no money. ``attrs``:
        as_of.

    Raises
    ------
    InputError
        ``E_AS_OF`` or ``E_DURATION``.

    Examples
    --------
    >>> from clv.transactions import read_transactions
    >>> days = ["2024-01-01", "2024-01-05", "2024-01-20", "2024-01-25"]
    >>> kinds = ["tea", "tea", "tea", "rice"]
    >>> rows = {"customer_id": "ada", "date": days, "amount": [9.0, 9.0, 9.0, 3.0]}
    >>> log = read_transactions(pd.DataFrame({**rows, "category": kinds}), as_of="2024-02-01")
    >>> compare_halves(log, "2024-02-01")[["spend_earlier", "spend_later", "new_item_share_later"]]
                 spend_earlier  spend_later  new_item_share_later
    customer_id
    ada                   18.0         12.0                   0.5
    """
    day = log.day_within(as_of)
    values = {"as_of": day, "since": since(day, history), "last": day - timedelta(days=1)}
    table = log.query(halves_sql("category" in log.columns), values)
    known = int(table["known"].max())
    for half in ("earlier", "later"):
        # The last digits of a logarithm may differ between machines.
        evenness = table[f"entropy_{half}"] / (np.log(known) if known > 1 else np.nan)
        table[f"category_entropy_{half}"] = evenness.round(12).clip(0, 1)
    if not log.has_amounts:
        table[["spend_earlier", "spend_later", "returns_later"]] = np.nan
    return customer_table(table, HALVES, day)
