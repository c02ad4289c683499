"""Fits to 1,000 simulated sets of customers: how each ends, what intervals cover, the forecast."""

from collections.abc import Callable
from typing import TypeVar

import numpy as np
import pandas as pd

from clv.models import BGNBD, GammaGamma
from clv.simulate import simulate_customers

SETS = 1000
CUSTOMERS = 1000
HORIZON = 39.0
Model = TypeVar("Model", BGNBD, GammaGamma)
CDNOW = {"r": 0.25, "alpha": 4.5, "a": 0.8, "b": 2.4}
SPEND = {"p": 6.0, "q": 4.0, "gamma": 15.0}
TRUTHS = {
    "like CDNOW": CDNOW,
    "steady buyers": {"r": 1.5, "alpha": 10.0, "a": 0.5, "b": 5.0},
    "rare dropout": {"r": 0.6, "alpha": 3.0, "a": 0.05, "b": 0.5},
    "nearly alike": {"r": 8.0, "alpha": 40.0, "a": 20.0, "b": 60.0},
}


def measure() -> pd.DataFrame:
    """One row for each model and truth."""
    rows = [recover_purchases(name, truth) for name, truth in TRUTHS.items()]
    return pd.DataFrame([*rows, recover_spend()])


def simulated(truth: dict[str, float], seed: int) -> pd.DataFrame:
    """Customers who joined over 40 weeks."""
    ages = np.random.default_rng([seed, 1]).uniform(20, 60, CUSTOMERS)
    return simulate_customers(truth, ages, seed=seed, spend=SPEND)


def recover_purchases(name: str, truth: dict[str, float]) -> dict[str, object]:
    """Fit BG/NBD and play the next 39 weeks with the truth."""
    nature = BGNBD()
    nature.params_, nature.time_unit_ = truth, "W"

    def outcome(model: BGNBD, customers: pd.DataFrame, seed: int) -> tuple[float, float]:
        actual = nature.simulate_future(customers, HORIZON, seed=SETS + seed).sum()
        return float(model.predict(customers, HORIZON).sum()), float(actual)

    return {"model": "bg_nbd", "truth": name} | recover(BGNBD, truth, truth, outcome)


def recover_spend() -> dict[str, object]:
    """Fit Gamma-Gamma and play one more purchase of everyone with the truth."""
    nature = GammaGamma()
    nature.params_ = SPEND

    def outcome(model: GammaGamma, customers: pd.DataFrame, seed: int) -> tuple[float, float]:
        once = np.ones(len(customers))
        actual = nature.simulate_spend(customers, once, seed=SETS + seed).sum()
        return float(model.predict(customers).sum()), float(actual)

    found = recover(GammaGamma, CDNOW, SPEND, outcome)
    return {"model": "gamma_gamma", "truth": "like CDNOW"} | found


def recover(
    kind: type[Model],
    purchases: dict[str, float],
    truth: dict[str, float],
    outcome: Callable[[Model, pd.DataFrame, int], tuple[float, float]],
) -> dict[str, object]:
    """Count endings and covered parameters; add up forecasts and outcomes."""
    converged, covered, totals = 0, np.zeros(len(truth)), np.zeros(2)
    for seed in range(SETS):
        customers = simulated(purchases, seed)
        model = kind().fit(customers)
        totals += outcome(model, customers, seed)
        if model.status_ == "converged":
            limits = model.intervals_.to_numpy().T
            converged += 1
            covered += (limits[0] < list(truth.values())) & (list(truth.values()) < limits[1])
    shares = dict(zip(truth, (covered / converged).round(3).tolist(), strict=True))
    return {
        "sets": SETS,
        "customers": CUSTOMERS,
        "converged": converged,
        "boundary": SETS - converged,
        "coverage_of_95_percent_intervals": ", ".join(f"{k} {v}" for k, v in shares.items()),
        "forecast_over_actual": round(float(totals[0] / totals[1]), 4),
    }
