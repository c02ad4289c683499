"""Forecasts made at the cut against what happened after it."""

import pandas as pd

from clv.evaluation.classes import backtest_by_class, frequency_classes
from clv.evaluation.comparison import compare

__all__ = ["backtest_by_frequency", "backtest_totals", "forecast_errors"]

_ACTUAL = {
    "purchases": "purchases_holdout",
    "spend": "spend_holdout",
    "active_customers": "active_holdout",
}


def backtest_totals(forecast: pd.DataFrame, outcomes: pd.DataFrame) -> pd.DataFrame:
    """Set forecast totals beside the actual ones.

    Parameters
    ----------
    forecast
        Rows among purchases, spend and active_customers; columns mean, lower, upper, as
        `clv.valuation.forecast_total` gives it.
    outcomes
        One row a customer: purchases_holdout, spend_holdout, active_holdout.

    Returns
    -------
    pandas.DataFrame
        On the rows of ``forecast``: actual, expected, lower, upper, ratio (expected / actual) and
        inside (whether the interval holds the actual total).

    Examples
    --------
    >>> forecast = pd.DataFrame(
    ...     {"mean": [9.0], "lower": [7.0], "upper": [12.0]}, index=["purchases"]
    ... )
    >>> happened = pd.DataFrame({"purchases_holdout": [4, 6, 0]})
    >>> backtest_totals(forecast, happened).loc["purchases", ["actual", "ratio"]].to_dict()
    {'actual': 10.0, 'ratio': 0.9}
    """
    actual = pd.Series({row: float(outcomes[_ACTUAL[str(row)]].sum()) for row in forecast.index})
    table = forecast.rename(columns={"mean": "expected"})[["expected", "lower", "upper"]]
    table.insert(0, "actual", actual)
    table["ratio"] = table["expected"] / table["actual"]
    table["inside"] = table["actual"].between(table["lower"], table["upper"])
    return table


def backtest_by_frequency(
    expected: "pd.Series[float]",
    frequency: "pd.Series[int]",
    actual: "pd.Series[int]",
    *,
    most: int = 7,
    draws: int = 500,
    seed: int = 0,
    level: float = 0.95,
) -> pd.DataFrame:
    """Compare purchases a customer by how often customers had come back before the cut.

    Parameters
    ----------
    expected
        Purchases forecast for each customer.
    frequency
        Repeat purchases of each customer before the cut.
    actual
        Purchases of each customer after it; all three on one index.
    most
        The last class holds this frequency and all above.
    draws, seed
        Resamples of customers behind the intervals, and their seed.
    level
        Level of the intervals, 0 to 1.

    Returns
    -------
    pandas.DataFrame
        Indexed by frequency (``"0"`` to ``"7+"``; absent classes are left out): customers,
        expected and actual (means a customer), lower, upper (of the actual mean).
    """
    table = backtest_by_class(
        expected.rename("expected").to_frame(), frequency_classes(frequency, most), actual,
        draws=draws, seed=seed, level=level,
    )  # fmt: skip
    return table.rename_axis("frequency")


def forecast_errors(
    expected: "pd.Series[float]",
    actual: "pd.Series[int]",
    *,
    draws: int = 500,
    seed: int = 0,
    level: float = 0.95,
) -> pd.DataFrame:
    """Measure forecasts customer by customer.

    The mean absolute error alone misleads on skewed counts, where forecasting too little pays;
    it is to be read beside the bias and the root mean squared error.

    Parameters
    ----------
    expected
        Forecast for each customer.
    actual
        What happened, on the same index.
    draws, seed
        Resamples of customers behind the intervals, and their seed.
    level
        Level of the intervals, 0 to 1.

    Returns
    -------
    pandas.DataFrame
        Indexed by ``bias`` (forecast less actual), ``mae``, ``rmse`` and ``spearman``: value,
        lower, upper.

    Examples
    --------
    >>> errors = forecast_errors(pd.Series([1.0, 2.0]), pd.Series([0, 2]), draws=10)
    >>> errors["value"].round(3).to_dict()
    {'bias': 0.5, 'mae': 0.5, 'rmse': 0.707, 'spearman': 1.0}
    """
    task = (actual.to_numpy(), {"forecast": expected.to_numpy()})
    tasks = dict.fromkeys(("bias", "mae", "rmse", "spearman"), task)
    return compare(tasks, draws=draws, seed=seed, level=level).scores.droplevel("competitor")
