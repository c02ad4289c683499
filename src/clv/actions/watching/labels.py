"""What kind of customers a watch has found, and how many stand in each state."""

import pandas as pd

from clv.actions.watching.reasons import slip_reasons
from clv.actions.watching.watch import WATCH_STATES
from clv.customers import compare_halves, describe
from clv.periods import Split
from clv.rules import Activity, ContributionStability
from clv.transactions import Transactions

__all__ = ["count_states", "label_watched"]


def count_states(watched: pd.DataFrame) -> pd.DataFrame:
    """Sum up the customers of a watch by state.

    Parameters
    ----------
    watched
        By customer: state, risk_before, risk, churn_probability, value, to_save.

    Returns
    -------
    pandas.DataFrame
        One row a state, indexed by state: customers; means of risk_before, risk and
        churn_probability, NaN where nobody is; sums of value and to_save.
    """
    by = watched.groupby("state")
    means = by[["risk_before", "risk", "churn_probability"]].mean()
    whole = pd.concat(
        [by.size().rename("customers"), means, by[["value", "to_save"]].sum()], axis=1
    )
    whole = whole.reindex(pd.Index(WATCH_STATES, name="state"))
    return whole.fillna({"customers": 0, "value": 0.0, "to_save": 0.0}).astype({"customers": int})


def label_watched(log: Transactions, watched: pd.DataFrame, split: Split) -> pd.DataFrame:
    """Add what kind of customer each one is, how active he is, and what has changed with him.

    Parameters
    ----------
    log
        The clean log.
    watched
        By customer known at ``split.as_of``.
    split
        Cuts of T1 are those of the cut, in windows as long as the horizon.

    Returns
    -------
    pandas.DataFrame
        The same with cell (of T1), activity (of T6) and reason (of `clv.actions.watching.reasons`).
    """
    then = describe(log, split.cut, history=split.horizon)
    today = describe(log, split.as_of, then.attrs["period_days"], history=split.horizon)
    whole = describe(log, split.as_of)
    return watched.assign(
        cell=ContributionStability().fit(then).assign(today).labels,
        activity=Activity().fit(whole).assign(whole).labels,
        reason=slip_reasons(compare_halves(log, split.as_of)),
    )
