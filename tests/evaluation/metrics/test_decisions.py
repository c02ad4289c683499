import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clv.evaluation.metrics import decision_value

SPEND = np.array([8.0, 4.0, 2.0, 2.0, 0.0, 0.0, 0.0, 0.0])


def value(expected: object, budget: float, cost: float) -> float:
    return float(decision_value(SPEND, expected, budgets=(budget,), costs=(cost,)))  # type: ignore[arg-type]


def test_two_groups_by_hand() -> None:
    # mean 2; the best group holds 8, 2, 0 and 0: half of it is contacted, 5 of 16 for 2 contacts
    groups = np.array([3.0, 1.0, 3.0, 1.0, 3.0, 3.0, 1.0, 1.0])
    gain = (5 / 2 - 2 * 0.5) / 8 - 0.25 * 0.5
    perfect = (12 / 2 - 2 * 0.5) / 8 - 0.25 * 0.5
    assert value(groups, 0.25, 0.5) == pytest.approx(gain / perfect)


def test_groups_worth_less_than_the_cost_are_not_contacted() -> None:
    groups = np.array([3.0, 3.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0])
    assert value(groups, 1.0, 1.0) == pytest.approx(1.0)  # 2 and 2 are worth just the cost


def test_no_information_has_no_value_and_foresight_is_perfect() -> None:
    assert value(np.ones(8), 0.25, 0.5) == pytest.approx(0)
    assert value(SPEND, 0.25, 0.5) == pytest.approx(1)
    assert value(-SPEND + 9, 0.25, 0.5) < 0


def test_where_even_foresight_gains_nothing_there_is_no_value() -> None:
    assert np.isnan(value(SPEND, 0.25, 10.0))
    both = decision_value(SPEND, SPEND, budgets=(0.25,), costs=(0.5, 10.0))
    assert float(both) == pytest.approx(1)


@given(unit=st.floats(1e-6, 1e9), other=st.floats(1e-6, 1e9), seed=st.integers(0, 99))
def test_no_unit_of_money_matters(unit: float, other: float, seed: int) -> None:
    rng = np.random.default_rng(seed)
    spend, expected = rng.lognormal(0, 1, 40), rng.integers(1, 5, 40).astype(float)
    plain = float(decision_value(spend, expected))
    assert float(decision_value(unit * spend, other * expected)) == pytest.approx(plain, rel=1e-6)
