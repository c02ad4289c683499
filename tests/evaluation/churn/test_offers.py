import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clv.errors import InputError
from clv.evaluation import RetentionOffer

OFFER = RetentionOffer(contact_cost=1, offer_cost=10, success=0.3)


def test_a_kept_customer_brings_his_value_less_the_offer() -> None:
    assert OFFER.gain(np.ones(1), np.array([110.0])).item() == pytest.approx(0.3 * 100 - 1)


def test_who_stays_anyway_costs_the_contact_and_the_offer_if_taken() -> None:
    assert OFFER.gain(np.zeros(1), np.array([110.0])).item() == -11
    shy = RetentionOffer(1, 10, 0.3, taken_anyway=0.2)
    assert shy.gain(np.zeros(1), np.array([110.0])).item() == -3


@given(st.floats(0, 1), st.floats(0, 1e4), st.floats(0.01, 1), st.floats(0, 50), st.floats(0, 5))
def test_the_mean_of_both_outcomes_is_the_expected_gain(
    churn: float, value: float, success: float, offer_cost: float, contact_cost: float
) -> None:
    offer = RetentionOffer(contact_cost, offer_cost, success)
    gone, stayed = offer.gain(np.array([1.0, 0.0]), np.array([value, value]))
    expected = offer.gain(np.array([churn]), np.array([value])).item()
    assert expected == pytest.approx(churn * gone + (1 - churn) * stayed, abs=1e-8)


@pytest.mark.parametrize(
    "wrong", [(-1, 0, 0.1), (0, np.nan, 0.1), (np.inf, 0, 0.1), (0, 0, 1.1), (0, 0, 0.1, -0.1)]
)
def test_what_cannot_be_assumed_is_refused(wrong: tuple[float, ...]) -> None:
    with pytest.raises(InputError, match="E_ASSUMED"):
        RetentionOffer(*wrong)
