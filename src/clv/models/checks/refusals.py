"""What a model refuses, each with the code that says why."""

from typing import Any

import numpy as np
import pandas as pd
from sklearn.base import clone

from clv.models.checks.check import DISCRETE, PURCHASES, applies
from clv.models.checks.data import CheckData, Model
from clv.models.checks.found import demand, demand_refusal


def _columns(data: CheckData) -> tuple[str, ...]:
    """Return the columns without which the model cannot be fitted."""
    return {
        "purchases": ("frequency", "recency", "T"),
        "contracts": ("tenure", "lost"),
        "spend": ("frequency", "monetary_value"),
    }[data.role]


def _spoilt(table: pd.DataFrame, **changed: Any) -> pd.DataFrame:
    """Return a table whose first customer has other values."""
    spoilt = table.astype(dict.fromkeys(changed, object))
    for column, value in changed.items():
        spoilt.loc[spoilt.index[0], column] = value
    return spoilt.infer_objects()


@applies()
def check_missing_columns_are_refused(model: Model, data: CheckData) -> None:
    """A table without one of the columns is refused."""
    for column in _columns(data):
        table = data.customers.drop(columns=column)
        demand_refusal("E_COLUMNS", f"a table without {column}", data.fit, table)


@applies()
def check_missing_values_are_refused(model: Model, data: CheckData) -> None:
    """A missing value is refused, in the fit and in a forecast."""
    column = _columns(data)[-1]
    table = _spoilt(data.customers, **{column: np.nan})
    demand_refusal("E_COLUMNS", f"NaN as {column}", data.fit, table)


@applies(PURCHASES)
def check_missing_values_get_no_forecast(model: Model, data: CheckData) -> None:
    """A missing value is refused in a forecast too."""
    others = _spoilt(data.others, T=None)
    demand_refusal("E_COLUMNS", "None as T", data.fitted.predict, others, data.horizon)


@applies()
def check_texts_are_refused(model: Model, data: CheckData) -> None:
    """A text where a number belongs is refused."""
    column = _columns(data)[0]
    table = _spoilt(data.customers, **{column: "many"})
    demand_refusal("E_COLUMNS", f"a text as {column}", data.fit, table)


@applies(PURCHASES)
def check_infinite_times_are_refused(model: Model, data: CheckData) -> None:
    """An infinite age is refused."""
    table = _spoilt(data.customers, T=np.inf)
    demand_refusal("E_COLUMNS", "an infinite T", data.fit, table)


@applies(PURCHASES)
def check_contradictory_histories_are_refused(model: Model, data: CheckData) -> None:
    """Histories that cannot be are refused."""
    for what, values in {
        "a negative frequency": {"frequency": -1, "recency": 0.0},
        "half a purchase": {"frequency": 0.5, "recency": 3.0},
        "a recency beyond T": {"frequency": 1, "recency": 1000.0},
        "a negative T": {"frequency": 0, "recency": 0.0, "T": -1.0},
        "a recency without a repeat purchase": {"frequency": 0, "recency": 3.0},
        "repeat purchases at age 0": {"frequency": 2, "recency": 0.0},
    }.items():
        demand_refusal("E_HISTORY", what, data.fit, _spoilt(data.customers, **values))


@applies(DISCRETE)
def check_parts_of_periods_are_refused(model: Model, data: CheckData) -> None:
    """Times that are no whole periods, and more purchases than periods, are refused."""
    for what, values in {
        "a T of 6.5 periods": {"frequency": 0, "recency": 0.0, "T": 6.5},
        "more purchases than periods": {"frequency": 5, "recency": 4.0, "T": 6.0},
    }.items():
        demand_refusal("E_HISTORY", what, data.fit, _spoilt(data.customers, **values))


@applies()
def check_bad_weights_are_refused(model: Model, data: CheckData) -> None:
    """Weights that are negative, NaN, infinite or of another number are refused."""
    n = len(data.customers)
    for what, weight in {
        "a negative weight": np.r_[-1.0, np.ones(n - 1)],
        "a weight of NaN": np.r_[np.nan, np.ones(n - 1)],
        "an infinite weight": np.r_[np.inf, np.ones(n - 1)],
        "one weight too few": np.ones(n - 1),
    }.items():
        demand_refusal("E_WEIGHT", what, data.fit, data.customers, weight)


@applies()
def check_too_few_customers_are_refused(model: Model, data: CheckData) -> None:
    """A handful of customers is refused, also by way of their weights."""
    demand_refusal("E_TOO_FEW", "5 customers", data.fit, data.customers.head(5))
    five = np.r_[np.ones(5), np.zeros(len(data.customers) - 5)]
    demand_refusal("E_TOO_FEW", "5 customers of weight 1", data.fit, data.customers, five)


@applies(PURCHASES)
def check_customers_who_never_bought_again_are_refused(model: Model, data: CheckData) -> None:
    """Without any repeat purchase there is nothing to learn a rate from."""
    never = data.customers[data.customers["frequency"] == 0]
    demand_refusal("E_NO_REPEATERS", "nobody bought again", data.fit, never)


@applies(PURCHASES)
def check_only_repeat_buyers_are_refused(model: Model, data: CheckData) -> None:
    """Repeat buyers alone are a selection that no model of purchases fits."""
    again = data.customers[data.customers["frequency"] > 0]
    demand_refusal("E_ONLY_REPEATERS", "only repeat buyers", data.fit, again)


@applies(PURCHASES)
def check_no_time_to_buy_again_is_refused(model: Model, data: CheckData) -> None:
    """Customers who were all observed for no time at all are refused."""
    nothing = np.zeros(len(data.customers))
    nobody = data.history(nothing, nothing, nothing)
    demand_refusal("E_NO_EXPOSURE", "T = 0 for everyone", data.fit, nobody)


@applies()
def check_refused_fit_leaves_no_model(model: Model, data: CheckData) -> None:
    """A model that refused its first table is still unfitted."""
    copy = clone(model)
    demand_refusal("E_TOO_FEW", "5 customers", copy.fit, data.customers.head(5))
    demand(not hasattr(copy, "params_"), "it holds parameters")
