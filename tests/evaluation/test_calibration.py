import numpy as np
import pandas as pd
import pytest
from scipy.stats import binomtest

from clv.evaluation import calibration_table, wilson_interval

RNG = np.random.default_rng(0)


def test_true_probabilities_are_within_the_intervals() -> None:
    stated = RNG.uniform(0, 1, 5000)
    table = calibration_table(stated, RNG.uniform(size=5000) < stated, level=0.999)
    assert table["customers"].eq(500).all()
    assert table["predicted"].between(table["lower"], table["upper"]).all()


def test_probabilities_that_are_too_high_are_above_the_intervals() -> None:
    stated = RNG.uniform(0.3, 0.9, 5000)
    table = calibration_table(stated, RNG.uniform(size=5000) < stated - 0.2)
    assert (table["predicted"] > table["upper"]).all()


def test_equal_probabilities_stay_in_one_group() -> None:
    stated = np.repeat([0.1, 0.6], [90, 10])
    table = calibration_table(stated, RNG.uniform(size=100) < stated)
    assert table["customers"].tolist() == [90, 10]
    assert table["predicted"].tolist() == pytest.approx([0.1, 0.6])


@pytest.mark.parametrize(("k", "n"), [(0, 10), (3, 10), (10, 10), (417, 5000)])
def test_the_interval_of_a_share_is_wilsons(k: int, n: int) -> None:
    expected = binomtest(k, n).proportion_ci(0.95, method="wilson")
    lower, upper = wilson_interval(pd.Series([k / n]), pd.Series([n]))
    assert lower[0] == pytest.approx(expected.low, abs=1e-12)
    assert upper[0] == pytest.approx(expected.high, abs=1e-12)
