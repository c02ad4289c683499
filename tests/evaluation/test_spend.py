"""Spend: densities that are those of simulated means, and later purchases counted once each."""

import numpy as np
import pandas as pd
import pytest

from clv.evaluation import backtest_spend, frequency_classes, spend_density
from clv.models import GammaGamma

RNG = np.random.default_rng(5)
X = RNG.geometric(0.3, 4000)
NU = RNG.gamma(4.0, 1 / 15.0, 4000)
CUSTOMERS = pd.DataFrame({"frequency": X, "monetary_value": RNG.gamma(6.0 * X) / NU / X})
PLAIN = GammaGamma().fit(CUSTOMERS)


def test_the_density_is_that_of_the_customers_own_numbers_of_purchases() -> None:
    table = spend_density(CUSTOMERS, {"model": PLAIN}, bins=20)
    assert table["share"].sum() == pytest.approx(0.99, abs=0.001)
    assert table["model"].sum() == pytest.approx(0.99, abs=0.004)
    assert (table["model"] - table["share"]).abs().max() < 0.02
    assert table.attrs["customers"] == 4000
    assert np.diff(table.index) == pytest.approx(table.attrs["width"])


def test_who_has_not_come_back_does_not_count() -> None:
    once = pd.DataFrame({"frequency": [0, 0], "monetary_value": [0.0, 0.0]})
    both = pd.concat([CUSTOMERS, once], ignore_index=True)
    pd.testing.assert_frame_equal(
        spend_density(both, {"model": PLAIN}), spend_density(CUSTOMERS, {"model": PLAIN})
    )


def test_a_covariate_moves_the_density() -> None:
    moved = CUSTOMERS.assign(monetary_value=CUSTOMERS["monetary_value"] * X**0.5)
    model = GammaGamma(spend_covariates=("log_frequency",)).fit(moved)
    table = spend_density(moved, {"moved": model, "plain": GammaGamma().fit(moved)}, bins=20)
    off = table[["moved", "plain"]].sub(table["share"], axis=0).abs().sum()
    assert off["moved"] < off["plain"]


def test_each_later_purchase_counts_once() -> None:
    later = pd.DataFrame(
        {"purchases_holdout": [1, 3, 2, 0], "spend_holdout": [10.0, 90.0, 50.0, 0.0]}
    )
    expected = pd.DataFrame({"model": [20.0, 28.0, 30.0, 99.0]})
    classes = frequency_classes(pd.Series([0, 0, 1, 2]))
    table = backtest_spend(expected, classes, later, draws=50)
    assert table.index.tolist() == ["0", "1"]
    assert table["customers"].tolist() == [2, 1]
    assert table["actual"].tolist() == pytest.approx([25.0, 25.0])
    assert table["model"].tolist() == pytest.approx([26.0, 30.0])
    assert table["lower"]["1"] == table["upper"]["1"] == 25.0


def test_a_true_expectation_lies_inside_the_intervals() -> None:
    times = RNG.poisson(2.0, 4000)
    spent = RNG.gamma(6.0 * np.maximum(times, 1)) / NU
    later = pd.DataFrame({"purchases_holdout": times, "spend_holdout": np.where(times, spent, 0.0)})
    expected = pd.DataFrame({"model": PLAIN.predict(CUSTOMERS)})
    classes = frequency_classes(CUSTOMERS["frequency"])
    table = backtest_spend(expected, classes, later, draws=300, level=0.999)
    assert table["model"].between(table["lower"], table["upper"]).all()
