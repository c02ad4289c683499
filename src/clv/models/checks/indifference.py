"""A fit depends on the customers and their weights, not on how their table is written."""

import numpy as np
import pandas as pd

from clv.models.checks.check import CONTINUOUS, PURCHASES, applies
from clv.models.checks.data import CheckData, Model
from clv.models.checks.found import demand, demand_close
from clv.models.checks.points import point_of


@applies()
def check_order_of_customers_does_not_matter(model: Model, data: CheckData) -> None:
    """The same customers in another order give the same fit, of purchases to the last bit."""
    params = data.fit(data.customers.sample(frac=1, random_state=3)).params_
    demand_close(list(params.values()), list(data.fitted.params_.values()), "parameters", 1e-8)
    if data.role == "purchases":
        demand(params == data.fitted.params_, f"{params} instead of {data.fitted.params_}")


@applies()
def check_weight_two_is_two_customers(model: Model, data: CheckData) -> None:
    """Weight 2 for some customers is the same as having them twice."""
    some = data.customers.index[::3]
    weight = np.where(data.customers.index.isin(some), 2.0, 1.0)
    twice = data.customers.loc[[*data.customers.index, *some]]
    twice.attrs = data.customers.attrs
    weighted, doubled = data.fit(weight=weight), data.fit(twice)
    demand_close(weighted.loglik_, doubled.loglik_, "log-likelihoods", rtol=1e-10)
    demand_close(point_of(weighted), point_of(doubled), "parameters in logs", rtol=1e-6)


@applies()
def check_weight_zero_is_no_customer(model: Model, data: CheckData) -> None:
    """Weight 0 for some customers is the same as leaving them out."""
    weight = np.where(np.arange(len(data.customers)) % 5 == 0, 0.0, 1.0)
    weighted, without = data.fit(weight=weight), data.fit(data.customers[weight > 0])
    demand_close(weighted.loglik_, without.loglik_, "log-likelihoods", rtol=1e-10)
    demand_close(point_of(weighted), point_of(without), "parameters in logs", rtol=1e-6)


@applies()
def check_score_takes_weights(model: Model, data: CheckData) -> None:
    """``score`` is a weighted mean: equal weights change nothing, unequal ones are counted."""
    table, n = data.customers, len(data.customers)
    demand_close(
        data.fitted.score(table, np.full(n, 3.0)), data.fitted.score(table), "score at weight 3"
    )
    weight = np.where(np.arange(n) % 2 == 0, 1.0, 0.0)
    half = data.fitted.score(table[weight > 0])
    demand_close(data.fitted.score(table, weight), half, "score by weight and of that half")


@applies()
def check_other_columns_do_not_matter(model: Model, data: CheckData) -> None:
    """Columns that the model does not know change nothing."""
    wider = data.customers.assign(colour="red", score=np.nan)
    params = data.fit(wider).params_
    demand(params == data.fitted.params_, f"{params} instead of {data.fitted.params_}")


@applies()
def check_columns_may_come_in_any_order(model: Model, data: CheckData) -> None:
    """The order of the columns changes nothing."""
    params = data.fit(data.customers[data.customers.columns[::-1]]).params_
    demand(params == data.fitted.params_, f"{params} instead of {data.fitted.params_}")


@applies(PURCHASES, CONTINUOUS)
def check_unit_of_time_does_not_matter(model: Model, data: CheckData) -> None:
    """Days instead of weeks multiply the parameters that are times by 7 and leave the forecasts."""
    in_days = _in_days(data.customers)
    fitted, weekly = data.fit(in_days), data.fitted
    known = [name for name in weekly.params_ if name not in weekly.held_]
    expected = [weekly.params_[name] * (7 if name in model.times else 1) for name in known]
    found = [fitted.params_[name] for name in known]
    demand_close(found, expected, "parameters in days", rtol=1e-6)
    daily = fitted.predict(_in_days(data.others), 7 * data.horizon)
    demand_close(daily, data.forecast(weekly), "forecasts in days and in weeks", rtol=1e-6)
    bought = float(data.customers["frequency"].sum())
    demand_close(fitted.loglik_, weekly.loglik_ - bought * np.log(7), "log-likelihood", rtol=1e-9)


def _in_days(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table in weeks as one in days."""
    daily = table.assign(
        recency=7 * table["recency"], T=7 * table["T"],
        log_gaps=table["log_gaps"] + table["frequency"] * np.log(7),
    )  # fmt: skip
    daily.attrs = {**table.attrs, "time_unit": "D"}
    return daily
