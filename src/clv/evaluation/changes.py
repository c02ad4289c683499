"""What changed between two windows, divided among reasons that add up to the change."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from clv.evaluation._changes import PARTS, count_both, divide
from clv.evaluation.bootstrap import interval, resample
from clv.evaluation.metrics.base import Floats
from clv.periods import Split, parse_day

__all__ = ["PARTS", "Changes", "changed_since", "explain_changes"]

NEW = "new"
_LEAST_HISTORY = 14
_FEWEST = 20
"""Customers with a purchase in either window, below which an interval says nothing."""


@dataclass(frozen=True, eq=False)
class Changes:
    """What changed from one window to the next.

    Parameters
    ----------
    customers
        Indexed by customer_id: before and now (money), `PARTS` (which add up to now less before).
    totals
        Indexed by money, purchases, active_customers, new_customers: before, now, change, share
        (of before; NaN where that is not above 0), lower and upper (of the change), clear (whether
        they exclude 0).
    parts
        Indexed by `PARTS`: money, lower, upper, customers (whom it concerns).
    reason
        What explains most of the change of money, in its direction: part (known_customers stands
        for came_back and stayed_away together), money; None where there is no change.

    Notes
    -----
    The intervals come from resampling all customers: they say how far the figures would move by
    themselves, had other customers of the same kind come to be ours.
    """

    customers: pd.DataFrame
    totals: pd.DataFrame
    parts: pd.DataFrame
    reason: dict[str, Any] | None

    def by(self, labels: "pd.Series[str]") -> pd.DataFrame:
        """Sum up the change by groups.

        Parameters
        ----------
        labels
            The group of each customer known at the start of the later window.

        Returns
        -------
        pandas.DataFrame
            Indexed by group, in alphabetical order, ``new`` for customers without one at the end:
            customers, before, now, change, and `PARTS` of it. Sums of all rows are the totals.
        """
        group = labels.reindex(self.customers.index).fillna(NEW).rename("group")
        grouped = self.customers.groupby(group)
        sums = grouped.sum().assign(change=lambda table: table["now"] - table["before"])
        sums.insert(0, "customers", grouped.size())
        order = sorted(sums.index, key=lambda name: (name == NEW, name))
        return sums.loc[order, ["customers", "before", "now", "change", *PARTS]]


def changed_since(split: Split, since: str | date) -> date:
    """Choose the day from which changes are told.

    Parameters
    ----------
    split
        The days of the report.
    since
        Day of the last report; ``""`` where there was none.

    Returns
    -------
    datetime.date
        That day, or the cut where there was no report, or where the log starts less than 14 days
        before it, or where it is not earlier than this report.
    """
    if not since:
        return split.cut
    day, first = parse_day(since), split.first_day + timedelta(days=_LEAST_HISTORY)
    return day if first <= day < split.as_of else split.cut


def explain_changes(windows: pd.DataFrame, draws: int = 500, seed: int = 0) -> Changes:
    """Divide the change between two windows among its reasons.

    Parameters
    ----------
    windows
        As `clv.customers.two_windows` makes it.
    draws
        Resamples of customers behind the intervals.
    seed
        Of the resamples.

    Returns
    -------
    Changes
        Money is NaN where the log has none; limits are NaN for fewer than 20 active customers.

    Raises
    ------
    InputError
        ``E_DRAWS`` for fewer than one draw.

    Examples
    --------
    >>> from clv.customers import two_windows
    >>> from clv.transactions import read_transactions
    >>> log = read_transactions("cdnow", as_of="1998-07-01")
    >>> changes = explain_changes(two_windows(log, "1997-10-01", "1998-07-01"), draws=50)
    >>> changes.parts["money"].round().astype(int).to_dict()["stayed_away"]
    -812147
    >>> changes.reason["part"]
    'known_customers'
    """
    customers, concerned = divide(windows)
    counted = count_both(windows, customers)
    figures = np.column_stack(
        [*(now - before for before, now in counted.values()), customers[[*PARTS]]]
    )
    active = int((windows[["purchases_before", "purchases_now"]].sum(axis=1) > 0).sum())
    lower, upper = _limits(figures.astype(np.float64), active, draws, seed)
    at = len(counted)
    parts = customers[[*PARTS]].sum(skipna=False).rename("money").to_frame().rename_axis("part")
    parts = parts.assign(lower=lower[at:], upper=upper[at:], customers=concerned.sum())
    sums = {name: [column.sum(skipna=False) for column in pair] for name, pair in counted.items()}
    totals = pd.DataFrame.from_dict(sums, orient="index", columns=["before", "now"])
    totals = _told(totals.rename_axis("total"), lower[:at], upper[:at])
    reason = _reason(parts["money"], totals["change"]["money"])
    return Changes(customers, totals, parts, reason)


def _limits(figures: Floats, active: int, draws: int, seed: int) -> tuple[Floats, Floats]:
    samples = resample(lambda weights: weights @ figures, len(figures), draws, seed)
    return interval(samples if active >= _FEWEST else np.full_like(samples, np.nan))


def _told(totals: pd.DataFrame, lower: Floats, upper: Floats) -> pd.DataFrame:
    change = totals["now"] - totals["before"]
    share = change / totals["before"].where(totals["before"] > 0)
    clear = (lower > 0) | (upper < 0)
    return totals.assign(change=change, share=share, lower=lower, upper=upper, clear=clear)


def _reason(parts: "pd.Series[float]", change: float) -> dict[str, Any] | None:
    """Take what weighs most in the direction of the change; who came and went is one thing."""
    gone = ["came_back", "stayed_away"]
    known = pd.Series({"known_customers": parts[gone].sum(skipna=False)})
    netted = pd.concat([parts.drop(gone), known]) * np.sign(change)
    if not netted.max() > 0:
        return None
    return {"part": str(netted.idxmax()), "money": float(netted.max() * np.sign(change))}
