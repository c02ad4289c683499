from datetime import date, timedelta
from itertools import groupby
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clv.customers import (
    FACTS,
    compare_halves,
    customer_facts,
    describe,
    describe_habits,
    describe_items,
    first_days,
    summarise,
)
from clv.errors import InputError
from clv.transactions import Transactions, read_transactions
from tests.customers import brute
from tests.customers.logs import START as ITEMS_START
from tests.customers.logs import read_items
from tests.customers.tables import values
from tests.customers.test_summary import ROWS, START
from tests.transactions.logs import read_rows

RUNS = "longest_active_run", "longest_empty_run"


def mixed() -> Transactions:
    """Everything a log can have."""
    return read_items([
        (customer, ITEMS_START + timedelta(days=step * i), 5.0 + i, kind, "web", 0.5 * i, 1.0)
        for customer, step, kind in (("a", 5, "tea"), ("b", 9, "rice"), ("c", 2, None))
        for i in range(6)
    ])  # fmt: skip


@pytest.mark.parametrize("history", [None, "4w"])
def test_every_part_is_there_as_by_itself(history: str | None) -> None:
    log, as_of = mixed(), "2024-03-01"
    facts = customer_facts(log, as_of, history, 7, first=10, horizon="2w")
    parts = [
        describe(log, as_of, 7, volumes=True, history=history),
        describe_items(log, as_of),
        compare_halves(log, as_of, history),
        first_days(log, as_of, 10, "2w"),
        describe_habits(log, as_of),
        summarise(log, as_of)[["first_purchase", "last_purchase"]],
    ]
    for part in parts:
        pd.testing.assert_frame_equal(
            facts[list(part.columns)], part, check_exact=True, check_flags=False
        )
    assert facts.attrs == parts[0].attrs
    assert tuple(facts.columns) == FACTS
    assert len(set(FACTS)) == len(FACTS)


def test_one_row_a_customer_sorted_by_id() -> None:
    facts = customer_facts(mixed(), "2024-03-01")
    assert facts.index.tolist() == ["a", "b", "c", "z"]
    assert facts.index.name == "customer_id"


@pytest.mark.parametrize("kept", [[], ["amount"], ["category"], ["amount", "discount", "cost"]])
def test_every_column_is_there_whatever_the_log_lacks(kept: list[str]) -> None:
    rows = {"customer_id": ["a", "a", "b"], "date": ["2024-01-01", "2024-02-20", "2024-02-28"]}
    more = {"amount": [3, 4, 5], "category": ["x", "y", "x"], "discount": [1, 0, 0], "cost": 1}
    frame = pd.DataFrame(rows | {name: more[name] for name in kept})
    facts = customer_facts(read_transactions(frame, as_of="2024-03-01"), "2024-03-01")
    assert tuple(facts.columns) == FACTS
    kinds = {dtype.kind for dtype in facts.drop(columns="top_category").dtypes}
    assert kinds == {"i", "f", "M"}
    money = ["contribution", "mean_amount", "first_amount", "last_amount", "largest_amount"]
    money += ["spend_earlier", "first_basket", "first_days_amount"]
    assert facts.loc["a", money].notna().all() == ("amount" in kept)
    assert facts["deal_share"].notna().all() == ("discount" in kept)
    assert facts["margin"].notna().all() == ("cost" in kept)
    assert facts["categories"].notna().all() == ("category" in kept)


def test_the_ends_are_of_the_whole_log_and_of_purchases_only() -> None:
    rows = [("a", "2024-01-01", 7.0), ("a", "2024-01-10", 30.0), ("a", "2024-02-20", 4.0)]
    log = read_rows(("a", "2023-12-24", -99.0), *rows, ("a", "2024-02-25", -3.0))
    facts = customer_facts(log, "2024-03-01", history="2w")
    amounts = values(facts, "a", "first_amount", "last_amount", "largest_amount")
    assert amounts == [7, 4, 30]
    assert values(facts, "a", "purchases", "purchases_total", "contribution") == [1, 3, 1]
    days = values(facts, "a", "first_purchase", "last_purchase")
    assert days == [pd.Timestamp("2024-01-01"), pd.Timestamp("2024-02-20")]


