import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clv.rules.systems.halo import DiscountErosion

HALVES = [
    "discount_depth_earlier",
    "discount_depth_later",
    "margin_per_purchase_earlier",
    "margin_per_purchase_later",
]


def halves(rows: list[tuple[float | None, ...]]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=HALVES, dtype=float).assign(purchases=9)
    return table.set_axis([f"c{n}" for n in range(len(table))])


def labels(table: pd.DataFrame) -> list[str]:
    return DiscountErosion().fit(table).assign(table).labels.tolist()


@pytest.mark.parametrize(
    ("row", "label"),
    [
        ((0.00, 0.20, 10, 7), "eroding"),
        ((0.00, 0.20, 10, 12), "paid"),
        ((0.00, 0.20, 10, 10), "paid"),
        ((0.20, 0.20, 10, 5), "holding"),
        ((0.30, 0.10, 10, 5), "holding"),
        ((0.10, 0.11, 10, 9), "eroding"),  # a point of depth is a rise
        ((0.10, 0.109, 10, 9), "holding"),
        ((0.10, 0.20, 10, 9.9), "paid"),  # one per cent is no fall
        ((0.10, 0.20, 10, 9.89), "eroding"),
        ((0.10, 0.20, -10, -12), "eroding"),  # a loss that grows
        ((0.10, 0.20, -10, -5), "paid"),
        ((None, 0.20, 10, 5), "too_little_history"),
        ((0.10, 0.20, None, 5), "too_little_history"),
        ((0.10, 0.20, 0, 5), "too_little_history"),  # nothing to compare with
        ((0.20, 0.10, None, 5), "holding"),
    ],
)
def test_a_customer_is_compared_with_himself(row: tuple[float | None, ...], label: str) -> None:
    assert labels(halves([row, (0.0, 0.3, 10, 12)]))[0] == label


def test_without_discounts_the_question_does_not_arise() -> None:
    table = halves([(None, None, 10, 7), (None, None, 10, 12)])
    assert labels(table) == ["not_applicable"] * 2


def test_without_costs_the_net_amount_stands_for_the_margin_and_that_is_said() -> None:
    table = halves([(0.0, 0.2, None, None), (0.0, 0.2, None, None)]).assign(
        spend_earlier=100.0, spend_later=[80.0, 120.0], visits_earlier=4, visits_later=4
    )
    rules = DiscountErosion().fit(table)
    found = rules.assign(table)
    assert found.labels.tolist() == ["eroding", "paid"]
    assert found.scores["margin"].tolist() == [20.0, 30.0]
    assert "W_MARGIN_ASSUMED" in {notice.code for notice in found.notices}
    priced = table.assign(margin_per_purchase_earlier=5.0, margin_per_purchase_later=1.0)
    assert rules.assign(priced).labels.equals(found.labels)  # the basis is frozen too


def test_where_no_margin_is_known_at_all_only_holding_can_be_said() -> None:
    table = halves([(0.0, 0.2, None, None), (0.2, 0.0, None, None)])
    assert labels(table) == ["too_little_history", "holding"]


def test_no_purchase_is_apart() -> None:
    table = halves([(0.0, 0.2, 10, 7), (0.0, 0.2, 10, 12)]).assign(purchases=[0, 9])
    assert labels(table) == ["no_purchase", "paid"]


@settings(max_examples=20, deadline=None)
@given(st.floats(0, 1), st.floats(0, 0.9), st.floats(-50, 50))
def test_deeper_discounts_never_turn_eroding_into_holding(
    earlier: float, later: float, margin: float
) -> None:
    table = halves([(earlier, later, 10, margin), (earlier, later + 0.1, 10, margin)])
    first, second = labels(table)
    assert not (first == "eroding" and second == "holding")
    assert first in ("eroding", "paid", "holding")


def test_explanations_show_both_changes() -> None:
    table = halves([(0.0, 0.2, 10, 7), (0.0, 0.2, 10, np.nan)])
    said = DiscountErosion().fit(table).assign(table).explain("c0")
    assert "the discount depth is 20.0%, a change of 20.0%, and the margin per purchase" in said
    assert "a change of -30.0%" in said
