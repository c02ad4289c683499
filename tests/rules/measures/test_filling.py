import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clv.errors import InputError
from clv.rules.measures.filling import share_out

RATES = st.lists(st.one_of(st.just(0.0), st.floats(1e-6, 1e6)), min_size=1, max_size=20).filter(any)


def test_without_a_cap_the_shares_are_those_of_the_rates() -> None:
    assert share_out(np.array([3.0, 1.0]), np.array([1.0, 2.0]), 10).tolist() == [6.0, 2.0]


def test_the_excess_is_shared_again_and_may_fill_the_next() -> None:
    assert share_out(np.array([8.0, 4.0, 1.0, 1.0]), np.ones(4), 14, 4).tolist() == [4, 4, 3, 3]


def test_those_without_a_rate_get_nothing_even_if_something_is_left() -> None:
    assert share_out(np.array([1.0, 0.0]), np.ones(2), 10, 3).tolist() == [3, 0]


@given(RATES, st.floats(0.1, 1e4), st.floats(0.01, 1e4), st.integers(0, 99))
def test_the_cap_holds_and_the_order_does_not_matter(
    rates: list[float], total: float, cap: float, seed: int
) -> None:
    rate, heads = np.array(rates), np.arange(1.0, len(rates) + 1)
    found = share_out(rate, heads, total, cap)
    assert (found <= cap).all()
    assert found @ heads == pytest.approx(min(total, cap * heads[rate > 0].sum()))
    order = np.random.default_rng(seed).permutation(len(rates))
    assert share_out(rate[order], heads[order], total, cap) == pytest.approx(found[order])
    assert (np.diff(found[np.argsort(rate)]) >= -1e-9 * cap).all()


@pytest.mark.parametrize(("total", "cap", "code"), [
    (0, None, "E_HOURS"), (np.nan, 3, "E_HOURS"), (3, 0, "E_CAP"), (3, np.inf, "E_CAP"),
])  # fmt: skip
def test_nothing_to_divide_is_refused(total: float, cap: float | None, code: str) -> None:
    with pytest.raises(InputError) as caught:
        share_out(np.ones(2), np.ones(2), total, cap)
    assert caught.value.code == code
