"""What is called churn by a purchase model's word."""

from typing import Protocol

import pandas as pd

from clv.churn.features import PurchaseProbability
from clv.errors import InputError, Notice

__all__ = ["AliveProbability", "certainly_alive", "not_alive", "unlikely_to_buy"]


class AliveProbability(Protocol):
    """A fitted purchase model that tells who may still be a customer."""

    def probability_alive(self, customers: pd.DataFrame) -> "pd.Series[float]":
        """Return the probability of being alive, one a customer."""
        ...


def unlikely_to_buy(
    model: PurchaseProbability, customers: pd.DataFrame, horizon: float, above: float = 0.5
) -> "pd.Series[bool]":
    """Call churned whose probability of no purchase in the horizon is above a threshold.

    Parameters
    ----------
    model
        A fitted purchase model.
    customers
        frequency, recency, T, in the model's unit of time.
    horizon
        Length of the window, in the same unit.
    above
        Threshold, 0 to 1.

    Returns
    -------
    pandas.Series
        ``unlikely_to_buy`` (nullable bool) on the same index; missing where the model cannot tell.

    Raises
    ------
    InputError
        ``E_PARAMETER`` for a threshold outside 0 to 1; what the model raises.
    """
    _share("above", above)
    active = pd.Series(model.probability_active(customers, horizon), customers.index)
    called = (1 - active > above).astype("boolean")
    return called.where(active.notna()).rename("unlikely_to_buy")


def not_alive(
    model: AliveProbability, customers: pd.DataFrame, below: float = 0.5
) -> "pd.Series[bool]":
    """Call churned whose probability of being alive is below a threshold: a warning only.

    Alive is a word of the model's story that nobody can check, and BG/NBD gives it to everybody who
    has bought once: see `certainly_alive`.

    Parameters
    ----------
    model
        A fitted purchase model.
    customers
        frequency, recency, T, in the model's unit of time.
    below
        Threshold, 0 to 1.

    Returns
    -------
    pandas.Series
        ``not_alive`` (nullable bool) on the same index; missing where the model cannot tell.

    Raises
    ------
    InputError
        ``E_PARAMETER`` for a threshold outside 0 to 1; what the model raises.
    """
    _share("below", below)
    alive = pd.Series(model.probability_alive(customers), customers.index)
    return (alive < below).astype("boolean").where(alive.notna()).rename("not_alive")


def certainly_alive(model: AliveProbability, customers: pd.DataFrame) -> Notice | None:
    """Say how many customers a model holds for alive whatever their silence.

    Parameters
    ----------
    model
        A fitted purchase model.
    customers
        frequency, recency, T, in the model's unit of time.

    Returns
    -------
    Notice or None
        ``W_CERTAINLY_ALIVE``, if the probability of anybody is 1.
    """
    certain = pd.Series(model.probability_alive(customers), customers.index) >= 1
    n, once = int(certain.sum()), int((certain & (customers["frequency"] == 0)).sum())
    if not n:
        return None
    return Notice(
        "W_CERTAINLY_ALIVE",
        f"the model gives {n:,} of {len(customers):,} customers ({n / len(customers):.0%}) the "
        f"probability 1 of being alive; {once:,} of them bought once",
        "take the probability of being alive as a warning only, and no purchase in the horizon as "
        "churn",
        count=n,
    )


def _share(name: str, number: float) -> None:
    if not 0 <= number <= 1:
        raise InputError("E_PARAMETER", f"{name} is not from 0 to 1", "give a share", [number])
