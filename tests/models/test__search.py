"""Where a climb starts: from the rate of purchases and the share of one-time buyers."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from clv.models._inputs.histories import read_histories
from clv.models._maths.histories import Histories
from clv.models._search import first_rates, starts
from clv.simulate import simulate_customers

TRUTH = {"r": 0.25, "alpha": 0.2, "a": 0.8, "b": 2.4}


@pytest.fixture(scope="module")
def histories() -> Histories:
    return read_histories(simulate_customers(TRUTH, np.ones(20_000), seed=1))


def test_the_first_rates_explain_those_who_never_bought_again(histories: Histories) -> None:
    r, alpha = first_rates(histories, 1.6, 0.0)
    never = histories.weight[histories.x == 0].sum() / histories.weight.sum()
    assert_allclose((1 + 1 / alpha) ** -r, never, rtol=1e-2)


def test_the_first_start_is_near_the_truth(histories: Histories) -> None:
    first = next(starts(histories))
    assert_allclose(first, np.log(list(TRUTH.values())), atol=0.3)


@pytest.mark.parametrize("x", [0, 40])
def test_starts_are_finite_where_nobody_or_everybody_bought_again(x: int) -> None:
    one = np.ones(2)
    lines = Histories(
        np.array([1, x]), one, one, np.array([1e-9, 1.0]), np.arange(2), one[:0, None]
    )
    for modified in (False, True):
        assert np.isfinite(list(starts(lines, modified=modified, k=3))).all()
