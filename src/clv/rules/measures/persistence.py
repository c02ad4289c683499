"""Whether the best customers of the past go on to be the best (for system T10, 二八定律)."""

import numpy as np
import pandas as pd

from clv.errors import InputError
from clv.rules.measures._top import membership

__all__ = ["persistence"]


def persistence(
    past: "pd.Series[float]", future: "pd.Series[float]", share: float = 0.2
) -> "pd.Series[float]":
    """Say how well the past top customers foretell the future ones.

    Parameters
    ----------
    past, future
        Money of the same customers in an earlier and a later window, indexed by customer; nothing
        spent is 0, not missing.
    share
        Share of the customers taken as the top, 0 to 1.

    Returns
    -------
    pandas.Series of float
        ``customers``; ``missed``: share of the future top who were not in the past top and so would
        not have been favoured; ``wrongly_favoured``: share of the others of the future who would
        have been. Malthouse and Blattberg found about 55 % and 15 % for a share of 0.2. Customers
        tied at an edge count in proportion.

    Raises
    ------
    InputError
        ``E_CUSTOMERS`` unless both speak of the same customers, ``E_VALUES`` where a
        value is missing or infinite.

    References
    ----------
    E. C. Malthouse, R. C. Blattberg (2005): Can we predict customer lifetime value? Journal of
    Interactive Marketing 19(1).

    Examples
    --------
    >>> past = pd.Series([9.0, 8.0, 2.0, 1.0, 1.0], index=list("abcde"))
    >>> future = pd.Series([1.0, 7.0, 9.0, 0.0, 0.0], index=list("abcde"))
    >>> persistence(past, future, share=0.4).round(3).to_dict()
    {'customers': 5.0, 'missed': 0.5, 'wrongly_favoured': 0.333}
    """
    unique = past.index.is_unique and future.index.is_unique
    if not unique or len(past.index.symmetric_difference(future.index)):
        raise InputError(
            "E_CUSTOMERS",
            f"{len(past):,} customers of the past and {len(future):,} of the future differ",
            "give both for the same customers, each once, 0 where nothing was spent",
            list(past.index.symmetric_difference(future.index)),
        )
    before, after = (v.loc[past.index].to_numpy(dtype=float) for v in (past, future))
    if not (before.size and np.isfinite([before, after]).all()):
        raise InputError(
            "E_VALUES",
            f"the money of {before.size:,} customers is not known of all of them",
            "give 0 where nothing was spent, and at least one customer",
        )
    favoured, best = (membership(v, share * len(v)) for v in (before, after))
    kept, size = float(favoured @ best), share * len(before)
    return pd.Series(
        {
            "customers": len(before),
            "missed": 1 - kept / size,
            "wrongly_favoured": (size - kept) / (len(before) - size),
        },
        dtype=float,
    )
