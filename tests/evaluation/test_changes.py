"""A change is divided into parts that add up to it, and noise is called noise."""

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clv.customers import two_windows
from clv.evaluation import Changes, changed_since, explain_changes
from clv.evaluation.changes import PARTS
from clv.periods import Split
from clv.transactions import Transactions

COLUMNS = ["purchases_before", "purchases_now", "sales_before", "sales_now"]
COLUMNS += ["returns_before", "returns_now"]
SINCE = "2024-02-01"


def windows(*rows: tuple[float, ...], first: str | list[str] = "2023-06-01") -> pd.DataFrame:
    """Customers with `COLUMNS`, who first bought on a day of their own or all on the same."""
    table = pd.DataFrame(rows, columns=COLUMNS, index=[f"c{i:03}" for i in range(len(rows))])
    table.insert(0, "first_purchase", pd.to_datetime(first))
    table.attrs = {"since": SINCE, "as_of": "2024-03-01", "days_before": 29, "days_now": 29}
    return table


def told(*rows: tuple[float, ...], **kwargs: Any) -> "pd.Series[float]":
    return explain_changes(windows(*rows, **kwargs), draws=2).parts["money"]


MONEY = st.floats(0, 1e9, allow_subnormal=False)


@st.composite
def customers(draw: st.DrawFn) -> tuple[float, ...]:
    counts = [draw(st.integers(0, 9)) for _ in range(2)]
    sales = [draw(MONEY) if count else 0.0 for count in counts]
    return (*counts, *sales, -draw(MONEY), -draw(MONEY))


@settings(max_examples=20)
@given(st.lists(customers(), min_size=1, max_size=8), st.sampled_from([1e-6, 1.0, 1e3]))
def test_parts_add_up_to_the_change_for_every_customer_and_in_all(
    rows: list[tuple[float, ...]], unit: float
) -> None:
    scaled = [(*row[:2], *(value * unit for value in row[2:])) for row in rows]
    firsts = ["2023-06-01" if row[0] else "2024-02-03" if row[1] else "2023-01-01" for row in rows]
    changes = explain_changes(windows(*scaled, first=firsts), draws=2)
    size = np.abs(np.array(scaled)[:, 2:]).sum()
    gap = changes.customers[[*PARTS]].sum(axis=1) - (
        changes.customers["now"] - changes.customers["before"]
    )
    assert np.abs(gap).max() <= 1e-12 * size
    total = changes.totals.loc["money", "change"]
    assert changes.parts["money"].sum() == pytest.approx(total, abs=1e-12 * size)
    by_group = changes.by(pd.Series("EI", changes.customers.index[::2]))
    assert by_group["change"].sum() == pytest.approx(total, abs=1e-12 * size)


def test_each_kind_of_customer_has_a_part_of_his_own() -> None:
    rows = [(0, 2, 0, 30, 0, 0), (0, 1, 0, 7, 0, 0), (3, 0, 60, 0, 0, -5), (2, 4, 20, 60, 0, 0)]
    parts = told(*rows, first=["2024-02-02", "2023-01-01", "2023-01-01", "2023-01-01"])
    assert parts.to_dict() == {
        "new_customers": 30, "came_back": 7, "stayed_away": -60,
        # 2 more purchases at the mean of 10 and 15; 5 more at the mean of 2 and 4 purchases
        "purchases": 25, "money_per_purchase": 15, "returns": -5,
    }  # fmt: skip


def test_a_split_does_not_ask_which_of_number_and_price_came_first() -> None:
    there, back = told((2, 4, 20, 60, 0, 0)), told((4, 2, 60, 20, 0, 0))
    assert (there == -back).all()


def test_all_new_customers_are_one_part() -> None:
    changes = explain_changes(windows(*[(0, 1, 0, 5, 0, 0)] * 3, first="2024-02-05"), draws=2)
    assert changes.parts["money"].to_dict() == dict.fromkeys(PARTS, 0.0) | {"new_customers": 15.0}
    assert changes.reason == {"part": "new_customers", "money": 15.0}
    assert np.isnan(changes.totals["share"]["money"])


def test_an_empty_earlier_window_and_no_change_at_all_have_no_reason() -> None:
    changes = explain_changes(windows((0, 0, 0, 0, 0, 0)), draws=2)
    assert changes.reason is None
    assert (changes.parts["money"] == 0).all()


