"""What is called churn: no purchase in the horizon, whatever the reason."""

import pandas as pd

from clv.customers import require_columns

__all__ = ["no_purchase"]


def no_purchase(outcomes: pd.DataFrame) -> "pd.Series[bool]":
    """Label customers who bought nothing in the outcome window.

    Customers of a shop never say that they leave, so churn is a matter of a horizon: the same
    customer may have churned for 13 weeks and not for 39.

    Parameters
    ----------
    outcomes
        One row a customer with ``active_holdout`` (bool), as `clv.customers.outcomes` gives it.

    Returns
    -------
    pandas.Series
        ``churned`` on the same index: True where nothing was bought.

    Raises
    ------
    InputError
        ``E_COLUMNS`` if the column is missing.

    Examples
    --------
    >>> no_purchase(pd.DataFrame({"active_holdout": [True, False]})).tolist()
    [False, True]
    """
    active = require_columns(outcomes, ["active_holdout"])["active_holdout"]
    return (~active.astype(bool)).rename("churned")
