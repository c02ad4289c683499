"""Classes hold everybody once, and their means are those of their customers."""

import numpy as np
import pandas as pd
import pytest

from clv.evaluation import backtest_by_class, frequency_classes, recency_classes

RNG = np.random.default_rng(0)
FREQUENCY = pd.Series(RNG.geometric(0.3, 1500) - 1)
RECENCY = pd.Series(RNG.uniform(0, 38, 1500)).where(FREQUENCY > 0, 0.0)
KNOWN = pd.DataFrame({"frequency": FREQUENCY, "recency": RECENCY})
FORECASTS = pd.DataFrame({"right": 0.3 + 0.2 * FREQUENCY, "flat": 0.8})
ACTUAL = pd.Series(RNG.poisson(FORECASTS["right"]))


def test_frequency_classes_are_in_order_and_the_last_holds_the_rest() -> None:
    classes = frequency_classes(FREQUENCY, most=3)
    assert classes.cat.categories.tolist() == ["0", "1", "2", "3+"]
    assert classes.cat.ordered
    assert (classes == "3+").sum() == (FREQUENCY >= 3).sum()


def test_recency_classes_keep_one_time_buyers_apart() -> None:
    classes = recency_classes(KNOWN, bands=5)
    assert classes.cat.categories.tolist() == ["once", "0-8", "8-16", "16-24", "24-32", "32-40"]
    assert ((classes == "once") == (FREQUENCY == 0)).all()
    held = RECENCY[classes == "8-16"]
    assert 8 < held.min() <= held.max() <= 16


def test_a_purchase_on_the_edge_or_on_the_first_day_has_a_class() -> None:
    known = pd.DataFrame({"frequency": [1, 1, 1], "recency": [0.0, 5.0, 10.0]})
    assert recency_classes(known, bands=2).tolist() == ["0-5", "0-5", "5-10"]
    once = pd.DataFrame({"frequency": [0, 0], "recency": [0.0, 0.0]})
    assert recency_classes(once).tolist() == ["once", "once"]


def test_every_forecast_stands_beside_what_happened() -> None:
    table = backtest_by_class(FORECASTS, frequency_classes(FREQUENCY), ACTUAL, draws=50)
    assert table.columns.tolist() == ["customers", "right", "flat", "actual", "lower", "upper"]
    assert table["customers"].sum() == 1500
    two = FREQUENCY == 2
    assert table["right"]["2"] == pytest.approx(FORECASTS["right"][two].mean())
    assert table["actual"]["2"] == pytest.approx(ACTUAL[two].mean())


def test_a_true_forecast_lies_inside_and_a_flat_one_does_not() -> None:
    classes = frequency_classes(FREQUENCY)
    table = backtest_by_class(FORECASTS, classes, ACTUAL, draws=400, level=0.999)
    assert table["right"].between(table["lower"], table["upper"]).all()
    assert not table["flat"].between(table["lower"], table["upper"]).all()
