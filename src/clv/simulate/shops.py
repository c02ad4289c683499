"""Shops whose truth is known: one without any segments, one with four planted ones."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from clv.errors import InputError
from clv.models._maths.arrays import FloatArray, IntArray
from clv.simulate._parameters import check_positive
from clv.simulate.logs import simulate_transactions

__all__ = ["SHOPS", "Segment", "simulated_shop"]


@dataclass(frozen=True)
class Segment:
    """Customers who differ from each other by degree only.

    Parameters
    ----------
    share
        Of all customers, 0 to 1.
    purchases
        Parameters of BG/NBD, time in weeks.
    spend
        Parameters of Gamma-Gamma, in the shop's unit of money.
    """

    share: float
    purchases: Mapping[str, float]
    spend: Mapping[str, float]


def _alike(rate: float, dropout: float, amount: float) -> tuple[dict[str, float], dict[str, float]]:
    """Return customers who hardly differ: purchases a week, chance to leave, mean amount."""
    r, leaving, q = 25.0, 40.0, 30.0
    purchases = {"r": r, "alpha": r / rate, "a": leaving * dropout, "b": leaving * (1 - dropout)}
    return purchases, {"p": 6.0, "q": q, "gamma": amount * (q - 1) / 6.0}


SHOPS: Mapping[str, Mapping[str, Segment]] = {
    "null": {
        "everybody": Segment(
            1.0,
            {"r": 0.6, "alpha": 6.0, "a": 0.8, "b": 4.0},
            {"p": 6.0, "q": 4.0, "gamma": 15.0},
        )
    },
    "planted": {
        "big and often": Segment(0.15, *_alike(0.6, 0.01, 120.0)),
        "small and often": Segment(0.25, *_alike(0.6, 0.01, 12.0)),
        "big and rare": Segment(0.25, *_alike(0.08, 0.02, 150.0)),
        "hardly ever": Segment(0.35, *_alike(0.01, 0.5, 12.0)),
    },
}
"""By name of the shop: its segments by name, shares adding up to 1.

In ``"null"`` customers differ a great deal, but continuously: any groups drawn there are drawn by
whoever draws them. In ``"planted"`` there are four kinds, alike within and far apart.
"""


def simulated_shop(
    name: str, n_customers: int, start: date, end: date, seed: int, *, join_days: int = 84
) -> tuple[pd.DataFrame, "pd.Series[str]"]:
    """Draw the log of a shop of which it is known whether it has segments.

    Parameters
    ----------
    name
        ``"null"`` or ``"planted"``; see `SHOPS`.
    n_customers
        All of whom buy at least once.
    start, end
        The log covers ``[start, end)``.
    seed
        Of the generator.
    join_days
        First purchases fall on the first so many days.

    Returns
    -------
    log : DataFrame
        One row a purchase, sorted by date and customer: customer_id (text), date, amount.
    segments : Series
        The planted segment of every customer, by customer_id, sorted.

    Raises
    ------
    InputError
        ``E_SHOP`` for an unknown name, ``E_PARAMETER`` or ``E_WINDOW`` as of
        `simulate_transactions`.

    Examples
    --------
    >>> log, truth = simulated_shop("planted", 100, date(2023, 1, 1), date(2024, 1, 1), seed=1)
    >>> truth.value_counts().to_dict()["big and often"], log["customer_id"].nunique()
    (15, 100)
    """
    if name not in SHOPS:
        raise InputError("E_SHOP", "no such shop", f"choose from {', '.join(SHOPS)}", [name])
    check_positive({"n_customers": n_customers})
    if n_customers % 1:
        raise InputError(
            "E_PARAMETER", f"{n_customers} customers cannot be drawn", "give a whole number"
        )
    segments = SHOPS[name]
    sizes = _sizes(np.array([part.share for part in segments.values()]), n_customers)
    order = np.random.default_rng([seed, 0]).permutation(n_customers)  # ids tell nothing
    ids = np.split(np.array([f"c{i:07d}" for i in order], dtype=object), np.cumsum(sizes)[:-1])
    seeds = np.random.default_rng([seed, 1]).integers(2**32, size=len(segments))
    logs = []
    for part, own, own_seed in zip(segments.values(), ids, seeds.tolist(), strict=True):
        if len(own):
            drawn = simulate_transactions(
                part.purchases, len(own), start, end, own_seed, part.spend, join_days=join_days
            )
            rows = drawn["customer_id"].str.slice(1).astype(int)
            logs.append(drawn.assign(customer_id=own[rows]))
    log = pd.concat(logs).astype({"customer_id": "str"})
    truth = pd.Series(
        np.repeat(list(segments), sizes),
        index=pd.Index(np.concatenate(ids), name="customer_id", dtype="str"),
        name="segment",
        dtype="str",
    )
    log = log.sort_values(["date", "customer_id"], kind="stable", ignore_index=True)
    return log, truth.sort_index()


def _sizes(shares: FloatArray, n: int) -> IntArray:
    """Divide n customers by shares, the largest remainders rounded up."""
    exact = shares * n
    sizes = np.floor(exact).astype(np.int64)
    sizes[np.argsort(sizes - exact, kind="stable")[: n - int(sizes.sum())]] += 1
    return sizes
