from collections import Counter
from datetime import date, timedelta
from math import log
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clv.customers import compare_halves, describe_items, summarise
from clv.customers.columns import HALVES
from clv.errors import InputError
from clv.transactions import Transactions, read_transactions
from tests.customers import brute, logs
from tests.customers.tables import values
from tests.transactions.logs import read_rows

AS_OF = "2024-02-01"


def bought(*rows: tuple[Any, ...]) -> Transactions:
    """One customer's day of January, amount, category, discount and cost."""
    names = ["date", "amount", "category", "discount", "cost"]
    frame = pd.DataFrame(rows, columns=names)
    frame["date"] = [f"2024-01-{day:02d}" for day in frame["date"]]
    return read_transactions(frame.assign(customer_id="a"), as_of=AS_OF)


# The 31 days of January: the middle one, the 16th, is in the earlier half.
ERODING = [
    (1, 18.0, "tea", 2.0, 8.0),
    (16, 20.0, "rice", 0.0, 10.0),
    (17, 9.0, "tea", 1.0, 6.0),
    (20, 6.0, "oil", 4.0, 5.0),
    (20, 5.0, "oil", 0.0, 4.0),
    (25, -4.0, "tea", 0.0, 0.0),
]


def test_each_half_is_counted_by_itself() -> None:
    table = compare_halves(bought(*ERODING), AS_OF)
    assert tuple(table.columns) == HALVES
    assert table.attrs == {"as_of": AS_OF}
    assert set(table.dtypes) == {np.dtype("float64")}
    assert values(table, "a", "spend_earlier", "spend_later") == [38, 16]
    assert values(table, "a", "visits_earlier", "visits_later", "returns_later") == [2, 2, 1]
    assert values(table, "a", "discount_depth_earlier", "discount_depth_later") == [0.05, 0.2]
    per_purchase = "margin_per_purchase_earlier", "margin_per_purchase_later"
    assert values(table, "a", *per_purchase) == [10, 0.5]
    entropy = values(table, "a", "category_entropy_earlier", "category_entropy_later")
    third = (log(3) - 2 / 3 * log(2)) / log(3)
    assert entropy == pytest.approx([log(2) / log(3), third])
    assert values(table, "a", "new_item_share_later") == pytest.approx([2 / 3])


def test_in_a_window_only_new_to_the_customer_is_new() -> None:
    """The last 16 days begin on 16 January and their later half on the 24th."""
    rows = [(1, 5, "tea", 0, 1), (17, 6, "rice", 0, 1), (24, 7, "tea", 0, 1), (31, 8, "oil", 0, 1)]
    table = compare_halves(bought(*rows), AS_OF, history=16)
    assert values(table, "a", "spend_earlier", "spend_later") == [6, 15]
    assert values(table, "a", "new_item_share_later") == [0.5]


def test_who_joined_within_the_window_is_compared_since_then() -> None:
    log = read_rows(("old", "2024-01-01", 5), ("new", "2024-02-10", 8), ("new", "2024-02-25", 2))
    table = compare_halves(log, "2024-03-01", history=40)
    assert values(table, "new", "spend_earlier", "spend_later") == [8, 2]
    assert values(table, "old", "spend_earlier", "spend_later", "visits_later") == [0, 0, 0]
    whole = compare_halves(log, "2024-03-01")
    assert values(whole, "new") == pytest.approx(values(table, "new"), nan_ok=True)


def test_a_first_day_has_no_later_half() -> None:
    log = read_rows(("a", "2024-01-01", 5), ("b", "2024-02-29", 8))
    later = ["spend_later", "visits_later", "returns_later"]
    table = compare_halves(log, "2024-03-01")
    assert values(table, "b", "spend_earlier", "visits_earlier") == [8, 1]
    assert table[later].isna().to_numpy().tolist() == [[False] * 3, [True] * 3]
    assert compare_halves(log, "2024-03-01", history=1)[later].isna().all(axis=None)


