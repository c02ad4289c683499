"""The spend model against the amounts that it was fitted on, and those that came later."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from clv.evaluation.bootstrap import resample
from clv.evaluation.metrics.base import Floats
from clv.models import GammaGamma

__all__ = ["backtest_spend", "spend_density"]

_BINS = 30
_SHOWN = 0.99


def spend_density(
    customers: pd.DataFrame, models: Mapping[str, GammaGamma], bins: int = _BINS
) -> pd.DataFrame:
    """Set the spread of the customers' mean spends beside the one that models expect.

    A mean of many purchases spreads less than one of few; what is expected is therefore the mean
    over customers of the density of a mean of as many purchases as each has made.

    Parameters
    ----------
    customers
        One row a customer: ``frequency``, ``monetary_value`` and any covariates of the models.
    models
        Fitted on them, by name.
    bins
        Classes of equal width from 0 to the 99th percentile of the mean spends.

    Returns
    -------
    pandas.DataFrame
        Indexed by the middle of the class (money): share (of customers with repeat purchases of a
        positive mean spend, 0 to 1), then a column a model with the expected share. What lies above
        the last class is missing to 1. ``attrs``: width of a class (money), customers.

    References
    ----------
    P. S. Fader and B. G. S. Hardie (2013), The Gamma-Gamma model of monetary value, equation 1a.
    """
    known = customers[(customers["frequency"] > 0) & (customers["monetary_value"] > 0)]
    observed = known["monetary_value"].to_numpy(np.float64)
    edges = np.linspace(0, np.quantile(observed, _SHOWN), bins + 1)
    width = float(edges[1])
    middle = edges[:-1] + width / 2
    table = pd.DataFrame(
        {"share": np.histogram(observed, edges)[0] / observed.size},
        index=pd.Index(middle, name="mean_spend"),
    )
    fine = (edges[:-1, None] + width * (np.arange(8) + 0.5) / 8).ravel()
    for name, model in models.items():
        density = model.density(known, fine).to_numpy()
        table[name] = density.reshape(bins, 8).mean(axis=1) * width
    table.attrs = {"width": width, "customers": observed.size}
    return table


def backtest_spend(
    expected: pd.DataFrame,
    classes: pd.Series,
    outcomes: pd.DataFrame,
    *,
    draws: int = 500,
    seed: int = 0,
    level: float = 0.95,
) -> pd.DataFrame:
    """Compare expected spend per purchase with what later purchases cost, by class of customers.

    Both sides count every later purchase once: a class holds those of its customers who bought
    again, as often as they did, so that nothing is judged here but the amount.

    Parameters
    ----------
    expected
        Spend per purchase forecast for each customer, a column a model.
    classes
        Ordered class of each customer.
    outcomes
        purchases_holdout and spend_holdout of each customer; all three on one index.
    draws, seed
        Resamples of customers behind the intervals, and their seed.
    level
        Level of the intervals, 0 to 1.

    Returns
    -------
    pandas.DataFrame
        Indexed by class (absent ones are left out): customers (who bought later), purchases, then a
        column a model, actual, lower, upper (money per purchase, returns deducted).

    Examples
    --------
    >>> came = pd.DataFrame({"purchases_holdout": [1, 3, 0], "spend_holdout": [10.0, 90.0, 0.0]})
    >>> classes = pd.Series(pd.Categorical(["0", "0", "1"], ordered=True), name="frequency")
    >>> forecast = pd.DataFrame({"Gamma-Gamma": [20.0, 28.0, 20.0]})
    >>> table = backtest_spend(forecast, classes, came, draws=20)
    >>> table.loc["0", ["purchases", "Gamma-Gamma", "actual"]].tolist()
    [4.0, 26.0, 25.0]
    """
    bought = outcomes["purchases_holdout"] > 0
    seen = classes[bought].cat.remove_unused_categories()
    member = np.eye(len(seen.cat.categories))[seen.cat.codes.to_numpy()]
    times, spend = (
        outcomes.loc[bought, f"{what}_holdout"].to_numpy(np.float64)
        for what in ("purchases", "spend")
    )

    def per_purchase(weights: Floats) -> Floats:
        purchases = (weights * times) @ member
        cost = (weights * spend) @ member
        return np.asarray(cost / np.where(purchases > 0, purchases, np.nan))

    tail = (1 - level) / 2
    samples = resample(per_purchase, times.size, draws, seed)
    lower, upper = np.nanquantile(samples, [tail, 1 - tail], axis=0)
    purchases = times @ member
    forecasts = (expected[bought].to_numpy(np.float64) * times[:, None]).T @ member / purchases
    table = pd.DataFrame(
        {"customers": member.sum(axis=0).astype(int), "purchases": purchases.astype(int)},
        index=pd.Index([str(name) for name in seen.cat.categories], name=classes.name),
    )
    told = pd.DataFrame(forecasts.T, table.index, [str(name) for name in expected])
    actual = per_purchase(np.ones(times.size))
    return table.join(told).assign(actual=actual, lower=lower, upper=upper)
