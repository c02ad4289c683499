"""Sums over many numbers by few terms against the sums themselves."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy.special import zeta

from clv.models._maths.ladder import ladder


@pytest.mark.parametrize("top", [1, 16])
def test_a_short_sum_is_taken_term_by_term(top: int) -> None:
    n, weight = ladder(top, 1.0)
    assert_array_equal(n, np.arange(1, 17))
    assert_array_equal(weight, np.ones(16))


@pytest.mark.parametrize("power", [0.0, 1.0, 2.5, 3.0])
@pytest.mark.parametrize("shape", [0.1, 5000.0])
def test_powers_are_summed_exactly(power: float, shape: float) -> None:
    n, weight = ladder(20_000, shape)
    last = round(float(weight.sum()))
    assert last >= 20_000
    assert_allclose(weight @ n**-power, (np.arange(1.0, last + 1) ** -power).sum(), rtol=1e-12)


def test_a_sum_of_ten_thousand_million_terms_takes_a_few_hundred() -> None:
    n, weight = ladder(10**10, 1.0)
    assert n.size < 500
    assert_allclose(weight @ n**-3.0, zeta(3.0), rtol=1e-13)
