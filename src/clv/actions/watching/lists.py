"""The lists of a watch: whom each salesperson calls on first, and how many wait."""

from collections.abc import Sequence

import pandas as pd

from clv.actions._known import known
from clv.errors import InputError

__all__ = ["count_watch_lists", "watch_lists"]


def watch_lists(
    watched: pd.DataFrame, salesperson: "pd.Series[str]", cap: int | None = None
) -> pd.DataFrame:
    """List who is slipping, for each salesperson, the most money that may be saved first.

    ``to_save`` is the money still expected times the probability of no purchase. It is largest for
    those in the balance: whoever is lost stands for no money any more, and whoever is safe has no
    risk. That a call saves the same share of it with everybody is assumed, and not known.

    Parameters
    ----------
    watched
        As of `clv.actions.Watch.compare`.
    salesperson
        Of every customer who is slipping.
    cap
        At most so many customers on a list, 1 or more.

    Returns
    -------
    pandas.DataFrame
        Indexed by customer: salesperson, place (1, 2, ... within a list), then the columns of
        ``watched`` but for the state; lists in the order of the names. Equal money is in the order
        of value, then of the ids. Each customer is on one list at most.

    Raises
    ------
    InputError
        ``E_TOP`` for lists of nobody, ``E_UNKNOWN`` where somebody who is slipping has no
        salesperson, or no money.
    """
    if cap is not None and cap < 1:
        raise InputError("E_TOP", "a list of nobody was asked for", "ask for 1 or more", [cap])
    slipping = watched[watched["state"] == "slipping"].drop(columns="state").sort_index()
    known(slipping["to_save"], slipping.index, "to_save")
    who = salesperson.reindex(slipping.index)
    if who.isna().any():
        raise InputError(
            "E_UNKNOWN",
            f"{who.isna().sum():,} customers who are slipping have no salesperson",
            "share them out first",
        )
    slipping.insert(0, "salesperson", who.astype("str"))
    ordered = slipping.sort_values(["to_save", "value"], ascending=False, kind="stable")
    ordered.insert(1, "place", ordered.groupby("salesperson").cumcount() + 1)
    if cap is not None:
        ordered = ordered[ordered["place"] <= cap]
    return ordered.sort_values(["salesperson", "place"], kind="stable")


def count_watch_lists(
    lists: pd.DataFrame,
    watched: pd.DataFrame,
    salesperson: "pd.Series[str]",
    names: Sequence[str] = (),
) -> pd.DataFrame:
    """Count for each salesperson who is slipping, who is listed and who waits.

    Parameters
    ----------
    lists, watched, salesperson
        What `watch_lists` returned, and what it was given.
    names
        Salespeople who are to be counted even if nobody of theirs is slipping.

    Returns
    -------
    pandas.DataFrame
        Indexed by salesperson: slipping, listed, waiting (their difference), value and to_save
        (money, of the listed).
    """
    slipping = watched.index[watched["state"] == "slipping"]
    theirs = salesperson.reindex(slipping)
    rows = pd.Index(sorted({*theirs, *names}), name="salesperson", dtype="str")
    all_of = theirs.value_counts().reindex(rows, fill_value=0)
    by = lists.groupby("salesperson")
    money = by[["value", "to_save"]].sum().reindex(rows, fill_value=0.0)
    listed = by.size().reindex(rows, fill_value=0)
    counts = {"slipping": all_of, "listed": listed, "waiting": all_of - listed}
    return pd.DataFrame(counts, index=rows).join(money)
