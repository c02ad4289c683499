import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clv.errors import InputError
from clv.rules import Assignment
from clv.rules.systems.purchase_types import PurchaseTypes

TYPES = ["bulk", "continuing", "occasional", "never"]


def buyers(*rows: tuple[int, float, float]) -> pd.DataFrame:
    """Purchases, first amount, share of active periods, out of ten."""
    table = pd.DataFrame(rows, columns=["purchases", "first_amount", "active_share"])
    table["periods_observed"] = 10
    return table.set_index(pd.Index([f"c{n}" for n in table.index]))


REFERENCE = buyers(*((1, float(amount), 0.1) for amount in range(1, 21)))
LEARNED = PurchaseTypes().fit(REFERENCE)  # the largest tenth of first purchases: 19 and 20


def found(*rows: tuple[int, float, float]) -> Assignment:
    return LEARNED.assign(buyers(*rows))


def labels(*rows: tuple[int, float, float]) -> list[str]:
    return found(*rows).labels.tolist()


def test_each_type_is_told() -> None:
    rows = [(1, 500.0, 0.1), (3, 5.0, 0.3), (1, 5.0, 0.1), (0, np.nan, np.nan)]
    assert labels(*rows) == TYPES


def test_bulk_begins_with_the_largest_tenth_of_all_first_purchases() -> None:
    assert LEARNED.cuts_["first_amount"][0].threshold == 19
    assert labels((1, 18.99, 0.1), (1, 19.0, 0.1)) == ["occasional", "bulk"]


def test_who_came_back_is_not_one_off() -> None:
    assert labels((2, 500.0, 0.2), (3, 500.0, 0.1), (3, 500.0, 0.9)) == [
        "occasional",
        "occasional",
        "continuing",
    ]


def test_continuing_needs_three_purchases_and_three_tenths_of_the_periods() -> None:
    rows = [(2, 5.0, 1.0), (3, 5.0, 0.29), (3, 5.0, 0.3), (90, 5.0, 0.2)]
    assert labels(*rows) == ["occasional", "occasional", "continuing", "occasional"]


def test_one_active_period_out_of_one_is_not_continuing() -> None:
    table = buyers((4, 5.0, 1.0), (4, 5.0, 1.0)).assign(periods_observed=[1, 2])
    assert LEARNED.assign(table).labels.tolist() == ["occasional", "continuing"]


def test_purchases_before_the_window_are_no_one_off() -> None:
    table = buyers((1, 50.0, 0.1), (1, 50.0, 0.1), (0, 50.0, 0.0)).assign(purchases_total=[1, 4, 4])
    assert LEARNED.assign(table).labels.tolist() == ["bulk", "occasional", "occasional"]


def test_the_customer_list_shows_who_never_bought() -> None:
    table = buyers((1, 5.0, 0.1), (0, np.nan, np.nan)).assign(purchases_total=[1.0, np.nan])
    listed = LEARNED.assign(table)
    assert listed.labels.tolist() == ["occasional", "never"]
    assert listed.notices == ()
    assert [notice.code for notice in found((1, 5.0, 0.1)).notices] == ["W_NO_CUSTOMER_LIST"]


def test_a_list_of_prospects_does_not_move_the_cut() -> None:
    listed = pd.concat([REFERENCE, buyers(*[(0, np.nan, np.nan)] * 99).add_suffix("", axis=1)])
    listed.index = [f"c{n}" for n in range(len(listed))]
    cut = PurchaseTypes().fit(listed).cuts_["first_amount"][0]
    assert cut == LEARNED.cuts_["first_amount"][0]


def test_what_decides_and_is_missing_is_an_unknown_field() -> None:
    rows = [(1, np.nan, 0.1), (2, np.nan, 0.1), (3, np.nan, 0.5), (3, 5.0, np.nan)]
    table = buyers(*rows, (1, 5.0, 0.1)).astype({"purchases": float})
    table.iloc[-1, 0] = np.nan
    unknown = "unknown_field"
    assert LEARNED.assign(table).labels.tolist() == [
        unknown,
        "occasional",
        "continuing",
        unknown,
        unknown,
    ]


def test_a_log_without_amounts_tells_no_bulk() -> None:
    table = buyers((1, np.nan, 0.1), (9, np.nan, 0.9))
    assert PurchaseTypes().fit(table).assign(table).labels.tolist() == ["not_applicable"] * 2


def test_equal_first_amounts_share_a_side_and_are_reported() -> None:
    table = buyers(*[(1, 10.0, 0.1)] * 20)
    same = PurchaseTypes().fit(table).assign(table)
    assert same.labels.eq("occasional").all()
    assert same.cuts["first_amount"][0].tied == 20
    assert "W_NO_BULK" in {notice.code for notice in same.notices}
    assert "W_NO_BULK" not in {notice.code for notice in found((1, 5.0, 0.1)).notices}


def test_another_grid_is_refused() -> None:
    table, later = REFERENCE.copy(), REFERENCE.copy()
    table.attrs, later.attrs = {"period_days": 30}, {"period_days": 7}
    with pytest.raises(InputError, match="E_PERIOD"):
        PurchaseTypes().fit(table).assign(later)


ROWS = st.tuples(st.integers(1, 9), st.integers(-3, 40).map(float), st.floats(0, 1))


@settings(max_examples=10, deadline=None)
@given(st.lists(ROWS, min_size=1, max_size=25))
def test_the_labels_are_those_of_the_definition(rows: list[tuple[int, float, float]]) -> None:
    threshold = LEARNED.cuts_["first_amount"][0].threshold
    expected = [
        "bulk"
        if n == 1 and amount >= threshold
        else "continuing"
        if n >= 3 and share >= 0.3
        else "occasional"
        for n, amount, share in rows
    ]
    assert labels(*rows) == expected
