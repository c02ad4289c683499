"""Probabilities of churn and its outcome, brought into one order."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clv.errors import InputError
from clv.evaluation.metrics.base import Floats

__all__ = ["matched"]


def matched(
    probabilities: Mapping[str, "pd.Series[float]"], churned: "pd.Series[bool]"
) -> tuple[NDArray[np.bool_], dict[str, Floats]]:
    """Bring an outcome and the probabilities of it into the order of the customers' ids.

    Parameters
    ----------
    probabilities
        By name of the model: the probability of churn of every customer.
    churned
        Who churned.

    Returns
    -------
    event : numpy.ndarray
        Who churned, shape (customers,).
    stated : dict
        By name of the model: the probability of churn, shape (customers,).

    Raises
    ------
    InputError
        As `judge_churn`.
    """
    if churned.index.has_duplicates:
        twice = int(churned.index.duplicated().sum())
        raise InputError(
            "E_INDEX",
            f"{twice} rows of the outcome repeat a customer",
            "judge each cut apart: pass several to judge_churn_slices",
        )
    if not probabilities:
        raise InputError("E_COMPETITORS", "there is no model to judge", "pass one or more by name")
    unclear = ~churned.isin([0, 1])
    if unclear.any():
        raise InputError(
            "E_OUTCOME",
            f"{unclear.sum()} of {len(churned)} outcomes are neither true nor false",
            "pass True for customers who bought nothing in the window",
        )
    ordered = churned.sort_index()
    event = ordered.to_numpy(bool)
    if event.all() or not event.any():
        raise InputError(
            "E_ONE_CLASS",
            f"of {len(event)} customers {event.sum()} churned",
            "choose a horizon in which some customers buy and some do not",
        )
    return event, {name: _stated(name, given, ordered) for name, given in probabilities.items()}


def _stated(name: str, given: "pd.Series[float]", churned: "pd.Series[bool]") -> Floats:
    if len(given) != len(churned) or not churned.index.isin(given.index).all():
        raise InputError(
            "E_INDEX",
            f"{name} scores {len(given)} customers, the outcome is known for {len(churned)}",
            "score the customers whose outcome is known",
        )
    values: Floats = np.asarray(given.loc[churned.index], dtype=np.float64)
    outside = values[~((values >= 0) & (values <= 1))]
    if len(outside):
        raise InputError(
            "E_PROBABILITY",
            f"{name} gives {len(outside)} customers no probability between 0 and 1",
            "pass probabilities, not scores or log odds",
            outside,
        )
    return values
