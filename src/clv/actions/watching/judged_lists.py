"""Whether an earlier list was right, as far as time has passed."""

from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd

from clv.customers import outcomes, summarise, wilson_interval
from clv.models import BGNBD
from clv.transactions import Transactions

__all__ = ["judge_list", "judge_lists"]

_MOST_CLASSES, _LISTED_EACH = 10, 20
_JUDGED = ("listed", "bought", "expected", "share", "lower", "upper", "alike", "share_alike")


def judge_lists(
    log: Transactions, purchases: BGNBD, earlier: Mapping[date, pd.DataFrame], as_of: date
) -> pd.DataFrame:
    """Hold earlier lists against what their customers have done since.

    Parameters
    ----------
    log
        The clean log.
    purchases
        Fitted model, in weeks.
    earlier
        Customers of earlier runs by day, with the column listed (bool); days from ``as_of`` on, and
        tables without that column, are left out.
    as_of
        Today; nothing on or after it is seen.

    Returns
    -------
    pandas.DataFrame
        One row a list, oldest first, indexed by ``list_of`` (ISO day): as of `judge_list`, and
        unknown (listed, and not among the customers of the log).
    """
    rows = {}
    for day in sorted(day for day in earlier if day < as_of and "listed" in earlier[day]):
        customers = summarise(log, as_of=day, unit="W")
        listed = earlier[day].index[earlier[day]["listed"].astype(bool)]
        weeks = (as_of - day).days / 7
        chance = pd.Series(
            np.asarray(purchases.probability_active(customers, weeks)), customers.index
        )
        on_list = pd.Series(customers.index.isin(listed), customers.index)
        row = judge_list(on_list, chance, outcomes(log, day, as_of)["active_holdout"])
        rows[str(day)] = row | {"unknown": len(listed) - int(on_list.sum())}
    columns = [*_JUDGED, "unknown"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns).rename_axis("list_of")


def judge_list(
    listed: "pd.Series[bool]", chance: "pd.Series[float]", bought: "pd.Series[bool]"
) -> dict[str, float]:
    """Hold a list against what its customers have done since, and beside others of equal risk.

    This is no proof that a list had an effect: who was listed was chosen, and not drawn by lot.

    Parameters
    ----------
    listed
        Whether a customer was on the list.
    chance
        Probability of a purchase from the day of the list to today, by what was known then.
    bought
        Whether there was one. All three are about the same customers, in any order.

    Returns
    -------
    dict of str to float
        listed, bought (of them), expected (of them, by the model), share, lower and upper (95%,
        Wilson), and beside them alike (customers not listed in the classes of chance where
        listed ones are) and share_alike (of these, weighted as the listed are); NaN where there
        is nobody.
    """
    table = pd.DataFrame({"listed": listed, "chance": chance, "bought": bought}).sort_index()
    table = table.dropna().astype({"listed": bool, "bought": float})
    ours, others = table[table["listed"]], table[~table["listed"]]
    share = ours["bought"].mean() if len(ours) else np.nan
    lower, upper = wilson_interval(pd.Series([share]), pd.Series([len(ours)]))
    return {
        "listed": len(ours),
        "bought": int(ours["bought"].sum()),
        "expected": float(ours["chance"].sum()),
        "share": float(share),
        "lower": float(lower.iloc[0]),
        "upper": float(upper.iloc[0]),
        **_alike(ours, others),
    }


def _alike(ours: pd.DataFrame, others: pd.DataFrame) -> dict[str, float]:
    """Compare within classes of the listed customers' own chances, up to ten."""
    nobody = {"alike": 0, "share_alike": np.nan}
    if ours.empty or others.empty:
        return nobody
    classes = int(np.clip(len(ours) // _LISTED_EACH, 1, _MOST_CLASSES))
    edges = np.unique(np.quantile(ours["chance"], np.linspace(0, 1, classes + 1)))
    inside = others[others["chance"].between(edges[0], edges[-1])]
    slots = [np.searchsorted(edges[1:-1], part["chance"], side="right") for part in (ours, inside)]
    size = max(len(edges) - 1, 1)
    weights, people = (np.bincount(slot, minlength=size) for slot in slots)
    sums = np.bincount(slots[1], inside["bought"], minlength=size)
    met = (people > 0) & (weights > 0)
    if not met.any():
        return nobody
    rates = sums[met] / people[met]
    return {
        "alike": int(people[met].sum()),
        "share_alike": float(np.average(rates, weights=weights[met])),
    }
