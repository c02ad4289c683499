"""What is true of models of spend per purchase."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from clv.models.checks.check import SPEND, applies, methods
from clv.models.checks.data import CheckData, Model
from clv.models.checks.found import demand, demand_all, demand_close

TIMES = 4000


def _customers(x: ArrayLike, mean: ArrayLike) -> pd.DataFrame:
    return pd.DataFrame({"frequency": x, "monetary_value": mean, "z": 0.0})


def _population(data: CheckData) -> float:
    """Forecast for somebody of whom nothing is known."""
    return float(data.forecast(data.fitted, _customers([0], [0.0]))[0])


@applies(SPEND)
def check_spend_is_a_series_of_money(model: Model, data: CheckData) -> None:
    """The forecast is a Series of positive finite numbers with the customers' index."""
    spend = data.fitted.predict(data.customers)
    demand(spend.name == "expected_spend", f"it is named {spend.name!r}")
    demand(spend.index.equals(data.customers.index), "it has another index")
    demand_all(np.isfinite(spend) & (spend > 0), "no positive number", spend)


@applies(SPEND)
def check_unknown_customers_spend_like_the_population(model: Model, data: CheckData) -> None:
    """Everybody without a repeat purchase gets the same forecast."""
    never = data.customers[data.customers["frequency"] == 0].assign(z=0.0)
    demand_close(
        data.forecast(data.fitted, never), np.full(len(never), _population(data)), "forecasts"
    )


@applies(SPEND)
def check_spend_lies_between_the_customer_and_the_population(model: Model, data: CheckData) -> None:
    """The forecast lies between the customer's own mean and that of the population."""
    own = np.array([1.0, 10.0, 50.0, 500.0])
    spend, population = data.forecast(data.fitted, _customers([3] * 4, own)), _population(data)
    least, most = np.minimum(own, population), np.maximum(own, population)
    demand_all((least <= spend) & (spend <= most), f"not between own and {population:.4g}", spend)


@applies(SPEND)
def check_more_purchases_tell_more(model: Model, data: CheckData) -> None:
    """The more purchases a mean stands for, the closer to it is the forecast."""
    own = 10 * _population(data)
    spend = data.forecast(data.fitted, _customers([1, 2, 5, 20, 1000], [own] * 5))
    demand_all(np.diff(spend) > 0, "the forecast does not approach the own mean", np.diff(spend))
    demand_close(spend[-1], own, "forecast after 1,000 purchases and own mean", rtol=0.01)


@applies(SPEND)
def check_unit_of_money_does_not_matter(model: Model, data: CheckData) -> None:
    """Cents instead of euros multiply the forecasts by 100, however small or large the unit."""
    spend = data.forecast(data.fitted)
    for scale in (100.0, 1e-6, 1e8):
        table, others = (
            some.assign(monetary_value=scale * some["monetary_value"])
            for some in (data.customers, data.others)
        )
        found = data.forecast(data.fit(table), others)
        demand_close(found, scale * spend, f"forecasts in units {scale:g} times", rtol=1e-6)


@applies(SPEND)
def check_unpaid_purchases_are_set_aside(model: Model, data: CheckData) -> None:
    """Repeat buyers without a positive mean spend are noticed and not used."""
    table = data.customers.copy()
    first = table.index[table["frequency"] > 0][0]
    table.loc[first, "monetary_value"] = 0.0
    fitted = data.fit(table)
    codes = [notice.code for notice in fitted.notices_]
    demand("W_NO_SPEND" in codes, f"the notices are {codes}")
    demand(fitted.n_used_ == data.fitted.n_used_ - 1, f"{fitted.n_used_} customers were used")


@applies(SPEND, methods("simulate_spend"))
def check_played_spend_has_the_expected_mean(model: Model, data: CheckData) -> None:
    """The mean of played spend lies within 5 standard errors of purchases times forecast."""
    few = data.others.head(6)
    many = pd.concat([few] * TIMES, ignore_index=True)
    played = data.fitted.simulate_spend(many, np.full(len(many), 3), seed=1).reshape(TIMES, -1)
    off = played.mean(axis=0) - 3 * data.forecast(data.fitted, few)
    errors = off / played.std(axis=0) * np.sqrt(TIMES)
    demand_all(np.abs(errors) < 5, "standard errors between mean and forecast", errors)


@applies(SPEND, methods("simulate_spend"))
def check_no_purchases_cost_nothing(model: Model, data: CheckData) -> None:
    """Who buys nothing spends nothing, and everybody else something."""
    counts = np.arange(len(data.others)) % 2
    spend = data.fitted.simulate_spend(data.others, counts, seed=1)
    demand_all((spend > 0) == (counts > 0), "money without purchases, or none for one", spend)


@applies(SPEND, methods("simulate_spend"))
def check_seed_decides_the_spend(model: Model, data: CheckData) -> None:
    """The same seed gives the same spend, another seed another one."""
    ones = np.ones(len(data.others), dtype=int)
    first, again, other = (
        data.fitted.simulate_spend(data.others, ones, seed=seed) for seed in (1, 1, 2)
    )
    demand(bool((first == again).all()), "one seed gave two outcomes")
    demand(bool((first != other).all()), "two seeds gave one outcome")
