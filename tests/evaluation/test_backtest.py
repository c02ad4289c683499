import numpy as np
import pandas as pd
import pytest

from clv.evaluation import backtest_by_frequency, backtest_totals, forecast_errors

RNG = np.random.default_rng(0)
FREQUENCY = pd.Series(RNG.geometric(0.25, 2000) - 1)
EXPECTED = 0.3 + 0.2 * FREQUENCY
ACTUAL = pd.Series(RNG.poisson(EXPECTED))
FORECAST = pd.DataFrame(
    {"mean": [100.0, 900.0, 40.0], "lower": [90.0, 800.0, 35.0], "upper": [110.0, 1000.0, 45.0]},
    index=["purchases", "spend", "active_customers"],
)


def test_totals_stand_beside_what_happened() -> None:
    outcomes = pd.DataFrame(
        {
            "purchases_holdout": [80, 45, 0],
            "spend_holdout": [500.0, 400.0, 0.0],
            "active_holdout": [True, True, False],
        }
    )
    totals = backtest_totals(FORECAST, outcomes)
    assert totals["actual"].tolist() == [125, 900, 2]
    assert totals["expected"].tolist() == [100, 900, 40]
    assert totals["ratio"].tolist() == [0.8, 1, 20]
    assert totals["inside"].tolist() == [False, True, False]


def test_classes_hold_everybody_and_the_last_one_the_rest() -> None:
    table = backtest_by_frequency(EXPECTED, FREQUENCY, ACTUAL, draws=50)
    assert list(table.index) == ["0", "1", "2", "3", "4", "5", "6", "7+"]
    assert table["customers"].sum() == 2000
    assert table.loc["7+", "customers"] == (FREQUENCY >= 7).sum()


def test_class_means_are_those_of_their_customers() -> None:
    table = backtest_by_frequency(EXPECTED, FREQUENCY, ACTUAL, draws=50)
    assert table.loc["2", "actual"] == pytest.approx(ACTUAL[FREQUENCY == 2].mean())
    assert table.loc["7+", "expected"] == pytest.approx(EXPECTED[FREQUENCY >= 7].mean())


def test_a_true_expectation_lies_within_the_intervals() -> None:
    table = backtest_by_frequency(EXPECTED, FREQUENCY, ACTUAL, draws=400, level=0.999)
    assert table["expected"].between(table["lower"], table["upper"]).all()


def test_intervals_are_those_of_a_mean() -> None:
    table = backtest_by_frequency(EXPECTED, FREQUENCY, ACTUAL, draws=1000)
    zero = ACTUAL[FREQUENCY == 0]
    width = (table["upper"] - table["lower"])["0"]
    assert width == pytest.approx(2 * 1.96 * zero.std() / len(zero) ** 0.5, rel=0.15)


def test_absent_classes_are_left_out() -> None:
    frequency = pd.Series([0, 0, 0, 3, 3, 3, 9, 9, 9])
    table = backtest_by_frequency(frequency * 1.0, frequency, frequency, draws=20)
    assert list(table.index) == ["0", "3", "7+"]


def test_errors_of_a_true_expectation_have_no_bias() -> None:
    errors = forecast_errors(EXPECTED, ACTUAL)
    assert list(errors.index) == ["bias", "mae", "rmse", "spearman"]
    assert errors["lower"]["bias"] < 0 < errors["upper"]["bias"]
    too_much = forecast_errors(EXPECTED + 0.5, ACTUAL)
    assert too_much["lower"]["bias"] > 0
