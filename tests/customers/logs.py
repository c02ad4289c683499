"""Logs with categories, channels, discounts and costs."""

from datetime import date, timedelta
from typing import Any

import pandas as pd
from hypothesis import strategies as st

from clv.transactions import Transactions, read_transactions
from tests.customers.brute import Item

COLUMNS = ("customer_id", "date", "amount", "category", "channel", "discount", "cost")
START = date(2024, 1, 1)
FIRST: Item = ("z", START, 9.99, "tea", "web", 0.0, 1.0)
"""Keeps the log from being empty, and its first day and columns from changing."""

ITEMS = st.lists(
    st.tuples(
        st.sampled_from(["a", "b", "c"]),
        st.integers(0, 60).map(lambda n: START + timedelta(days=n)),
        st.integers(-400, 2000).map(lambda n: n / 100),
        st.sampled_from(["tea", "rice", "oil", None]),
        st.sampled_from(["web", "shop", None]),
        st.integers(0, 500).map(lambda n: n / 100),
        st.integers(0, 500).map(lambda n: n / 100),
    ),
    max_size=40,
    unique=True,
)


def read_items(rows: list[Item], as_of: str | date = "2024-06-01", **options: Any) -> Transactions:
    frame = pd.DataFrame([FIRST, *rows], columns=list(COLUMNS))
    return read_transactions(frame, as_of=as_of, **options)
