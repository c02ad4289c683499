"""Classes of customers by what was known at the cut, and forecasts against what came by class."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clv.customers.histories import distinct_rows
from clv.evaluation.bootstrap import resample
from clv.evaluation.metrics.base import Floats

__all__ = ["backtest_by_class", "frequency_classes", "recency_classes"]


def frequency_classes(frequency: "pd.Series[int]", most: int = 7) -> pd.Series:
    """Sort customers by how often they had come back.

    Parameters
    ----------
    frequency
        Repeat purchases of each customer.
    most
        The last class holds this frequency and all above.

    Returns
    -------
    pandas.Series
        Ordered classes ``"0"`` to ``"7+"``, by customer.

    Examples
    --------
    >>> frequency_classes(pd.Series([0, 2, 9])).tolist()
    ['0', '2', '7+']
    """
    names = [*map(str, range(most)), f"{most}+"]
    code = np.minimum(frequency.to_numpy(np.int64), most)
    return _ordered(code, names, frequency.index).rename("frequency")


def recency_classes(customers: pd.DataFrame, bands: int = 6) -> pd.Series:
    """Sort customers by their age at the last purchase; one-time buyers are a class of their own.

    Parameters
    ----------
    customers
        One row a customer: ``frequency`` and ``recency``.
    bands
        Classes of those who came back, each of as many whole units of time.

    Returns
    -------
    pandas.Series
        Ordered classes such as ``"once"``, ``"0-7"``, ``"7-14"`` (from above the first number up
        to the second, in the unit of the table), by customer.

    Examples
    --------
    >>> known = pd.DataFrame({"frequency": [0, 1, 5], "recency": [0.0, 7.0, 20.0]})
    >>> recency_classes(known, bands=3).tolist()
    ['once', '0-7', '14-21']
    """
    recency = customers["recency"].to_numpy(np.float64)
    width = max(int(np.ceil(recency.max() / bands)), 1)
    code = np.where(customers["frequency"] > 0, np.maximum(np.ceil(recency / width), 1), 0)
    names = ["once", *(f"{width * i}-{width * (i + 1)}" for i in range(bands))]
    return _ordered(code.astype(np.int64), names, customers.index).rename("recency")


def backtest_by_class(
    forecasts: pd.DataFrame,
    classes: pd.Series,
    actual: "pd.Series[int]",
    *,
    draws: int = 500,
    seed: int = 0,
    level: float = 0.95,
) -> pd.DataFrame:
    """Compare means of forecasts with the mean of what happened, by class of customers.

    Parameters
    ----------
    forecasts
        A row a customer, a column a forecast.
    classes
        Ordered class of each customer.
    actual
        What happened to each customer; all three on one index.
    draws, seed
        Resamples of customers behind the intervals, and their seed.
    level
        Level of the intervals, 0 to 1.

    Returns
    -------
    pandas.DataFrame
        Indexed by class in their order (absent classes are left out): customers, a column a
        forecast, actual (all means a customer), lower, upper (of the actual mean).

    Examples
    --------
    >>> came = pd.Series([0, 1, 2, 4])
    >>> classes = frequency_classes(pd.Series([0, 0, 1, 1]), most=1)
    >>> table = backtest_by_class(pd.DataFrame({"BG": [0.5, 0.5, 2, 2]}), classes, came)
    >>> table[["customers", "BG", "actual"]].values.tolist()
    [[2.0, 0.5, 0.5], [2.0, 2.0, 3.0]]
    """
    seen = classes.cat.remove_unused_categories()
    means = forecasts.assign(actual=actual).groupby(seen, observed=True).mean()
    (group, value), line = distinct_rows([seen.cat.codes.to_numpy(np.int64), actual.to_numpy()])
    member = np.eye(len(means))[group]

    def class_means(weights: Floats) -> Floats:
        people = weights @ member
        return np.asarray((weights * value) @ member / np.where(people > 0, people, np.nan))

    # A resample may miss a small class; its interval is that of the resamples that hold it.
    tail = (1 - level) / 2
    samples = resample(class_means, value.size, draws, seed, np.bincount(line))
    lower, upper = np.nanquantile(samples, [tail, 1 - tail], axis=0)
    means.insert(0, "customers", seen.value_counts(sort=False).to_numpy())
    names = pd.Index([str(name) for name in means.index], name=classes.name)
    return means.assign(lower=lower, upper=upper).set_axis(names, axis=0)


def _ordered(code: NDArray[np.int64], names: list[str], index: pd.Index) -> pd.Series:
    return pd.Series(pd.Categorical.from_codes(code, pd.Index(names), ordered=True), index)
