from collections import defaultdict
from datetime import timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clv.customers import category_shares, describe_habits, summarise
from clv.customers.columns import HABITS
from clv.transactions import Transactions, read_transactions
from tests.customers import brute, logs
from tests.customers.tables import values
from tests.transactions.logs import read_rows

AS_OF = "2024-03-01"
COLUMNS = ["customer_id", "category", "rows", "row_share", "spend", "spend_share"]


def baskets() -> Transactions:
    """Tea costs 4 a row on average, rice 10; the returned tea does not count."""
    rows = [
        ("a", "2024-01-01", 6.0, "tea", 0.0),
        ("a", "2024-01-01", 6.5, "tea", 1.0),
        ("a", "2024-01-05", 10.0, "rice", None),
        ("a", "2024-01-07", -6.0, "tea", None),
        ("b", "2024-01-02", 2.0, "tea", 2.0),
        ("b", "2024-01-03", 1.5, "tea", None),
        ("c", "2024-01-09", 7.0, None, None),
    ]
    names = ["customer_id", "date", "amount", "category", "discount"]
    return read_transactions(pd.DataFrame(rows, columns=names), as_of=AS_OF)


def test_shares_of_a_customer_are_of_rows_and_of_spend() -> None:
    table = category_shares(baskets(), AS_OF)
    assert list(table.columns) == COLUMNS
    assert table[["customer_id", "category", "rows", "spend"]].to_numpy().tolist() == [
        ["a", "rice", 1, 10.0],
        ["a", "tea", 2, 12.5],
        ["b", "tea", 2, 3.5],
    ]
    assert table["row_share"].tolist() == pytest.approx([1 / 3, 2 / 3, 1])
    assert table["spend_share"].tolist() == pytest.approx([10 / 22.5, 12.5 / 22.5, 1])
    assert table.attrs == {"as_of": AS_OF}


def test_a_deal_is_a_purchase_day_with_a_discount() -> None:
    assert describe_habits(baskets(), AS_OF)["deal_share"].tolist() == [0.5, 0.5, 0]


def test_the_price_level_weighs_categories_by_rows() -> None:
    table = describe_habits(baskets(), AS_OF)
    assert tuple(table.columns) == HABITS
    levels = [(12.5 / 4 + 1) / 3, 3.5 / 4 / 2, np.nan]
    assert table["price_level"].tolist() == pytest.approx(levels, nan_ok=True)


def test_all_rows_together_are_at_level_one() -> None:
    log = baskets()
    rows = category_shares(log, AS_OF).groupby("customer_id")["rows"].sum()
    level = describe_habits(log, AS_OF)["price_level"].dropna()
    assert level @ rows == pytest.approx(rows.sum())


def test_what_the_log_lacks_is_unknown() -> None:
    bare = read_rows(("a", "2024-01-01", 5), ("b", "2024-01-02", 5))
    assert describe_habits(bare, AS_OF).isna().all(axis=None)
    empty = category_shares(bare, AS_OF)
    assert list(empty.columns) == COLUMNS
    assert empty.empty


def test_without_amounts_categories_are_still_counted() -> None:
    frame = pd.DataFrame({"customer_id": "a", "date": ["2024-01-01"], "category": ["tea"]})
    log = read_transactions(frame, as_of=AS_OF)
    shares = category_shares(log, AS_OF)
    assert shares[["rows", "row_share"]].to_numpy().tolist() == [[1, 1]]
    assert shares[["spend", "spend_share"]].isna().all(axis=None)
    assert describe_habits(log, AS_OF).isna().all(axis=None)


def test_a_category_that_is_given_away_has_no_price() -> None:
    rows = {"customer_id": ["a", "b", "b"], "date": "2024-01-01", "amount": [0.0, 0.0, 4.0]}
    log = read_transactions(pd.DataFrame({**rows, "category": ["x", "x", "y"]}), as_of=AS_OF)
    level = describe_habits(log, AS_OF)["price_level"]
    assert level.tolist() == pytest.approx([np.nan, 1], nan_ok=True)
    assert category_shares(log, AS_OF)["spend_share"].isna().tolist() == [True, False, False]


@pytest.mark.parametrize("unit", [1e-6, 1e9])
def test_the_unit_of_money_does_not_matter(unit: float) -> None:
    rows = {"customer_id": ["a", "b", "b"], "date": "2024-01-01", "category": "tea"}
    levels = [
        describe_habits(
            read_transactions(
                pd.DataFrame({**rows, "amount": [3 * scale, scale, 2 * scale]}), as_of=AS_OF
            ),
            AS_OF,
        )["price_level"]
        for scale in (1, unit)
    ]
    np.testing.assert_allclose(levels[0], levels[1], rtol=1e-6)
    assert values(levels[0].to_frame(), "a") == [1.5]


@settings(max_examples=5)
@given(logs.ITEMS, st.integers(20, 60))
def test_every_column_is_what_counting_by_hand_gives(rows: list[brute.Item], days: int) -> None:
    as_of = logs.START + timedelta(days=days)
    log = logs.read_items(rows)
    habits, shares = describe_habits(log, as_of), category_shares(log, as_of)
    assert habits.index.tolist() == summarise(log, as_of).index.tolist()
    rows = [row for row in [logs.FIRST, *rows] if row[1] < as_of and row[0] in habits.index]
    spend, n = by_category(rows)
    found = shares.set_index(["customer_id", "category"])
    assert found.index.tolist() == sorted(n)
    assert found["spend"].tolist() == pytest.approx([spend[key] for key in sorted(n)])
    assert found["rows"].tolist() == [n[key] for key in sorted(n)]
    assert shares.groupby("customer_id")["row_share"].sum().tolist() == pytest.approx(
        [1.0] * shares["customer_id"].nunique()
    )
    for customer, known in brute.by_day([row[:3] for row in rows], as_of).items():
        bought = brute.purchases(known)
        deals = {row[1] for row in rows if row[0] == customer and row[5] > 0} & set(bought)
        assert habits.at[customer, "deal_share"] == pytest.approx(len(deals) / len(bought))
        level = price_level(customer, spend, n)
        assert habits.at[customer, "price_level"] == pytest.approx(level, nan_ok=True)


def by_category(
    rows: list[brute.Item],
) -> tuple[dict[tuple[str, str], float], dict[tuple[str, str], int]]:
    """Spend and rows by customer and category, without returns."""
    sums: dict[tuple[object, ...], list[float]] = defaultdict(list)
    for row in rows:
        sums[row[0], row[1], row[3], row[4]].append(row[2])
    spend: dict[tuple[str, str], float] = defaultdict(float)
    n: dict[tuple[str, str], int] = defaultdict(int)
    for (customer, _, category, _), amounts in sums.items():
        if category is not None and round(sum(amounts), 6) >= 0:
            spend[str(customer), str(category)] += sum(amounts)
            n[str(customer), str(category)] += len(amounts)
    return spend, n


def price_level(
    customer: str, spend: dict[tuple[str, str], float], n: dict[tuple[str, str], int]
) -> float:
    relative, weight = 0.0, 0
    for own, category in n:
        alike = [key for key in n if key[1] == category]
        mean = sum(spend[key] for key in alike) / sum(n[key] for key in alike)
        if own == customer and mean > 0:
            relative += spend[own, category] / mean
            weight += n[own, category]
    return relative / weight if weight else np.nan
