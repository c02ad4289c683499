"""What a churn model sees: columns that mean the same at any age and for any horizon.

A churn model learns at an earlier cut than it is used at. By then customers have grown older and
the horizon may be another, so a column in days would be read wrongly: after 20 weeks an inactivity
of 100 days is extreme, after 40 it is common. The columns for the hybrid model are ratios, counts
or shares, and the horizon enters through the purchase model, which knows what a longer one means.
"""

from typing import Any, Protocol

import numpy as np
import pandas as pd
from scipy.special import logit

from clv.customers import require_columns
from clv.errors import InputError

__all__ = ["HYBRID_COLUMNS", "PurchaseProbability", "churn_features"]

HYBRID_COLUMNS = (
    "model_logit",
    "log_purchases",
    "active_share",
    "inactive_share",
    "log_overdue",
    "log_mean_amount",
)
"""The columns that the hybrid model learns from."""

_NEEDED = ("purchases", "inactivity", "tenure", "active_share", "mean_amount")
_CLOSEST = 1e-9  # to 0 or 1, so that the logit of a certainty is a number


class PurchaseProbability(Protocol):
    """A fitted purchase model, as far as churn needs one."""

    def probability_active(self, customers: pd.DataFrame, horizon: float) -> Any:
        """Return the probability of a purchase in the horizon, one a customer."""
        ...


def churn_features(
    features: pd.DataFrame,
    customers: pd.DataFrame,
    purchase_model: PurchaseProbability,
    horizon: float,
) -> pd.DataFrame:
    """Build the table that the churn models learn from and score.

    Parameters
    ----------
    features
        One row a customer: purchases, inactivity and tenure (days), active_share, mean_amount.
    customers
        The same customers: frequency, recency, T.
    purchase_model
        Fitted on customers as of the same cut, so that nothing later is known to it.
    horizon
        Length of the outcome window, in the model's unit of time.

    Returns
    -------
    pandas.DataFrame
        On the index of ``features``:

        - ``model_logit``: log odds of a purchase in the horizon, by the purchase model
        - ``log_purchases``: natural logarithm of the number of purchases
        - ``active_share``: share of the periods since the first purchase with a purchase
        - ``inactive_share``: share of the tenure since the last purchase (1 for one-time buyers)
        - ``log_overdue``: log(1 + inactivity / mean gap), where the mean gap is tenure / purchases,
          the silence so far counted as one gap more
        - ``log_mean_amount``: log(1 + mean amount a purchase), in the log's unit of money; 0 for a
          log without money
        - ``log_inactivity``: log(1 + days since the last purchase), for recency alone

        ``attrs["period_days"]`` is that of ``features``.

    Raises
    ------
    InputError
        ``E_COLUMNS`` if a column is missing, ``E_INDEX`` if the tables are not about the same
        customers in the same order.
    """
    require_columns(features, _NEEDED)
    if not features.index.equals(customers.index):
        raise InputError(
            "E_INDEX",
            f"features ({len(features)} rows) and customers ({len(customers)} rows) do not match",
            "make both as of the same day from the same log",
        )
    active = np.clip(purchase_model.probability_active(customers, horizon), _CLOSEST, 1 - _CLOSEST)
    inactive_share = features["inactivity"] / features["tenure"].clip(lower=1)
    columns = {
        "model_logit": logit(active),
        "log_purchases": np.log(features["purchases"]),
        "active_share": features["active_share"],
        "inactive_share": inactive_share,
        "log_overdue": np.log1p(inactive_share * features["purchases"]),
        "log_mean_amount": np.log1p(features["mean_amount"].fillna(0).clip(lower=0)),
        "log_inactivity": np.log1p(features["inactivity"]),
    }
    table = pd.DataFrame(columns, index=features.index).astype(float)
    table.attrs["period_days"] = features.attrs.get("period_days")
    return table
