"""Models of repeat purchases judged by what the same customers did in one later window."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clv.customers.histories import distinct_rows
from clv.errors import InputError
from clv.evaluation.comparison import Comparison, compare
from clv.models import PurchaseModel
from clv.models.kinds import distinct_customers

__all__ = ["PURCHASE_METRICS", "compare_purchase_models", "score_purchase_models"]

PURCHASE_METRICS = ("count_log_loss", "rmse", "mae", "bias", "spearman", "normalised_gini")
"""The whole forecast first, then its mean as a number, then the order that it gives customers."""

MOST = 100
"""Counts above it share the probability that is left: the tail of a forecast is one class."""


def compare_purchase_models(
    models: Mapping[str, PurchaseModel],
    customers: pd.DataFrame,
    actual: "pd.Series[int]",
    horizon: float,
    *,
    draws: int = 500,
    seed: int = 0,
    level: float = 0.95,
) -> Comparison:
    """Score forecasts of purchases, side by side on the same resampled customers.

    Customers of equal history and outcome are one line with a count, so that the cost grows with
    the distinct lines.

    Parameters
    ----------
    models
        Fitted on nothing later than the customer table, by name.
    customers
        One row a customer as of the cut: what the models were fitted on, or others like them.
    actual
        Purchases of each customer in the window that begins at the cut, on the same index.
    horizon
        Length of the window, in the models' unit of time.
    draws
        Resamples of customers behind the intervals.
    seed
        Seed of the resamples.
    level
        Level of the intervals, 0 to 1.

    Returns
    -------
    Comparison
        Scores and differences on `PURCHASE_METRICS`; the intervals hold the chance of which
        customers there are, not of which window it was.

    Raises
    ------
    InputError
        ``E_INDEX`` if the outcome is not of the same customers, ``E_COMPETITORS`` without a model;
        and what the models raise.
    """
    if not models:
        raise InputError("E_COMPETITORS", "there is no model to score", "pass one or more")
    counts = _matched(customers, actual)
    rows, kind = distinct_customers(list(models.values()), customers)
    (kind, y), line = distinct_rows([kind, counts])
    most = int(min(y.max(), MOST))
    means, tables = {}, {}
    for name, model in models.items():
        means[name] = model.predict(rows, horizon).to_numpy()[kind]
        tables[name] = model.pmf(rows, horizon, most).to_numpy()[kind]
    tasks = {
        metric: (y, tables if metric == "count_log_loss" else means) for metric in PURCHASE_METRICS
    }
    return compare(tasks, draws=draws, seed=seed, level=level, stand_for=np.bincount(line))


def score_purchase_models(
    models: Mapping[str, PurchaseModel],
    customers: pd.DataFrame,
    actual: "pd.Series[int]",
    horizon: float,
    *,
    draws: int = 500,
    seed: int = 0,
    level: float = 0.95,
) -> pd.DataFrame:
    """Score forecasts of purchases and say how far each model is from the first one.

    Parameters
    ----------
    models, customers, actual, horizon, draws, seed, level
        As in `compare_purchase_models`.

    Returns
    -------
    pandas.DataFrame
        As `Comparison.beside` gives it.

    Raises
    ------
    InputError
        As `compare_purchase_models`.

    Examples
    --------
    >>> from clv.models import BGNBD
    >>> shop = {"frequency": [0, 0, 1, 3], "recency": [0.0, 0.0, 9.0, 30.0], "T": [39.0] * 4}
    >>> customers = pd.concat([pd.DataFrame(shop)] * 50, ignore_index=True)
    >>> later = pd.Series([0, 1, 1, 2] * 50)
    >>> scores = score_purchase_models({"BG": BGNBD().fit(customers)}, customers, later, 26.0)
    >>> bool(scores.loc[("spearman", "BG"), "value"] > 0.5)
    True
    """
    comparison = compare_purchase_models(
        models, customers, actual, horizon, draws=draws, seed=seed, level=level
    )
    return comparison.beside(next(iter(models)))


def _matched(customers: pd.DataFrame, actual: "pd.Series[int]") -> NDArray[np.int64]:
    """Bring the outcome into the order of the table."""
    if len(actual) != len(customers) or not customers.index.isin(actual.index).all():
        raise InputError(
            "E_INDEX",
            f"{len(customers)} customers are forecast, the outcome is known for {len(actual)}",
            "make both at the same cut from the same log",
        )
    return np.asarray(actual.loc[customers.index], dtype=np.int64)
