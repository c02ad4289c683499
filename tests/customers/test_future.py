"""Whatever happens on or after the as-of day, no table of customers changes by a digit."""

from collections.abc import Callable
from datetime import timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clv.customers import (
    calibration_holdout,
    category_shares,
    cohorts,
    customer_facts,
    describe,
    describe_items,
    distinct_histories,
    outcomes,
    retention,
    summarise,
    two_windows,
    weekly_repeat_purchases,
)
from clv.errors import InputError
from clv.transactions import Transactions
from tests.customers.brute import Item
from tests.customers.logs import ITEMS, START, read_items

# A Monday, so that the week before it is over and the day itself begins the next one.
CUT, NOW = START + timedelta(days=31), START + timedelta(days=63)

TABLES: dict[str, Callable[[Transactions], pd.DataFrame]] = {
    **{f"summarise_{grain}": lambda log, g=grain: summarise(log, NOW, grain=g) for grain in "DWM"},  # type: ignore[misc]
    **{
        f"summarise_{grain}_gaps": lambda log, g=grain: summarise(log, NOW, grain=g, gaps=True)  # type: ignore[misc]
        for grain in "DWM"
    },
    "describe": lambda log: describe(log, NOW, volumes=True),
    "describe_items": lambda log: describe_items(log, NOW),
    "category_shares": lambda log: category_shares(log, NOW),
    "customer_facts": lambda log: customer_facts(log, NOW, 28, first=7, horizon=14),
    "outcomes": lambda log: outcomes(log, CUT, NOW),
    "two_windows": lambda log: two_windows(log, CUT, NOW),
    "calibration_holdout": lambda log: calibration_holdout(log, CUT, NOW),
    "cohorts": lambda log: cohorts(log, NOW),
    "weekly": lambda log: weekly_repeat_purchases(log, CUT, NOW).to_frame(),
    **{
        f"retention_{measure}": lambda log, m=measure: retention(log, NOW, "W", m)  # type: ignore[misc]
        for measure in ("active", "purchases", "revenue")
    },
}


MONEY = {
    "monetary_value", "contribution", "mean_amount", "spend_holdout", "margin", "first_amount",
    "last_amount", "largest_amount", "spend_earlier", "spend_later", "margin_per_purchase_earlier",
    "margin_per_purchase_later", "first_basket", "first_days_amount", "later_spend", "sales_before",
    "sales_now", "returns_before", "returns_now",
}  # fmt: skip


def made(log: Transactions) -> dict[str, pd.DataFrame | str]:
    """Every table, or why there is none."""
    found: dict[str, pd.DataFrame | str] = {}
    for name, make in TABLES.items():
        try:
            found[name] = make(log)
        except InputError as error:
            found[name] = error.code
    return found


def assert_same(one: Transactions, other: Transactions) -> None:
    for name, (first, second) in zip(
        TABLES, zip(made(one).values(), made(other).values(), strict=True), strict=True
    ):
        if isinstance(first, pd.DataFrame) and isinstance(second, pd.DataFrame):
            pd.testing.assert_frame_equal(first, second, check_exact=True, obj=name)
            assert first.attrs == second.attrs
        else:
            assert first == second, name


def later(rows: list[Item]) -> list[Item]:
    """The same rows from the as-of day on; on that day both a new and a known customer buys."""
    moved: list[Item] = [(row[0], row[1] + (NOW - START), *row[2:]) for row in rows]
    return moved + [(name, NOW, 5.0, "silk", "fax", 1.0, 1.0) for name in ("new", "z")]


@settings(max_examples=5)
@given(ITEMS, ITEMS)
def test_the_future_changes_nothing(past: list[Item], future: list[Item]) -> None:
    assert_same(read_items(past), read_items([*past, *later(future)]))


@settings(max_examples=4)
@given(ITEMS, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(rows: list[Item], random: np.random.Generator) -> None:
    mixed = list(rows)
    random.shuffle(mixed)
    assert_same(read_items(rows), read_items(mixed, threads=1))


def test_the_tables_are_there() -> None:
    """With enough rows none of them is an error, so that the tests above compare something."""
    rows: list[Item] = [
        ("a", START + timedelta(days=5 * i), 5.0 + i, "tea", "web", 0.5, 1.0) for i in range(12)
    ]
    found = made(read_items(rows))
    assert all(isinstance(table, pd.DataFrame) and len(table) for table in found.values())


@pytest.mark.parametrize(("unit", "days"), [("W", 7.0), ("M", 30.4375)])
def test_units_scale_exactly(cdnow_sample_log: Transactions, unit: str, days: float) -> None:
    one, other = (calibration_holdout(cdnow_sample_log, "1997-10-01", "1998-07-01", u)
                  for u in ("D", unit))  # fmt: skip
    timed = ["recency", "T", "duration_holdout"]
    np.testing.assert_array_equal(one[timed] / days, other[timed])
    rest = one.columns.difference(timed)
    pd.testing.assert_frame_equal(one[rest], other[rest], check_exact=True, check_flags=False)


def test_cents_are_a_hundred_times_the_euros_and_leave_the_rest() -> None:
    rows: list[Item] = [
        ("abc"[i % 3], START + timedelta(days=i * i % 61), i + 0.5, "tea", "web", 0.25, 0.75)
        for i in range(40)
    ]
    cents: list[Item] = [(*row[:2], row[2] * 100, *row[3:5], 25.0, 75.0) for row in rows]
    euros = made(read_items(rows))
    for name, table in made(read_items(cents)).items():
        assert isinstance(table, pd.DataFrame)
        known = euros[name]
        assert isinstance(known, pd.DataFrame)
        # Z's first row is in euros in both logs.
        table, known = (t.drop(index="z", errors="ignore") for t in (table, known))
        if "customers" in table or name == "category_shares":
            continue
        for column in table.select_dtypes("number"):
            if column == "price_level":  # relative to z's tea
                continue
            money = column in MONEY
            np.testing.assert_allclose(
                table[column], known[column] * (100 if money else 1), rtol=1e-12, err_msg=column
            )


def test_weighted_histories_round_trip(cdnow_sample_log: Transactions) -> None:
    table = summarise(cdnow_sample_log, "1997-10-01")
    histories, positions = distinct_histories(table)
    repeated = histories.loc[histories.index.repeat(histories["weight"].astype(int))]
    columns = ["frequency", "recency", "T"]
    ordered = table[columns].sort_values(columns)
    np.testing.assert_array_equal(repeated[columns], ordered)
    np.testing.assert_array_equal(histories[columns].iloc[positions], table[columns])
