"""What models say of customers from their first purchase on, against what they did."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from scipy.interpolate import CubicSpline

from clv.customers import wilson_interval
from clv.errors import InputError
from clv.evaluation.classes import frequency_classes
from clv.evaluation.metrics.base import Floats
from clv.models import PurchaseModel
from clv.periods import DAYS_PER_UNIT

__all__ = ["count_frequencies", "track_purchases"]

NODES = 120
"""Ages at which a model is asked; between them the expectation is smooth."""


def track_purchases(
    models: Mapping[str, PurchaseModel], customers: pd.DataFrame, weekly: "pd.Series[int]"
) -> pd.DataFrame:
    """Set the repeat purchases that models expect in each week beside those that came.

    What is expected is the sum over customers of what a new customer buys up to the age that each
    has reached by the end of the week. No history enters but the day of the first purchase, so
    that a model can be wrong before the cut as well.

    Parameters
    ----------
    models
        Fitted without covariates, by name.
    customers
        One row a customer as of the cut, with ``T``; ``as_of`` and ``time_unit`` in its attrs.
    weekly
        Repeat purchases of the same customers a week, as
        `clv.customers.weekly_repeat_purchases` counts them at the same cut.

    Returns
    -------
    pandas.DataFrame
        Indexed by the first day of the week: actual, then a column a model; purchases within the
        week, so that ``cumsum()`` is the cumulative count. ``attrs``: cut.

    Raises
    ------
    InputError
        ``E_CUT`` if the two tables speak of different cuts, ``E_COVARIATES`` for a model with any,
        since the expectation of a new customer is that of one whose covariates are 0.
    """
    cut = customers.attrs.get("as_of")
    if cut is None or cut != weekly.attrs.get("cut"):
        raise InputError(
            "E_CUT",
            f"the customers are as of {cut}, the weeks are cut at {weekly.attrs.get('cut')}",
            "make both at the same cut from the same log",
        )
    _refuse_covariates(models)
    unit = DAYS_PER_UNIT[customers.attrs["time_unit"]]
    ages, number = np.unique(np.round(customers["T"].to_numpy() * unit), return_counts=True)
    ends = (pd.DatetimeIndex(weekly.index) - pd.Timestamp(cut)).days.to_numpy() + 7
    reached = np.maximum(ages[:, None] + ends, 0) / unit
    expected = {name: number @ _expected(model, reached) for name, model in models.items()}
    increments = {name: np.diff(total, prepend=0) for name, total in expected.items()}
    table = pd.DataFrame({"actual": weekly.to_numpy(float), **increments}, index=weekly.index)
    table.attrs = {"cut": cut}
    return table


def count_frequencies(
    models: Mapping[str, PurchaseModel], customers: pd.DataFrame, most: int = 7
) -> pd.DataFrame:
    """Set the numbers of customers by repeat purchases beside those that models expect.

    Parameters
    ----------
    models
        Fitted without covariates, by name.
    customers
        One row a customer: ``frequency`` and ``T``, in the models' unit of time.
    most
        The last class holds this frequency and all above.

    Returns
    -------
    pandas.DataFrame
        Indexed by frequency (``"0"`` to ``"7+"``): actual, lower, upper (95%, Wilson's), then a
        column a model; customers. Those of a model add up to their number.

    Raises
    ------
    InputError
        ``E_COVARIATES`` for a model with covariates.

    Examples
    --------
    >>> from clv.models import BGNBD
    >>> shop = {"frequency": [0, 0, 1, 3], "recency": [0.0, 0.0, 9.0, 30.0], "T": [39.0] * 4}
    >>> customers = pd.concat([pd.DataFrame(shop)] * 50, ignore_index=True)
    >>> table = count_frequencies({"BG": BGNBD().fit(customers)}, customers, most=3)
    >>> table["actual"].to_dict(), round(float(table["BG"].sum()))
    ({'0': 100, '1': 50, '2': 0, '3+': 50}, 200)
    """
    _refuse_covariates(models)
    classes = frequency_classes(customers["frequency"], most)
    table = classes.value_counts(sort=False).rename("actual").to_frame()
    n = len(customers)
    lower, upper = wilson_interval(table["actual"] / n, pd.Series(n, table.index))
    table["lower"], table["upper"] = n * lower, n * upper
    ages, number = np.unique(customers["T"].to_numpy(), return_counts=True)
    ages, people = _thinned(ages, number.astype(np.float64))
    for name, model in models.items():
        chances = np.array([model.new_customer_pmf(age, most - 1) for age in ages])
        below = people @ chances
        table[name] = np.append(below, people.sum() - below.sum())
    return table.set_axis(pd.Index(map(str, table.index), name="frequency"), axis=0)


def _expected(model: PurchaseModel, ages: Floats) -> Floats:
    """Expected purchases of a new customer up to each age, of any shape."""
    distinct, position = np.unique(ages, return_inverse=True)
    if distinct.size <= NODES:
        values = np.array([model.expected_purchases(age) for age in distinct])
    else:  # the rise is steepest at first, and there the nodes are closest
        nodes = distinct[-1] * np.linspace(0, 1, NODES) ** 2
        values = CubicSpline(nodes, [model.expected_purchases(age) for age in nodes])(distinct)
    return np.asarray(values[position.reshape(ages.shape)])


def _thinned(ages: Floats, number: Floats) -> tuple[Floats, Floats]:
    """Gather customers of similar age at their mean age, where there are many ages."""
    if ages.size <= NODES:
        return ages, number
    band = np.minimum((ages / ages[-1] * NODES).astype(np.intp), NODES - 1)
    people = np.bincount(band, number).astype(np.float64)
    held = people > 0
    return np.bincount(band, number * ages)[held] / people[held], people[held]


def _refuse_covariates(models: Mapping[str, PurchaseModel]) -> None:
    if moved := [name for name, model in models.items() if model.labels != model.names]:
        raise InputError(
            "E_COVARIATES",
            "what is expected of a new customer depends on covariates",
            "leave models with covariates out",
            moved,
        )
