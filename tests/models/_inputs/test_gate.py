"""Tables, weights, units and horizons that are refused, each with its code and a way out."""

import numpy as np
import pandas as pd
import pytest

from clv.errors import FitError, InputError
from clv.models import BGNBD, PurchaseModel
from clv.simulate import simulate_customers

TRUTH = {"r": 0.25, "alpha": 4.5, "a": 0.8, "b": 2.4}


@pytest.fixture(scope="module")
def customers() -> pd.DataFrame:
    return simulate_customers(TRUTH, np.full(400, 39.0), seed=1)


@pytest.fixture(scope="module")
def model(customers: pd.DataFrame) -> PurchaseModel:
    return BGNBD().fit(customers)


@pytest.mark.parametrize("column", ["frequency", "recency", "T"])
def test_a_missing_column_is_named(customers: pd.DataFrame, column: str) -> None:
    with pytest.raises(FitError, match=f"E_COLUMNS.*no column {column}"):
        BGNBD().fit(customers.drop(columns=column))


@pytest.mark.parametrize("column", ["frequency", "recency", "T"])
@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_a_value_that_is_no_number_is_counted(
    customers: pd.DataFrame, column: str, value: float
) -> None:
    broken = customers.astype({"frequency": float})
    broken.loc[broken.index[[3, 7]], column] = value
    with pytest.raises(FitError, match=f"E_COLUMNS: column {column} holds 2 values"):
        BGNBD().fit(broken)


def test_text_in_a_column_is_shown(customers: pd.DataFrame) -> None:
    broken = customers.astype({"T": object})
    broken.loc[broken.index[0], "T"] = "39 weeks"
    with pytest.raises(FitError, match=r"E_COLUMNS.*'39 weeks'"):
        BGNBD().fit(broken)


@pytest.mark.parametrize(
    ("history", "found"),
    [
        ((1.5, 2.0, 9.0), "whole number"),
        ((-1, 2.0, 9.0), "whole number"),
        ((2_000_000, 2.0, 9.0), "whole number"),
        ((1, -2.0, 9.0), "negative"),
        ((0, 0.0, -9.0), "negative"),
        ((1, 9.5, 9.0), "beyond T"),
        ((0, 2.0, 9.0), "no repeat purchase but"),
        ((1, 0.0, 9.0), "recency of 0"),
    ],
)
def test_a_history_that_contradicts_itself_is_refused(
    customers: pd.DataFrame, history: tuple[float, float, float], found: str
) -> None:
    broken = customers.astype({"frequency": float})
    broken.iloc[5] = history
    with pytest.raises(FitError, match=f"E_HISTORY: 1 customers have .*{found}"):
        BGNBD().fit(broken)


def test_recency_in_the_sense_of_days_since_is_refused(customers: pd.DataFrame) -> None:
    since = customers.assign(recency=customers["T"] - customers["recency"])
    with pytest.raises(FitError, match="not the days since it"):
        BGNBD().fit(since)


@pytest.mark.parametrize("weight", [np.ones(3), np.full(400, -1.0), np.full(400, np.nan)])
def test_weights_that_fit_nobody_are_refused(customers: pd.DataFrame, weight: np.ndarray) -> None:
    with pytest.raises(FitError, match="E_WEIGHT"):
        BGNBD().fit(customers, sample_weight=weight)


def test_a_table_in_another_unit_is_refused(customers: pd.DataFrame, model: PurchaseModel) -> None:
    days = customers.copy()
    days.attrs["time_unit"] = "D"
    with pytest.raises(InputError, match=r"E_UNIT.*'W'.*'D'"):
        model.predict(days, 39.0)


@pytest.mark.parametrize("horizon", [-1.0, np.nan, np.inf])
def test_a_horizon_that_is_no_length_of_time_is_refused(
    customers: pd.DataFrame, model: PurchaseModel, horizon: float
) -> None:
    with pytest.raises(InputError, match="E_HORIZON"):
        model.predict(customers, horizon)
