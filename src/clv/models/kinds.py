"""Kinds of customers: those whom models cannot tell apart need one answer."""

from collections.abc import Sequence

import pandas as pd

from clv.customers.histories import distinct_rows
from clv.models._inputs.gate import check_columns
from clv.models._maths.arrays import IntArray
from clv.models.gamma_gamma import GammaGamma
from clv.models.purchase_model import PurchaseModel

__all__ = ["distinct_customers"]

HISTORY = ("frequency", "T", "recency")
"""In the order in which neighbours have most in common."""
SPEND = ("frequency", "monetary_value")


def distinct_customers(
    models: Sequence[PurchaseModel | GammaGamma], customers: pd.DataFrame
) -> tuple[pd.DataFrame, IntArray]:
    """Group customers whom none of the models can tell apart.

    Parameters
    ----------
    models
        Of purchases or spend.
    customers
        n rows with the columns that the models need.

    Returns
    -------
    DataFrame
        One row for each kind of customer, in order of frequency and T, with these columns.
    array
        Shape (n,): the row of each customer.
    """
    needed: dict[str, None] = {}
    for model in models:
        own = SPEND if isinstance(model, GammaGamma) else HISTORY
        covariates = [column for _, _, column in model._levers() if column in customers.columns]
        needed |= dict.fromkeys((*own, *covariates))
    columns, position = distinct_rows(check_columns(customers, tuple(needed)))
    rows = pd.DataFrame(dict(zip(needed, columns, strict=True)))
    rows.attrs = customers.attrs
    return rows, position
