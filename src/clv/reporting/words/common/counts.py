"""How reports write how many there are."""

import pandas as pd

from clv.language import say

__all__ = ["customers", "whole"]


def customers(count: float) -> str:
    """Write a number of customers.

    Parameters
    ----------
    count
        How many; a whole number.

    Returns
    -------
    str
        With the noun, in the singular for one.

    Examples
    --------
    >>> customers(1), customers(1200.0)
    ('1 customer', '1,200 customers')
    """
    return say("1 customer" if count == 1 else "{count:,.0f} customers", count=count)


def whole(value: float | None) -> str:
    """Write a count, or an estimate of one, without decimals.

    Parameters
    ----------
    value
        None or NaN where it is not known.

    Returns
    -------
    str
        A dash where there is none.

    Examples
    --------
    >>> whole(6.968), whole(-0.2), whole(None)
    ('7', '0', '–')
    """
    return "–" if value is None or pd.isna(value) else f"{value:z,.0f}"