def test_one_customer_makes_no_interval() -> None:
    changes = explain_changes(windows((1, 2, 5, 10, 0, 0)), draws=20)
    assert changes.parts[["lower", "upper"]].isna().all(axis=None)
    assert not changes.totals["clear"].any()


def test_who_comes_and_goes_is_weighed_together() -> None:
    # 50 stayed away and 45 came back: what the one customer of both windows did weighs more
    rows = [(1, 0, 10, 0, 0, 0)] * 5 + [(0, 1, 0, 9, 0, 0)] * 5 + [(1, 1, 100, 60, 0, 0)]
    reason = explain_changes(windows(*rows), draws=2).reason
    assert reason == {"part": "money_per_purchase", "money": -40.0}


def test_money_that_is_not_known_stays_unknown() -> None:
    nan = float("nan")
    changes = explain_changes(windows(*[(1, 2, nan, nan, nan, nan)] * 30), draws=20)
    assert changes.parts["money"].isna().all()
    assert changes.reason is None
    assert list(changes.totals.loc["purchases", ["before", "now", "change"]]) == [30, 60, 30]


def noise(seed: int, rate: float = 2.0) -> Changes:
    """Customers who buy at one rate before and at another since."""
    generator = np.random.default_rng(seed)
    counts = np.column_stack([generator.poisson(2.0, 100), generator.poisson(rate, 100)])
    rows = [(*pair, *(10.0 * pair), 0, 0) for pair in counts]
    return explain_changes(windows(*rows), draws=100, seed=1)


def test_chance_is_called_chance_and_a_change_is_called_one() -> None:
    called = sum(bool(noise(seed).totals.loc["money", "clear"]) for seed in range(20))
    assert called <= 4
    assert noise(0, rate=3.0).totals.loc["money", "clear"]


def test_the_same_seed_gives_the_same_interval_whatever_the_unit() -> None:
    first, second = noise(3), noise(3)
    pd.testing.assert_frame_equal(first.parts, second.parts)


@pytest.mark.parametrize("unit", [1e-6, 1e9])
def test_money_in_another_unit_changes_money_alone(
    cdnow_sample_log: Transactions, unit: float
) -> None:
    table = two_windows(cdnow_sample_log, "1998-01-01", "1998-07-01")
    money = table.filter(regex="sales|returns").columns
    scaled = table.assign(**{name: table[name] * unit for name in money})
    scaled.attrs = table.attrs
    plain, other = (explain_changes(each, draws=20, seed=5) for each in (table, scaled))
    numbers = ["money", "lower", "upper"]
    pd.testing.assert_frame_equal(plain.parts[numbers] * unit, other.parts[numbers], rtol=1e-9)
    assert plain.totals["clear"].equals(other.totals["clear"])
    assert plain.reason is not None
    assert other.reason is not None
    assert plain.reason["part"] == other.reason["part"]


def test_cdnow_falls_because_its_one_cohort_stays_away(cdnow_log: Transactions) -> None:
    changes = explain_changes(two_windows(cdnow_log, "1997-10-01", "1998-07-01"), draws=50)
    assert list(changes.totals.loc["new_customers", ["before", "now"]]) == [23_570, 0]
    assert changes.parts.loc["stayed_away", "customers"] == 16_512
    assert changes.parts["money"].sum() == pytest.approx(776_961.13 - 1_723_354.50)
    assert changes.totals.loc["money", "clear"]


def test_groups_put_customers_without_a_label_last() -> None:
    rows = [(1, 2, 5, 10, 0, 0), (0, 1, 0, 4, 0, 0), (1, 0, 3, 0, 0, 0)]
    table = explain_changes(windows(*rows), draws=2).by(pd.Series({"c000": "EI", "c002": "zz"}))
    assert table.index.tolist() == ["EI", "zz", "new"]
    assert table["change"].tolist() == [5, -3, 4]
    assert table["customers"].tolist() == [1, 1, 1]


SPLIT = Split.parse("2024-07-01", "13w", date(2023, 1, 10))


@pytest.mark.parametrize(
    ("since", "day"),
    [
        ("", "2024-04-01"),
        ("2024-06-01", "2024-06-01"),
        ("2024-07-01", "2024-04-01"),
        ("2024-08-01", "2024-04-01"),
        ("2023-01-23", "2024-04-01"),
        ("2023-01-24", "2023-01-24"),
    ],
)
def test_changes_are_told_from_the_last_report_where_the_log_allows(since: str, day: str) -> None:
    assert str(changed_since(SPLIT, since)) == day
