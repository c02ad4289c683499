"""The lists of the churn watch as salespeople are given them."""

from typing import Any

import pandas as pd

from clv.language import language, say
from clv.reporting.words.churn_watch._numbers import kind
from clv.reporting.words.common import listed, sentences

__all__ = ["lists_table", "watch_list"]


def watch_list(watched: pd.DataFrame, strategies: pd.DataFrame, shared_out: bool) -> pd.DataFrame:
    """Write the lists as salespeople get them: whom, what to do, why, how much.

    Parameters
    ----------
    watched
        By customer: salesperson and place of those listed, and the figures behind.
    strategies
        Of system T6 by cell: strategy and summary, in Chinese with ``_zh``.
    shared_out
        Whether salespeople have the names that `clv.actions.name_salespeople` gives.

    Whoever is listed stands for much money, so those whom T6 would let rest are woken up once.

    Returns
    -------
    pandas.DataFrame
        Indexed by customer, in the order of the lists: salesperson, place, what_to_do, why, then
        figures; text in the language spoken.
    """
    rows = watched[watched["listed"]].sort_values(["salesperson", "place"], kind="stable")
    ending = "" if language() == "en" else "_zh"
    told = strategies[f"strategy{ending}"] + say(": ") + strategies[f"summary{ending}"]
    names = rows["salesperson"].astype(str)
    return pd.DataFrame(
        {
            "salesperson": names.map(_person) if shared_out else names,
            "place": rows["place"].astype(int),
            "what_to_do": rows["activity"]
            .replace("lost", "dormant")
            .map(told)
            .astype("str")
            .fillna(""),
            "why": [_why(row) for _, row in rows.iterrows()],
            "money_still_expected": rows["value"],
            "money_to_save": rows["to_save"],
            "risk": rows["churn_probability"],
            "days_silent": rows["inactivity"].astype(int),
            "usual_gap_in_days": rows["usual_gap"].round(1),
            "purchases": rows["purchases"].astype(int),
            "kind_of_customer": rows["cell"].map(kind),
        },
        index=rows.index,
    )


def _person(name: str) -> str:
    return say("Salesperson {number}", number=name.rpartition(" ")[2])


def _why(row: "pd.Series[Any]") -> str:
    """Use the customer's own numbers."""
    facts = {name: float(str(row[name])) for name in ("inactivity", "usual_gap", "silence", "rise")}
    silent = say(
        "Silent for {inactivity:,.0f} days, {silence:.1f} times the usual gap of {usual_gap:,.0f}; "
        "the risk rose by {points:.0f} points.",
        **facts, points=100 * facts["rise"],
    )  # fmt: skip
    more = {
        "slowed": "Had bought half as often or less in the later half of the time.",
        "smaller": "Had spent a quarter less at a time in the later half of the time.",
    }.get(str(row["reason"]), "")
    return sentences(silent, say(more) if more else "")


def lists_table(lists: pd.DataFrame, counts: pd.DataFrame, shared_out: bool) -> pd.DataFrame:
    """Say what stands on each salesperson's list, without naming a customer.

    Parameters
    ----------
    lists
        As of `watch_list`.
    counts
        By salesperson: listed, waiting, value, to_save.
    shared_out
        As for `watch_list`.

    Returns
    -------
    pandas.DataFrame
        Indexed by salesperson: customers, waiting, money_expected, to_save, to_do (how many of the
        list are to be reminded, woken up and so on).
    """
    named = counts.rename(index=_person) if shared_out else counts
    done = lists["what_to_do"].str.split(say(": ")).str[0]
    tasks = done.groupby(lists["salesperson"]).agg(_tasks).reindex(named.index, fill_value="–")
    return pd.DataFrame(
        {
            "customers": named["listed"],
            "waiting": named["waiting"],
            "money_expected": named["value"],
            "to_save": named["to_save"],
            "to_do": tasks,
        }
    )


def _tasks(actions: "pd.Series[str]") -> str:
    counted = actions.value_counts().sort_index().sort_values(ascending=False, kind="stable")
    return listed(f"{action} {count:,}" for action, count in counted.items())
