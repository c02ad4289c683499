"""How many customers there are, now and at the cut, and what those known at the cut did later."""

from typing import Any

from clv.customers.outcomes import outcomes
from clv.customers.summary import summarise
from clv.periods import Split
from clv.transactions import Transactions

__all__ = ["count_customers"]


def count_customers(log: Transactions, split: Split) -> dict[str, Any]:
    """Count customers, purchases and money as of the report's day and as of its cut.

    Parameters
    ----------
    log
        A clean log that reaches ``split.as_of``.
    split
        The days.

    Returns
    -------
    dict
        count, repeaters (at least one repeat purchase), one_time_share, purchases, contribution,
        first_day, last_day, cut; under ``at_cut``: count, repeaters, repeat_purchases, and of the
        holdout purchases_holdout, spend_holdout, active_share_holdout.

    Examples
    --------
    >>> from clv.transactions import read_transactions
    >>> log = read_transactions("cdnow", as_of="1998-07-01")
    >>> found = count_customers(log, Split.parse("1998-07-01", "39w", log.first_day))
    >>> found["count"], found["at_cut"]["repeat_purchases"], found["at_cut"]["purchases_holdout"]
    (23570, 24337, 19684)
    """
    now, then = summarise(log, as_of=split.as_of), summarise(log, as_of=split.cut)
    later = outcomes(log, split.cut, split.as_of)
    return {
        "count": len(now),
        "repeaters": int((now["frequency"] > 0).sum()),
        "one_time_share": float((now["frequency"] == 0).mean()),
        "purchases": int(now["purchases"].sum()),
        "contribution": float(now["contribution"].sum(min_count=1)),
        "first_day": log.first_day,
        "last_day": log.last_day,
        "cut": split.cut,
        "at_cut": {
            "count": len(then),
            "repeaters": int((then["frequency"] > 0).sum()),
            "repeat_purchases": int(then["frequency"].sum()),
            "purchases_holdout": int(later["purchases_holdout"].sum()),
            "spend_holdout": float(later["spend_holdout"].sum(min_count=1)),
            "active_share_holdout": float(later["active_holdout"].mean()),
        },
    }
