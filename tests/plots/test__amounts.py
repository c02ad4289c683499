"""An amount in a chart or in its words can be read in any unit."""

import pytest

from clv.plots._amounts import amount


@pytest.mark.parametrize(
    ("value", "told"),
    [(0.0, "0"), (411.492, "411.5"), (1723354.4, "1,723,354"), (5.35e10, "53,500,000,000"),
     (-12.34, "-12.3"), (0.00889339, "0.00889"), (float("nan"), "–")],
)  # fmt: skip
def test_an_amount_has_the_digits_that_its_size_calls_for(value: float, told: str) -> None:
    assert amount(value) == told


def test_a_gain_has_its_sign_where_that_is_asked_for() -> None:
    assert (amount(20.0, "+"), amount(0.0, "+"), amount(-0.5, "+")) == ("+20.0", "0", "-0.5")
