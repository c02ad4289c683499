"""How many would be called slipping if nobody had left: what chance alone puts on the list."""

from typing import Any

import numpy as np
import pandas as pd

from clv.actions.watching.watch import Watch
from clv.errors import InputError

__all__ = ["slipping_by_chance"]

_DAY = 1 / 7  # weeks


def slipping_by_chance(
    watch: Watch, customers: pd.DataFrame, watched: pd.DataFrame, draws: int = 20, seed: int = 0
) -> dict[str, float]:
    """Count who would be slipping if all were still customers, each at his own pace.

    Whoever has not left buys at a constant rate, by the purchase model. From the posterior of
    somebody who was there all the time come a rate and with it a silence, and the rule of the
    watch is applied to that silence instead of the real one.

    Parameters
    ----------
    watch
        By which the real customers were judged.
    customers
        As of `clv.customers.summarise`, in weeks, on the day of the watch.
    watched
        What `Watch.compare` made of that day.
    draws
        Silences to draw for each customer, 2 or more.
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
    Who has bought once has no pace of his own and is left out; the rule hardly ever calls him.
    """
    if draws < 2:
        raise InputError("E_DRAWS", "an interval needs 2 draws or more", "draw 20", [draws])
    known = watched.index[watched["risk_before"].notna() & (watched["purchases"] > 1)]
    rows, facts = customers.loc[known], watched.loc[known]
    generator = np.random.default_rng(seed)
    counts = [_count(watch, rows, facts, watched.attrs, generator) for _ in range(draws)]
    lower, upper = np.quantile(counts, [0.025, 0.975])
    slipping = customers.loc[watched.index[watched["state"] == "slipping"]]
    alive = float(watch.purchases.probability_alive(slipping).sum()) if len(slipping) else 0.0
    found = {"expected": np.mean(counts), "lower": lower, "upper": upper, "still_there": alive}
    return {name: float(number) for name, number in found.items()}


def _count(
    watch: Watch,
    rows: pd.DataFrame,
    facts: pd.DataFrame,
    attrs: dict[Any, Any],
    generator: np.random.Generator,
) -> int:
    shape = watch.purchases.params_["r"] + rows["frequency"].to_numpy(float)
    rate = generator.gamma(shape) / (watch.purchases.params_["alpha"] + rows["T"].to_numpy(float))
    with np.errstate(divide="ignore"):
        silent = generator.exponential(size=len(rows)) / rate
    silent = np.minimum(silent, rows["T"].to_numpy(float) - _DAY)
    silence = 7 * silent / facts["usual_gap"].to_numpy(float)
    weeks = attrs["days"] * _DAY
    there = (silent >= weeks) & (silence >= watch.overdue_from)
    now = rows[there].assign(recency=rows.loc[there, "T"] - silent[there])
    before = now.assign(T=now["T"] - weeks)
    table = pd.DataFrame({"rise": watch.risk(now) - watch.risk(before), "silence": silence[there]})
    risen = table["rise"] >= watch.least_rise  # money is asked for only where it decides
    table = table[risen].assign(value_before=watch.value(before[risen]))
    return int(watch.slips(table, attrs["least_value"]).sum())
