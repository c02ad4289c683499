"""Everything that rules may ask about a customer, as one wide table."""

from datetime import date

import pandas as pd

from clv.customers._runs import longest_runs
from clv.customers._tables import customer_table
from clv.customers.columns import ENDS, FACTS
from clv.customers.features import describe
from clv.customers.first_days import first_days
from clv.customers.habits import describe_habits
from clv.customers.halves import compare_halves
from clv.customers.items import describe_items
from clv.customers.windows import since
from clv.periods import Duration
from clv.transactions import Transactions

__all__ = ["customer_facts"]

_ENDS = """
SELECT customer_id, min(day) AS first_purchase, max(day) AS last_purchase,
    min_by(amount, day) AS first_amount, max_by(amount, day) AS last_amount,
    max(amount) AS largest_amount, count(*) AS purchases_total
FROM purchase_days WHERE is_purchase AND day < $as_of GROUP BY customer_id ORDER BY customer_id
"""


def customer_facts(
    log: Transactions,
    as_of: str | date,
    history: str | int | Duration | None = None,
    period: int | str = "auto",
    first: str | int | Duration = 30,
    horizon: str | int | Duration = "26w",
) -> pd.DataFrame:
    """Gather what rules ask about every customer with a purchase before a day.

    Parameters
    ----------
    log
        The clean log; columns that it lacks make NaN, and every column is there.
    as_of
        The day from which the table speaks, not later than the log's own; nothing on or after it
        is seen.
    history
        Length of the window that ends with the last observed day, such as ``"26w"`` or a number of
        days; without it all is counted. Features, runs and halves see the window only.
    period
        Days in a period of the grid of activity, or ``"auto"``, as in `describe`.
    first, horizon
        How many days make a customer's beginning, and how long the window after them is, as in
        `first_days`.

    Returns
    -------
    pandas.DataFrame
        Indexed by customer_id (text), sorted, the columns of `FACTS`:

        Within the window, those of `describe` with ``volumes``; longest_active_run and
        longest_empty_run (periods one after the other with and without a purchase, among the
        periods observed, up to the day before ``as_of``); those of `compare_halves`.

        Of all that was seen, first_purchase and last_purchase (days), first_amount, last_amount and
        largest_amount (net amounts of those purchase days and of the one with the largest),
        purchases_total (purchase days); those of `describe_items`, `first_days` and
        `describe_habits`.

        Numbers are float or int and days datetime; top_category is text. ``attrs`` as of
        `describe`.

    Raises
    ------
    InputError
        ``E_AS_OF``, ``E_PERIOD`` or ``E_DURATION``.

    Examples
    --------
    >>> from clv.datasets import cdnow_sample
    >>> from clv.transactions import read_transactions
    >>> log = read_transactions(cdnow_sample(), as_of="1998-07-01")
    >>> facts = customer_facts(log, "1998-07-01", history="26w")
    >>> facts.loc["0001", ["purchases", "purchases_total", "largest_amount"]].tolist()
    [0.0, 4.0, 29.73]
    """
    day = log.day_within(as_of)
    features = describe(log, day, period, volumes=True, history=history)
    days, start = int(features.attrs["period_days"]), since(day, history)
    tables = (
        features,
        customer_table(log.query(_ENDS, {"as_of": day}), ENDS, day),
        longest_runs(log, day, start, days),
        describe_items(log, day),
        compare_halves(log, day, history),
        first_days(log, day, first, horizon),
        describe_habits(log, day),
    )
    table = pd.concat(tables, axis=1)[list(FACTS)]
    table.attrs = dict(features.attrs)
    return table
