"""Customers at a cut and what they did after it, with or without a structure planted in them."""

from typing import Any, Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clv.evaluation import standard_competitors
from clv.segments import Grouping


class Planted:
    """A grouping that reads its groups from a column of the table."""

    def __init__(self, column: str) -> None:
        self.column = column

    def fit(self, table: pd.DataFrame) -> Self:
        return self

    def labels(self, table: pd.DataFrame) -> "pd.Series[str]":
        return table[self.column].astype("str")


def at_the_cut(n: int = 600, seed: int = 0) -> pd.DataFrame:
    """Features of customers whose columns are independent but for purchases and contribution."""
    rng = np.random.default_rng(seed)
    purchases = rng.geometric(0.3, n)
    table: dict[str, NDArray[Any]] = {
        "purchases": purchases,
        "contribution": purchases * rng.lognormal(3, 1, n),
        "inactivity": rng.integers(0, 300, n),
        "active_share": rng.uniform(0.05, 1, n),
        "periods_observed": rng.integers(5, 12, n),
        "tenure": rng.integers(300, 360, n),
        "residual_value": rng.lognormal(3, 1, n),
    }
    table["mean_amount"] = table["contribution"] / purchases
    return pd.DataFrame(table, index=pd.Index([f"{i:05d}" for i in range(n)], name="customer_id"))


def afterwards(log_spend: "pd.Series[float]", seed: int = 0) -> pd.DataFrame:
    """Outcomes whose log spend is as given plus noise; those below zero bought nothing."""
    noise = np.random.default_rng(seed).normal(0, 1, len(log_spend))
    spend = np.expm1(np.maximum(log_spend + noise, 0))
    table = {"spend_holdout": spend, "active_holdout": spend > 0}
    return pd.DataFrame(table, index=log_spend.index)


def planted_by(name: str, table: pd.DataFrame, step: float = 1.0) -> pd.DataFrame:
    """Outcomes that follow one of the standard competitors' groups and nothing else."""
    grouping: Grouping = standard_competitors()[name]
    groups = grouping.fit(table).labels(table)
    return afterwards(step * groups.rank(method="dense", ascending=False))
