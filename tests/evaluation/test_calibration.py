import numpy as np
import pytest

from clv.evaluation import calibration_table

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
