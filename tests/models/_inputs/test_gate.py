"""Tables, weights, units and horizons that are refused, each with its code and a way out."""

import numpy as np
import pandas as pd
import pytest
from numpy.typing import ArrayLike

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


def test_a_column_that_is_there_twice_is_refused(customers: pd.DataFrame) -> None:
    twice = pd.concat([customers, customers[["T"]]], axis=1)
    with pytest.raises(FitError, match="E_COLUMNS: the customer table has 2 columns named T"):
        BGNBD().fit(twice)


def test_a_series_of_weights_is_taken_by_its_index(customers: pd.DataFrame) -> None:
    weight = pd.Series(np.arange(1.0, 401.0), customers.index)
    backwards = BGNBD().fit(customers, weight.iloc[::-1])
    assert backwards.params_ == BGNBD().fit(customers, weight.to_numpy()).params_


@pytest.mark.parametrize("labels", [range(1, 401), range(399), [0, 0, *range(2, 400)]])
def test_a_series_of_weights_of_other_customers_is_refused(
    customers: pd.DataFrame, labels: list[int]
) -> None:
    with pytest.raises(FitError, match="E_WEIGHT: sample_weight is a Series .* whose index is not"):
        BGNBD().fit(customers.reset_index(drop=True), pd.Series(1.0, pd.Index(labels)))


@pytest.mark.parametrize(
    "weight", [np.ones(3), np.full(400, -1.0), np.full(400, np.nan), "a", ["a"] * 400]
)
def test_weights_that_fit_nobody_are_refused(customers: pd.DataFrame, weight: ArrayLike) -> None:
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


@pytest.mark.parametrize("draws", [0, 2.5, "many", True, np.inf])
def test_a_number_of_draws_that_is_none_is_refused(
    customers: pd.DataFrame, model: PurchaseModel, draws: int
) -> None:
    futures = model.simulate_futures(customers, 39.0, draws, seed=1)
    for ask in (lambda: model.sample_posterior(draws, seed=1), lambda: next(futures)):
        with pytest.raises(InputError, match="E_DRAWS"):
            ask()


@pytest.mark.parametrize("rate", ["x", None, -0.1, np.nan, np.inf])
def test_a_rate_that_is_none_is_refused(
    customers: pd.DataFrame, model: PurchaseModel, rate: float
) -> None:
    with pytest.raises(InputError, match="E_RATE"):
        model.dert(customers, rate, 39.0)
