"""Whether the states of a watch meant what they said, and who came back."""

from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd

from clv.actions.watching.watch import WATCH_STATES, Watch
from clv.customers import summarise, wilson_interval
from clv.transactions import Transactions
from clv.valuation import forecast_total

__all__ = ["count_returns", "expected_absence", "follow", "judge_watch"]


def judge_watch(watched: pd.DataFrame, bought: "pd.Series[bool]") -> pd.DataFrame:
    """Hold the states of an earlier day against who has bought nothing in the horizon since.

    Parameters
    ----------
    watched
        As of `clv.actions.Watch.compare`, of a day one horizon ago.
    bought
        Whether each of these customers has bought in the horizon.

    Returns
    -------
    pandas.DataFrame
        One row a state that somebody is in, indexed by state: customers, expected_share (mean
        risk), share (who bought nothing), lower and upper (95%, Wilson).

    Examples
    --------
    >>> watched = pd.DataFrame({"state": ["slipping", "slipping"], "risk": [0.5, 0.3]})
    >>> judge_watch(watched, pd.Series([True, False]))[["customers", "expected_share", "share"]]
              customers  expected_share  share
    state
    slipping          2             0.4    0.5
    """
    away = 1 - bought.reindex(watched.index).astype(float)
    table = pd.DataFrame({"state": watched["state"], "risk": watched["risk"], "away": away})
    by = table.groupby("state")
    found = pd.DataFrame(
        {"customers": by.size(), "expected_share": by["risk"].mean(), "share": by["away"].mean()}
    )
    found["lower"], found["upper"] = wilson_interval(found["share"], found["customers"])
    return found.reindex([state for state in WATCH_STATES if state in found.index])


def expected_absence(
    watch: Watch, customers: pd.DataFrame, watched: pd.DataFrame, draws: int = 500, seed: int = 0
) -> Mapping[str, float]:
    """Say between which shares of those who were slipping should buy nothing in the horizon.

    Parameters
    ----------
    watch
        Which called them so.
    customers
        As of `clv.customers.summarise`, in weeks, on the day of the watch.
    watched
        What `Watch.compare` made of that day.
    draws
        Futures to play, 2 or more.
    seed
        Of the generator.

    Returns
    -------
    dict of str to float
        ``lower`` and ``upper`` (95%), 0 to 1, which hold chance and the doubt about the
        parameters; empty where nobody was slipping.
    """
    rows = customers.loc[watched.index[watched["state"] == "slipping"]]
    if rows.empty:
        return {}
    ahead = watch.horizon.to("W")
    played = forecast_total(watch.purchases, watch.spend, rows, ahead, draws=draws, seed=seed)
    fewest, most = (float(played[edge]["active_customers"]) for edge in ("lower", "upper"))
    return {"lower": (len(rows) - most) / len(rows), "upper": (len(rows) - fewest) / len(rows)}


def count_returns(
    watch: Watch, log: Transactions, watched: pd.DataFrame, since: date
) -> dict[str, float]:
    """Count who was late by the own pace on the earlier day and has bought since.

    Parameters
    ----------
    watch
        Which compared the two days.
    log
        The clean log.
    watched
        What it found.
    since
        The earlier day.

    Returns
    -------
    dict of str to float
        customers (who came back), late (who were late on the earlier day), expected (how many of
        these the model expected to buy in the days since), lower and upper (95% of chance alone).
    """
    late = watched.index[watched["silence_before"] >= watch.overdue_from]
    rows = summarise(log, as_of=since, unit="W").loc[late]
    weeks = watched.attrs["days"] / 7
    chance = np.asarray(watch.purchases.probability_active(rows, weeks) if len(rows) else [], float)
    mean, spread = float(chance.sum()), 1.96 * float(np.sqrt((chance * (1 - chance)).sum()))
    return {
        "customers": int((watched["state"] == "came_back").sum()),
        "late": len(late),
        "expected": mean,
        "lower": max(mean - spread, 0.0),
        "upper": min(mean + spread, float(len(late))),
    }


def follow(before: pd.DataFrame, watched: pd.DataFrame) -> dict[str, int]:
    """Say what has become of those who were slipping on the earlier day.

    Parameters
    ----------
    before, watched
        As of `clv.actions.Watch.compare`, of the earlier day and of today.

    Returns
    -------
    dict of str to int
        slipping (on the earlier day), and of them: still (slipping today), bought (since), other
        (slipping no longer by the rule, without a purchase).

    Examples
    --------
    >>> states = pd.DataFrame({"state": ["slipping", "slipping"]}, index=["ada", "bo"])
    >>> follow(states, states.assign(state=["slipping", "overdue"]))
    {'slipping': 2, 'still': 1, 'bought': 0, 'other': 1}
    """
    slipping = before.index[before["state"] == "slipping"]
    today = watched["state"].reindex(slipping)
    still, bought = today == "slipping", today.isin(["bought", "came_back"])
    counts = {"slipping": len(slipping), "still": int(still.sum()), "bought": int(bought.sum())}
    return counts | {"other": len(slipping) - counts["still"] - counts["bought"]}
