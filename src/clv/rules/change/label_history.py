"""Labels on several days under cuts that stay: who moved, how often, and along which axis.

Cuts learned anew each month would hide growth and decline, and in a window without a fixed length
everybody would grow: so both stay.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.base import clone

from clv.customers import customer_facts
from clv.errors import InputError
from clv.periods import Duration, parse_day
from clv.rules._placing import level_numbers
from clv.rules.base import RuleSystem
from clv.rules.catalogue import rule_system
from clv.rules.system import System
from clv.transactions import Transactions

__all__ = ["LabelHistory", "label_history"]


@dataclass(frozen=True, eq=False)
class LabelHistory:
    """Labels on several days.

    Parameters
    ----------
    system
        The rule system.
    table
        One row a customer and day, by day and customer: ``as_of`` (day), ``customer_id``,
        ``label``, ``purchases`` (within the window) and for each axis that is cut ``level:<axis>``
        (its key) and ``rank:<axis>``: the share of the reference customers of the first day below
        the score, 0 to 1, equal ones counted half; NaN where unknown. Customers are there from
        their first purchase on.
    """

    system: System
    table: pd.DataFrame

    @property
    def days(self) -> pd.DatetimeIndex:
        """The days, ascending."""
        return pd.DatetimeIndex(self.table["as_of"].unique())

    def wide(self, column: str = "label") -> pd.DataFrame:
        """Return one row a customer, one column a day, NaN before the first purchase.

        Parameters
        ----------
        column
            Of the table.

        Returns
        -------
        pandas.DataFrame
            Sorted by customer.
        """
        return self.table.pivot(index="customer_id", columns="as_of", values=column)


def label_history(
    log: Transactions,
    rule: RuleSystem | str,
    as_ofs: Sequence[str | date],
    history: str | int | Duration,
) -> LabelHistory:
    """Label customers on several days, under cuts learned on the first.

    Parameters
    ----------
    log
        The clean log.
    rule
        A rule system or the number of one, such as ``"T1"``. One that is fitted keeps its cuts; it
        is not changed.
    as_ofs
        Two days or more.
    history
        Length of the window that each label sees, such as ``"26w"`` or a number of days. Let the
        first day be no earlier than the window is long, lest its customers look small.

    Returns
    -------
    LabelHistory
        The period of the grid is chosen on the first day, and stays.

    Raises
    ------
    InputError
        ``E_DAYS`` below two different days, ``E_NUMBER``, and as `customer_facts` and ``fit``.

    Examples
    --------
    >>> from clv.datasets import cdnow_sample
    >>> from clv.transactions import read_transactions
    >>> log = read_transactions(cdnow_sample(), as_of="1998-07-01")
    >>> found = label_history(log, "T1", ["1997-10-01", "1998-01-01"], history="26w")
    >>> found.wide().iloc[0].tolist()
    ['EII', 'EI']
    """
    days = sorted({parse_day(day) for day in as_ofs})
    if len(days) < 2:
        raise InputError(
            "E_DAYS", f"{len(days)} different day given", "labels move between two days or more"
        )
    first = customer_facts(log, days[0], history=history)
    learned = _fitted(rule, first)
    period = learned.period_days_ or int(first.attrs["period_days"])
    tables = [customer_facts(log, day, history=history, period=period) for day in days]
    reference = learned.assign(tables[0]).scores
    rows = [
        _labelled(learned, table, day, reference) for table, day in zip(tables, days, strict=True)
    ]
    return LabelHistory(learned.system, pd.concat(rows, ignore_index=True))


def _fitted(rule: RuleSystem | str, first: pd.DataFrame) -> RuleSystem:
    if isinstance(rule, str):
        return rule_system(rule)().fit(first)
    if hasattr(rule, "cuts_"):
        return rule
    fresh: RuleSystem = clone(rule)
    return fresh.fit(first)


def _labelled(
    rule: RuleSystem, table: pd.DataFrame, day: date, reference: pd.DataFrame
) -> pd.DataFrame:
    found = rule.assign(table)
    columns = {
        "as_of": pd.Timestamp(day),
        "customer_id": table.index,
        "label": found.labels.to_numpy(),
        "purchases": table["purchases"].to_numpy(),
    }
    for axis in rule.system.cut_axes:
        keys = np.array([level.key for level in axis.levels], dtype=object)
        score = found.scores[axis.key].astype(float)
        columns[f"level:{axis.key}"] = keys[level_numbers(score, found.cuts[axis.key])]
        columns[f"rank:{axis.key}"] = _ranks(score, reference[axis.key].astype(float))
    return pd.DataFrame(columns)


def _ranks(score: "pd.Series[float]", reference: "pd.Series[float]") -> NDArray[np.float64]:
    """Share of the reference below each score, equal ones counted half."""
    known = np.sort(reference.dropna().to_numpy())
    values = score.to_numpy()
    below = np.searchsorted(known, values, "left") + np.searchsorted(known, values, "right")
    return np.where(np.isnan(values), np.nan, below / 2 / max(known.size, 1))
