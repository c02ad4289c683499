"""How many would be called slipping if nobody had left: what chance alone puts on the list."""

import numpy as np
import pandas as pd

from clv.actions.watching._scatter import scatter, timing
from clv.actions.watching.watch import Watch
from clv.customers import population_gap, typical_gap
from clv.errors import InputError

__all__ = ["slipping_by_chance"]

_WEEK = 7  # days
_ROWS = 500_000
"""Customers times deals that are held at a time."""


def slipping_by_chance(
    watch: Watch, customers: pd.DataFrame, watched: pd.DataFrame, draws: int = 100, seed: int = 0
) -> dict[str, float]:
    """Count who would be slipping if all were still customers, each at his own pace.

    Whoever has not left buys at a constant rate, by the purchase model. Given how often somebody
    has bought, the days are then any days of his time with equal chance: they are dealt anew, and
    the rule of the watch is applied to the pace and the silence that come out.

    Parameters
    ----------
    watch
        By which the real customers were judged.
    customers
        As of `clv.customers.summarise`, in weeks and by day, on the day of the watch.
    watched
        What `Watch.compare` made of that day.
    draws
        How often the days are dealt, 2 or more.
    seed
        Of the generator.

    Returns
    -------
    dict of str to float
        ``expected`` number by chance, ``lower`` and ``upper`` (95% of the draws), ``still_there``:
        of those who are slipping in fact, how many the model takes for customers still.

    Raises
    ------
    InputError
        ``E_DRAWS`` below 2 draws.

    Notes
    -----
    Who has bought once has no pace of his own and is left out; the rule hardly ever calls him. The
    interval holds chance alone: nothing is estimated here but the risk, which is that of the watch.
    """
    if draws < 2:
        raise InputError("E_DRAWS", "an interval needs 2 draws or more", "draw 100", [draws])
    known = watched.index[watched["risk_before"].notna() & (watched["purchases"] > 1)]
    generator = np.random.default_rng(seed)
    since, least = int(watched.attrs["days"]), float(watched.attrs["least_value"])
    rows = customers.loc[known]
    at_once = max(_ROWS // max(len(rows), 1), 1)
    counts: list[int] = []
    while len(counts) < draws:
        dealt = [_dealt(rows, generator) for _ in range(min(at_once, draws - len(counts)))]
        counts += _counts(watch, dealt, since, least)
    lower, upper = np.quantile(counts, [0.025, 0.975])
    slipping = customers.loc[watched.index[watched["state"] == "slipping"]]
    alive = float(watch.purchases.probability_alive(slipping).sum()) if len(slipping) else 0.0
    found = {"expected": np.mean(counts), "lower": lower, "upper": upper, "still_there": alive}
    return {name: float(number) for name, number in found.items()}


def _dealt(rows: pd.DataFrame, generator: np.random.Generator) -> pd.DataFrame:
    """Deal the days of the repeat purchases, and say how long the silence and the gap would be."""
    repeats = rows["frequency"].to_numpy(np.int64)
    days = (rows["T"].to_numpy(float) * _WEEK).round().astype(np.int64)
    silent, gap = timing(scatter(repeats, days, generator), repeats, days)
    pace = pd.DataFrame({"purchases": repeats + 1, "median_gap": gap}, index=rows.index)
    usual = typical_gap(pace, population_gap(pace))
    return rows.assign(recency=(days - silent) / _WEEK, silent=silent, silence=silent / usual)


def _counts(watch: Watch, dealt: list[pd.DataFrame], since: int, least_value: float) -> list[int]:
    """Count who slips in each deal; the models are asked once for all of them."""
    late = [
        each[(each["silent"] >= since) & (each["silence"] >= watch.overdue_from)] for each in dealt
    ]
    deal = np.repeat(range(len(late)), [len(each) for each in late])
    now = pd.concat(late, ignore_index=True)
    before = now.assign(T=now["T"] - since / _WEEK)
    now["rise"] = watch.risk(now) - watch.risk(before)
    risen = now["rise"] >= watch.least_rise  # money is asked for only where it decides
    now["value_before"] = watch.value(before[risen])
    slipping = deal[watch.slips(now, least_value)]
    return [int(count) for count in np.bincount(slipping, minlength=len(late))]
