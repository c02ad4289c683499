"""Customers who differ by degrees only, as like given ones as the models can make them."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from clv.errors import InputError
from clv.models import BGNBD, GammaGamma
from clv.segments.grouping import finite_values
from clv.simulate import simulate_customers

_FEWEST = 50
_HISTORY = ["purchases", "inactivity", "tenure"]


def known_customers(table: pd.DataFrame) -> pd.DataFrame:
    """Take what the models know of customers out of their table, and check it."""
    if len(table) < _FEWEST:
        raise InputError(
            "E_TOO_FEW",
            f"{len(table)} customers are too few to tell groups from chance",
            f"pass at least {_FEWEST}",
        )
    known = pd.DataFrame(finite_values(table, _HISTORY), table.index, _HISTORY)
    without = int((known["purchases"] < 1).sum())
    if without:
        raise InputError(
            "E_WINDOW",
            f"{without} of {len(table)} customers have no purchase in the window of the table",
            "describe customers over their whole history",
        )
    if table.get("mean_amount", pd.Series(dtype=float)).notna().any():
        known["mean_amount"] = finite_values(table, ["mean_amount"])[:, 0]
    return known


def customers_by_degrees(known: pd.DataFrame, draws: int, seed: int) -> Iterator[pd.DataFrame]:
    """Draw customers of the same ages from BG/NBD and Gamma-Gamma, fitted to the known ones."""
    ages = known["tenure"].to_numpy()
    histories = pd.DataFrame(
        {
            "frequency": known["purchases"] - 1,
            "recency": known["tenure"] - known["inactivity"],
            "T": ages,
        }
    )
    purchases, spend = BGNBD().fit(histories).params_, _spend(known)
    rng = np.random.default_rng(seed)
    for one in rng.integers(2**32, size=draws).tolist():
        drawn = simulate_customers(purchases, ages, one, time_unit="D")
        table = pd.DataFrame(
            {
                "purchases": drawn["frequency"] + 1,
                "inactivity": np.floor(drawn["T"] - drawn["recency"]),
            }
        )
        if spend is not None:
            p, q, gamma = spend
            n = table["purchases"].to_numpy()
            rate = np.maximum(rng.gamma(q, 1 / gamma, n.size), 1e-300)
            table["mean_amount"] = rng.gamma(p * n) / n / rate
        yield table


def _spend(known: pd.DataFrame) -> tuple[float, float, float] | None:
    """Fit Gamma-Gamma on all purchases, the first ones too; customers who returned all say none."""
    if "mean_amount" not in known:
        return None
    paid = known[known["mean_amount"] > 0]
    means = pd.DataFrame({"frequency": paid["purchases"], "monetary_value": paid["mean_amount"]})
    params = GammaGamma(need_mean=False).fit(means).params_
    return params["p"], params["q"], params["gamma"]
