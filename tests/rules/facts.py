"""A small log with all that a rule may ask for: categories, discounts, costs, returns."""

from functools import cache

import numpy as np
import pandas as pd

from clv.customers import customer_facts
from clv.transactions import Transactions, read_transactions

AS_OF = "2024-07-01"
CATEGORIES = ("tea", "rice", "oil", "salt")


@cache
def shop_log(customers: int = 240, seed: int = 1) -> Transactions:
    """Eighteen months of a shop whose customers differ in pace, spend, taste and loyalty."""
    rng = np.random.default_rng(seed)
    rows = []
    for number in range(customers):
        joined, pace = rng.integers(0, 500), rng.gamma(1.2, 25) + 2
        spend, taste = rng.lognormal(3, 0.8), rng.dirichlet(np.full(4, 0.6))
        day = float(joined)
        while day < 546:
            for _ in range(rng.integers(1, 4)):
                amount = round(spend * rng.lognormal(0, 0.4), 2)
                category = CATEGORIES[rng.choice(4, p=taste)]
                discount = round(amount * rng.choice([0, 0, 0.1, 0.3]), 2)
                sign = -1 if rng.random() < 0.03 and day > joined else 1
                rows.append(
                    (number, int(day), sign * amount, category, discount, 0.6 * sign * amount)
                )
            if rng.random() < 0.04:
                break
            day += rng.exponential(pace) + 1
    table = pd.DataFrame(
        rows, columns=["customer", "day", "amount", "category", "discount", "cost"]
    )
    table["customer_id"] = table.pop("customer").map("c{:04}".format)
    table["date"] = pd.Timestamp("2023-01-01") + pd.to_timedelta(table.pop("day"), "D")
    return read_transactions(table, as_of=AS_OF)


@cache
def _facts(customers: int, seed: int) -> pd.DataFrame:
    return customer_facts(shop_log(customers, seed), AS_OF)


def facts(customers: int = 240, seed: int = 1) -> pd.DataFrame:
    """All facts of the shop's customers, a fresh copy."""
    return _facts(customers, seed).copy()
