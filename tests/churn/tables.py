"""Tables for the tests of churn: features, customers and a purchase model made up for them."""

from dataclasses import dataclass

import numpy as np
import pandas as pd


@dataclass
class Given:
    """A purchase model that answers what it was given, and remembers the horizon."""

    active: "pd.Series[float]"
    asked: float = 0.0

    def probability_active(self, customers: pd.DataFrame, horizon: float) -> "pd.Series[float]":
        self.asked = horizon
        return self.active.loc[customers.index]


def features(n: int = 200, seed: int = 0) -> pd.DataFrame:
    """Features of customers as of one day."""
    rng = np.random.default_rng(seed)
    tenure = rng.integers(0, 300, n)
    purchases = 1 + rng.poisson(tenure / 100)
    inactivity = np.where(purchases == 1, tenure, rng.uniform(0, 1, n) * tenure).astype(int)
    table = {
        "purchases": purchases,
        "inactivity": inactivity,
        "tenure": tenure,
        "active_share": rng.uniform(0.05, 1, n),
        "mean_amount": rng.lognormal(3, 1, n),
        "median_gap": np.where(purchases == 1, np.nan, 1 + tenure / purchases),
    }
    made = pd.DataFrame(table, index=[f"{i:04d}" for i in range(n)])
    made.attrs["period_days"] = 30
    return made


def given_model(table: pd.DataFrame, seed: int = 0) -> Given:
    """A model with some probability for each customer of the table."""
    values = np.random.default_rng(seed).uniform(0.01, 0.99, len(table))
    return Given(pd.Series(values, index=table.index))
