"""The tables of the churn watch: counts and money, and no customer's name."""

import pandas as pd

from clv.language import say
from clv.reporting.words.churn_watch._numbers import kind

__all__ = ["everyone", "reasons_table", "stakes_table", "states_table"]

_REASONS = {
    "slowed": "bought less often before",
    "smaller": "spent less before",
    "silent": "silence alone",
}

_HEADS = {
    "value": "money_expected",
    "churn_probability": "learned_risk",
    "share": "share_without_purchase",
    "expected_share": "expected_without_purchase",
}
_STATES = {
    "slipping": "slipping",
    "overdue": "late, but without a clear rise or much at stake",
    "in_pace": "in pace",
    "bought": "bought",
    "came_back": "came back",
    "new": "new",
}


def states_table(groups: pd.DataFrame, learned: bool = True) -> pd.DataFrame:
    """Name the states as a reader should see them.

    Parameters
    ----------
    groups
        Indexed by state, of `clv.actions.WATCH_STATES`.
    learned
        Whether churn_probability is the learned model's; else it is the risk once more.

    Returns
    -------
    pandas.DataFrame
        The same with the names in the language spoken, and without what stands there twice.
    """
    names = [say(_STATES[str(state)]) for state in groups.index]
    shown = groups if learned else groups.drop(columns="churn_probability")
    return shown.set_axis(pd.Index(names, name="state")).rename(columns=_HEADS)


def stakes_table(watched: pd.DataFrame) -> pd.DataFrame:
    """Add up the money of those who slip, by reason and kind of customer.

    Parameters
    ----------
    watched
        By customer: state, reason, cell, value.

    Returns
    -------
    pandas.DataFrame
        Reasons by kinds, named in the language spoken; the most money first.
    """
    slips = watched[watched["state"] == "slipping"]
    cells = slips["cell"].map(kind)
    money = (
        slips["value"].clip(lower=0).groupby([slips["reason"], cells]).sum().unstack().fillna(0.0)
    )
    order = money.sum(axis=1).sort_values(ascending=False, kind="stable").index
    return money.loc[order].rename(index=_reason)


def _reason(key: object) -> str:
    return say(_REASONS[str(key)])


def reasons_table(watched: pd.DataFrame) -> pd.DataFrame:
    """Count those who slip, and their money, by reason and then by kind of customer.

    Parameters
    ----------
    watched
        By customer: state, reason, cell, value, to_save.

    Returns
    -------
    pandas.DataFrame
        Indexed by ``reason_or_kind``, most money first: customers, money_expected, to_save; no
        customer is named.
    """
    slips = watched[watched["state"] == "slipping"]
    parts = []
    for names in (slips["reason"].map(_reason), slips["cell"].map(kind)):
        by = slips.groupby(names)[["value", "to_save"]]
        part = by.sum().assign(customers=by.size())
        parts.append(part.sort_values("value", ascending=False, kind="stable"))
    whole = pd.concat(parts)[["customers", "value", "to_save"]].rename(columns=_HEADS)
    return whole.rename_axis("reason_or_kind").astype({"customers": int})


def everyone(watched: pd.DataFrame) -> pd.DataFrame:
    """Say of every customer where he stands, for the sheet of all customers.

    Parameters
    ----------
    watched
        By customer: as of `clv.actions.Watch.compare`, with churn_probability.

    Returns
    -------
    pandas.DataFrame
        Indexed by customer: state in the language spoken, and the figures behind.
    """
    figures = {
        "state": "state",
        "churn_probability": "risk",
        "rise": "rise",
        "value": "money_expected",
        "to_save": "money_to_save",
        "inactivity": "days_silent",
        "usual_gap": "usual_gap_in_days",
        "purchases": "purchases",
    }
    names = {state: say(name) for state, name in _STATES.items()}
    shown = watched[list(figures)].assign(state=watched["state"].map(names))
    whole = shown.astype({"inactivity": int, "purchases": int})
    return whole.rename(columns=figures)
