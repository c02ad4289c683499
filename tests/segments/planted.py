"""Customers from latent classes whose parameters are known."""

import numpy as np
import pandas as pd

SHARES = (0.3, 0.7)
RATES = (0.10, 0.01)  # repeat purchases a day
DROPOUTS = (0.02, 0.20)
LEVELS = (4.0, 3.0)  # log of a typical mean spend
SPREAD, NOISE = 0.10, 0.20


def planted_classes(n: int, seed: int = 0) -> tuple[pd.DataFrame, "np.typing.NDArray[np.int64]"]:
    """Customers of two classes, and which is which."""
    rng = np.random.default_rng(seed)
    kind = (rng.random(n) > SHARES[0]).astype(int)
    tenure = rng.integers(200, 400, n)
    made, last = np.ones(n), np.zeros(n)
    for i in range(n):
        day = 0.0
        while rng.random() >= DROPOUTS[kind[i]]:
            day += rng.exponential(1 / RATES[kind[i]])
            if day > tenure[i]:
                break
            made[i] += 1
            last[i] = day
    level = np.array(LEVELS)[kind] + rng.normal(0, np.sqrt(SPREAD), n)
    amount = np.exp(level + rng.normal(0, 1, n) * np.sqrt(NOISE / made))
    table = {
        "purchases": made.astype(int),
        "inactivity": tenure - last,
        "tenure": tenure,
        "mean_amount": amount,
        "contribution": made * amount,
    }
    return pd.DataFrame(table, index=[f"{i:05d}" for i in range(n)]), kind
