"""What forecasts have in common: their form, their bounds, and how they go together."""

import numpy as np
import pandas as pd

from clv.models._maths.arrays import FloatArray
from clv.models.checks.check import PURCHASES, applies, methods
from clv.models.checks.data import CheckData, Model
from clv.models.checks.found import demand, demand_all, demand_close

SERIES = {
    "predict": "expected_purchases",
    "probability_alive": "probability_alive",
    "probability_active": "probability_active",
    "next_purchase": "next_purchase",
}


def _answers(data: CheckData, customers: pd.DataFrame) -> dict[str, pd.Series]:
    """Return every forecast that is one number a customer."""
    fitted = data.fitted
    return {
        "predict": fitted.predict(customers, data.horizon),
        "probability_alive": fitted.probability_alive(customers),
        "probability_active": fitted.probability_active(customers, data.horizon),
        "next_purchase": fitted.next_purchase(customers),
    }


@applies(PURCHASES)
def check_forecasts_are_series_by_customer(model: Model, data: CheckData) -> None:
    """Forecasts are Series of floats with the customers' index and the name of what they are."""
    for method, answer in _answers(data, data.others).items():
        demand(isinstance(answer, pd.Series), f"{method} gives a {type(answer).__name__}")
        demand(answer.name == SERIES[method], f"{method} is named {answer.name!r}")
        demand(answer.index.equals(data.others.index), f"{method} has another index")
        demand(answer.dtype == np.float64, f"{method} has dtype {answer.dtype}")


@applies(PURCHASES)
def check_forecasts_follow_their_customers(model: Model, data: CheckData) -> None:
    """Customers in another order get the same forecasts."""
    shuffled = data.others.sample(frac=1, random_state=1)
    before, after = _answers(data, data.others), _answers(data, shuffled)
    for method, answer in after.items():
        demand_close(answer.loc[data.others.index], before[method], f"{method} after a shuffle")


@applies()
def check_forecast_does_not_depend_on_the_other_customers(model: Model, data: CheckData) -> None:
    """A customer alone gets the same forecast as among others."""
    together = data.forecast(data.fitted)
    alone = [data.forecast(data.fitted, data.others.iloc[[i]])[0] for i in range(len(data.others))]
    demand_close(alone, together, "forecasts alone and together", rtol=1e-8)


@applies()
def check_index_may_be_anything(model: Model, data: CheckData) -> None:
    """Index values that repeat or are no texts do not disturb a forecast."""
    odd = data.others.set_axis([7] * len(data.others))
    demand_close(data.forecast(data.fitted, odd), data.forecast(data.fitted), "forecasts")


@applies()
def check_no_customer_no_forecast(model: Model, data: CheckData) -> None:
    """An empty table gets an empty forecast."""
    forecast = data.forecast(data.fitted, data.others.iloc[:0])
    demand(forecast.size == 0, f"{forecast.size} forecasts for nobody")


def _silences(data: CheckData) -> pd.DataFrame:
    """Return customers who differ only in how long they have been silent."""
    end = 10.0 if data.discrete else 40.0
    ages = np.arange(4.0, end + 1)
    return data.history(np.full(ages.size, 3), np.full(ages.size, 4.0), ages)


@applies(PURCHASES)
def check_longer_silence_makes_no_one_more_alive(model: Model, data: CheckData) -> None:
    """The longer the silence since the last purchase, the less probable to be alive."""
    steps = np.diff(data.fitted.probability_alive(_silences(data)))
    demand_all(steps <= 1e-12, "P(alive) rises with silence", steps)


@applies(PURCHASES)
def check_longer_silence_promises_no_more_purchases(model: Model, data: CheckData) -> None:
    """The longer the silence since the last purchase, the fewer purchases are expected."""
    forecast = data.fitted.predict(_silences(data), data.horizon)
    # A regular customer is due some time after the last purchase: judged from one gap on.
    steps = np.diff(forecast.iloc[2:])
    demand_all(steps <= 1e-9, "expected purchases rise with silence", steps)


@applies(PURCHASES)
def check_frequent_customers_are_expected_to_buy_more(model: Model, data: CheckData) -> None:
    """Of those who bought until the very end, who bought more often is expected to buy more."""
    end = 10.0
    x = np.arange(1, int(end) + 1)
    forecast = data.fitted.predict(
        data.history(x, np.full(x.size, end), np.full(x.size, end)), data.horizon
    )
    demand_all(np.diff(forecast) > 0, "expected purchases fall with frequency", np.diff(forecast))


@applies(PURCHASES, methods("next_purchase"))
def check_next_purchase_is_when_it_is_as_probable_as_asked(model: Model, data: CheckData) -> None:
    """By the time that ``next_purchase`` tells, a purchase is as probable as was asked for."""
    fitted = data.fitted
    for wanted in (0.1, 0.5):
        times = fitted.next_purchase(data.others, wanted)
        told = times[np.isfinite(times)]
        demand_all(told > 0, "a time is not positive", told)
        for customer, t in told.items():
            row = data.others.loc[[customer]]
            before = t - 1 if data.discrete else t * (1 - 1e-6)
            active, earlier = (float(_active(fitted, row, s)[0]) for s in (t, before))
            demand(active >= wanted - 1e-6, f"{active:.6f} by {t:g} where {wanted} was wanted")
            demand(earlier <= wanted + 1e-6, f"{earlier:.6f} already before {t:g}")


def _active(fitted: Model, customers: pd.DataFrame, t: float) -> FloatArray:
    return np.asarray(fitted.probability_active(customers, t), dtype=np.float64)


@applies(PURCHASES, methods("next_purchase"))
def check_next_purchase_may_never_come(model: Model, data: CheckData) -> None:
    """``next_purchase`` is infinite for those who are dead more probably than was asked."""
    times = data.fitted.next_purchase(data.customers, 0.9)
    alive = data.fitted.probability_alive(data.customers)
    demand(not times.isna().any(), "a time is NaN")
    demand_all(np.isinf(times[alive < 0.9]), "a time is finite", times[alive < 0.9])
