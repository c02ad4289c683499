"""Tables of customers to label, drawn or made up."""

import pandas as pd
from hypothesis import strategies as st

PERIODS = 10


def customers(rows: list[tuple[int, float, int]]) -> pd.DataFrame:
    """One row a customer: purchases, contribution, periods with a purchase out of ten."""
    table = pd.DataFrame(rows, columns=["purchases", "contribution", "active"])
    table["periods_observed"] = PERIODS
    table["active_share"] = table.pop("active") / PERIODS
    table["tenure"] = 300
    table["inactivity"] = 300 // table["purchases"].clip(lower=1)
    table.index = pd.Index([f"c{i:03}" for i in range(len(table))], name="customer_id")
    table.attrs = {"as_of": "2024-07-01", "time_unit": "D", "period_days": 30}
    return table


REPEATER = st.tuples(st.integers(2, 12), st.integers(-5, 40).map(float), st.integers(1, PERIODS))
ONE_TIMER = st.tuples(st.just(1), st.integers(-5, 40).map(float), st.just(1))
TABLES = st.lists(st.one_of(REPEATER, ONE_TIMER), min_size=1, max_size=40).map(
    lambda rows: customers([(9, 20.0, 5), *rows])  # at least one whose stability can be judged
)

FOUR = customers([(9, 900.0, 9), (6, 700.0, 3), (8, 80.0, 8), (2, 20.0, 2)])
"""One customer in each cell."""
