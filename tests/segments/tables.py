"""Customer tables for the tests of segments."""

import numpy as np
import pandas as pd


def customers(n: int, seed: int = 0) -> pd.DataFrame:
    """Customers without any groups in them."""
    rng = np.random.default_rng(seed)
    purchases = rng.geometric(0.3, n)
    table = {
        "purchases": purchases,
        "contribution": purchases * rng.lognormal(3, 1, n),
        "inactivity": rng.integers(0, 300, n),
        "active_share": rng.uniform(0.05, 1, n),
    }
    return pd.DataFrame(table, index=[f"{i:05d}" for i in range(n)])


def three_kinds(n: int, seed: int = 0) -> tuple[pd.DataFrame, "np.typing.NDArray[np.int64]"]:
    """Three kinds of customers, far apart, and which is which (2 spends most)."""
    rng = np.random.default_rng(seed)
    kind = rng.integers(0, 3, n)
    noise = rng.normal(0, 0.05, (3, n))
    purchases = np.array([2, 8, 30])[kind]
    table = {
        "purchases": purchases,
        "contribution": purchases * 10 * np.exp(noise[0]),
        "inactivity": np.array([300, 10, 60])[kind] * np.exp(noise[1]),
        "active_share": np.array([0.1, 0.3, 0.9])[kind] + 0.1 * noise[2],
    }
    return pd.DataFrame(table, index=[f"{i:05d}" for i in range(n)]), kind