def test_what_the_log_lacks_is_unknown() -> None:
    table = compare_halves(read_rows(("a", "2024-01-01"), ("a", "2024-02-20")), "2024-03-01")
    assert tuple(table.columns) == HALVES
    assert values(table, "a", "visits_earlier", "visits_later") == [1, 1]
    assert table.drop(columns=["visits_earlier", "visits_later"]).isna().all(axis=None)
    priced = compare_halves(read_rows(("a", "2024-01-01", 5), ("b", "2024-01-09", 5)), "2024-03-01")
    known = ["spend_earlier", "spend_later", "visits_earlier", "visits_later", "returns_later"]
    assert priced[known].notna().all(axis=None)
    assert priced.drop(columns=known).isna().all(axis=None)


def test_a_day_of_unknown_cost_leaves_the_margin_of_its_half_unknown() -> None:
    table = compare_halves(
        bought((1, 9, "a", 0, 4), (20, 9, "a", 0, 4), (21, 9, "a", 0, None)), AS_OF
    )
    margins = values(table, "a", "margin_per_purchase_earlier", "margin_per_purchase_later")
    assert margins == pytest.approx([5, np.nan], nan_ok=True)


def test_a_strange_window_is_refused() -> None:
    with pytest.raises(InputError, match="E_DURATION"):
        compare_halves(bought(*ERODING), AS_OF, history="a year")


@settings(max_examples=8)
@given(logs.ITEMS, st.integers(20, 60), st.integers(1, 70))
def test_every_column_is_what_counting_by_hand_gives(
    rows: list[brute.Item], days: int, history: int
) -> None:
    as_of = logs.START + timedelta(days=days)
    log = logs.read_items(rows)
    table = compare_halves(log, as_of, history)
    expected = by_hand([logs.FIRST, *rows], as_of, history)
    assert table.index.tolist() == sorted(expected) == summarise(log, as_of).index.tolist()
    for customer, row in expected.items():
        for column, value in row.items():
            found = table.at[customer, column]
            assert found == pytest.approx(np.nan if value is None else value, nan_ok=True), column


def by_hand(
    rows: list[brute.Item], as_of: date, history: int
) -> dict[str, dict[str, float | None]]:
    rows = [row for row in rows if row[1] < as_of]
    last, table = as_of - timedelta(days=1), {}
    known = len({c for group in brute.kept(rows, 3).values() for _, c in group})
    for customer, days in brute.by_day([row[:3] for row in rows], as_of).items():
        visits = brute.purchases(days)
        start = max(visits[0], as_of - timedelta(days=history))
        found: dict[str, float | None] = {}
        kinds = brute.kept([row for row in rows if row[0] == customer], 3).get(customer, {})
        middle = start + timedelta(days=(last - start).days // 2)
        for half, first, end in (("earlier", start, middle), ("later", middle, last)):
            within = {d for d in days if first <= d <= end and (d > middle or half == "earlier")}
            own = [row for row in rows if row[0] == customer and row[1] in within]
            days_bought = within & set(visits)
            saved = sum(row[5] for row in own if row[1] in days_bought)
            paid = sum(row[2] for row in own if row[1] in days_bought)
            counts: Counter[str] = Counter()
            for (day, kind), n in kinds.items():
                counts[kind] += n * (day in within)
            total = sum(counts.values())
            spread = -sum(n / total * log(n / total) for n in counts.values() if n)
            lived = half == "earlier" or last > start
            margin = sum(row[2] - row[6] for row in own)
            found |= {
                f"spend_{half}": sum(row[2] for row in own) if lived else None,
                f"visits_{half}": len(days_bought) if lived else None,
                f"discount_depth_{half}": saved / (saved + paid) if saved + paid else None,
                f"category_entropy_{half}": spread / log(known) if total > 1 < known else None,
                f"margin_per_purchase_{half}": margin / len(days_bought) if days_bought else None,
            }
        met = {kind for day, kind in kinds if day <= middle}
        new = sum(n for kind, n in counts.items() if kind not in met)
        found["returns_later"] = len(within - days_bought) if last > start else None
        found["new_item_share_later"] = new / total if total else None
        table[customer] = found
    return table


def test_new_items_are_at_least_those_of_the_day_they_were_met() -> None:
    log = bought(*ERODING)
    wide, narrow = compare_halves(log, AS_OF), describe_items(log, AS_OF)
    assert values(wide, "a", "new_item_share_later") >= values(narrow, "a", "new_category_share")
