"""Customers who buy more regularly than at random, played purchase by purchase."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from clv.models._maths.arrays import FloatArray


def customers(
    params: Mapping[str, float],
    k: int,
    modified: bool,
    ages: FloatArray,
    seed: int,
    horizon: float = 0.0,
) -> pd.DataFrame:
    """Return customer summaries with log_gaps and, for a horizon, purchases_holdout."""
    rng = np.random.default_rng(seed)
    n = ages.size
    rate = rng.gamma(params["r"], 1 / params["alpha"], n)
    p = rng.beta(params["a"], params["b"], n)
    alive = rng.random(n) >= p if modified else np.ones(n, dtype=bool)
    age, x, t_x, log_gaps, later = (np.zeros(n) for _ in range(5))
    while alive.any():
        gap = rng.gamma(k, size=n) / rate
        age += np.where(alive, gap, 0.0)
        seen = alive & (age < ages)
        x += seen
        t_x[seen] = age[seen]
        log_gaps[seen] += np.log(gap[seen])
        alive &= age < ages + horizon
        later += alive & ~seen
        alive &= rng.random(n) >= p
    table = {"frequency": x.astype(int), "recency": t_x, "T": ages, "log_gaps": log_gaps}
    return pd.DataFrame(table | {"purchases_holdout": later.astype(int)})


def log_gaps(log: pd.DataFrame, index: pd.Index) -> pd.Series:
    """Sum the log of the weeks since the purchase before, over the repeats in a log of days."""
    days = log.sort_values(["customer_id", "date"])
    gap = days.groupby("customer_id")["date"].diff().dt.days / 7
    total = np.log(gap.dropna()).groupby(days["customer_id"]).sum()
    total.index = total.index.astype(str)
    return pd.Series(total.reindex(index).fillna(0.0))