def test_rows_of_one_day_are_one_purchase() -> None:
    log = read_rows(("a", "2024-01-01", 7.0), ("a", "2024-01-01", 5.0), ("a", "2024-02-01", 1.0))
    facts = customer_facts(log, "2024-03-01")
    assert values(facts, "a", "first_amount", "largest_amount", "purchases_total") == [12, 12, 2]


def test_runs_are_counted_in_periods_up_to_the_last_observed_day() -> None:
    """Weeks before 1 March, newest first: pause, bought, bought, pause of two, bought, bought."""
    days = ("2024-01-15", "2024-01-20", "2024-02-12", "2024-02-16", "2024-02-20")
    log = read_rows(*[("a", day, 5.0) for day in days])
    assert values(customer_facts(log, "2024-03-01", period=7), "a", *RUNS) == [2, 2]
    assert values(customer_facts(log, "2024-03-01", period=7, history="1w"), "a", *RUNS) == [0, 1]
    assert values(customer_facts(log, "2024-03-01", period=7, history="4w"), "a", *RUNS) == [2, 1]
    assert values(customer_facts(log, "2024-03-01", period=7, history="6w"), "a", *RUNS) == [2, 2]
    assert values(customer_facts(log, "2024-03-01", period=30), "a", *RUNS) == [2, 0]


@settings(max_examples=6)
@given(ROWS, st.integers(20, 60), st.integers(1, 40), st.sampled_from([1, 3, 7]))
def test_runs_are_what_counting_by_hand_gives(
    rows: list[Any], age: int, history: int, period: int
) -> None:
    as_of, rows = START + timedelta(days=age), [("z", START, 9.99), *rows]
    facts = customer_facts(read_rows(*rows, as_of="2024-04-01"), as_of, history, period)
    for customer, found in brute.by_day(rows, as_of).items():
        grid = active_periods(brute.purchases(found), as_of, history, period)
        runs = {True: 0, False: 0}
        for active, run in groupby(grid):
            runs[active] = max(runs[active], len(list(run)))
        assert values(facts, customer, *RUNS) == [runs[True], runs[False]]
        assert facts.at[customer, "periods_observed"] == len(grid)
        assert facts.at[customer, "active_share"] == pytest.approx(np.mean(grid))


def active_periods(bought: list[date], as_of: date, history: int, period: int) -> list[bool]:
    """Whether there was a purchase in each period of the window, newest first."""
    ages = [(as_of - timedelta(days=1) - day).days for day in bought]
    observed = min(max(ages), history - 1) // period + 1
    inside = {age // period for age in ages if age < history}
    return [number in inside for number in range(observed)]


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"as_of": "2030-01-01"}, "E_AS_OF"),
        ({"period": 0}, "E_PERIOD"),
        ({"history": "long"}, "E_DURATION"),
        ({"first": 0}, "E_DURATION"),
        ({"horizon": "-1w"}, "E_DURATION"),
    ],
)
def test_strange_options_are_refused(options: dict[str, Any], code: str) -> None:
    with pytest.raises(InputError, match=code):
        customer_facts(mixed(), **{"as_of": "2024-03-01", **options})


def test_the_table_of_cdnow_is_that_of_its_customers(
    cdnow_sample_log: Transactions, cdnow_sample_customers: pd.DataFrame
) -> None:
    facts = customer_facts(cdnow_sample_log, "1997-10-01")
    known = cdnow_sample_customers
    np.testing.assert_array_equal(facts["purchases_total"], known["purchases"])
    halves = facts["visits_earlier"] + facts["visits_later"].fillna(0)
    np.testing.assert_array_equal(halves, facts["purchases"])
    spend = facts["spend_earlier"] + facts["spend_later"].fillna(0)
    np.testing.assert_allclose(spend, facts["contribution"])
    assert (facts["largest_amount"] >= facts[["first_amount", "last_amount"]].max(axis=1)).all()
    assert (facts[list(RUNS)].sum(axis=1) <= facts["periods_observed"]).all()
