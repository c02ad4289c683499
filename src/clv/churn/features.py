"""What a churn model sees: columns that mean the same at any age and for any horizon.

A churn model learns at an earlier cut than it is used at. By then customers have grown older, and
everybody has more purchases, longer silences and fewer active periods behind him, so a column read
as it stands would shift all probabilities with the age of the log. The relative columns therefore
say how a customer differs from the mean customer of the same day; what is typical of a day enters
through the purchase model alone, which is fitted as of that day and knows what a horizon means.
"""

from typing import Any, Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import logit

from clv.churn._pace import pace_columns
from clv.customers import population_gap, require_columns, typical_gap
from clv.errors import InputError
from clv.periods import DAYS_PER_UNIT

__all__ = [
    "HISTORY_COLUMNS",
    "HYBRID_COLUMNS",
    "PurchaseProbability",
    "churn_features",
]

HISTORY_COLUMNS = (
    "log_purchases",
    "log_pace",
    "active_share",
    "log_silence",
    "log_surprise",
    "log_overdue",
    "log_mean_amount",
)
"""The relative columns that need no purchase model."""

HYBRID_COLUMNS = (
    "relative_logit",
    "log_purchases",
    "log_pace",
    "active_share",
    "log_surprise",
    "log_overdue",
    "log_mean_amount",
)
"""The relative columns that correct the purchase model."""

_NEEDED = ("purchases", "inactivity", "tenure", "active_share", "mean_amount", "median_gap")
_CLOSEST = 1e-9  # to 0 or 1, so that the logit of a certainty is a number

Floats = NDArray[np.float64]


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
        One row a customer: purchases, inactivity and tenure (days), active_share, mean_amount,
        median_gap (days; NaN with one purchase).
    customers
        The same customers: frequency, recency, T; ``attrs["time_unit"]`` is their unit of time,
        days if unnamed.
    purchase_model
        Fitted on customers as of the same cut, so that nothing later is known to it.
    horizon
        Length of the outcome window, in the model's unit of time.

    Returns
    -------
    pandas.DataFrame
        On the index of ``features``. As they are:

        - ``model_logit``: log odds of a purchase in the horizon, by the purchase model
        - ``log_inactivity``: log(1 + days since the last purchase), for recency alone
        - ``purchases``; ``inactivity``, ``tenure`` and ``usual_gap`` in days, the last one from
          `clv.customers.typical_gap`

        Less the mean of all customers of the day, which is 0 therefore:

        - ``relative_logit``: of ``model_logit``
        - ``log_purchases``: natural logarithm of the number of purchases
        - ``log_pace``: log(purchases / (tenure + 30 days))
        - ``active_share``: share of the periods since the first purchase with a purchase
        - ``log_silence``: of ``log_inactivity``
        - ``log_surprise``: log(1 - log(p)), where p is the chance that somebody who still buys at
          the same pace is silent for so large a share of the tenure, (1 - share) ** repeats
        - ``log_overdue``: log(1 + inactivity / usual_gap)
        - ``log_mean_amount``: inverse hyperbolic sine of the mean amount a purchase over its
          median, nearly a logarithm, which takes returns too; 0 for a log without money

        ``attrs["period_days"]`` is that of ``features``, ``attrs["horizon_days"]`` the horizon.

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
    table = _facts(features).assign(model_logit=logit(active))
    relative = {
        "relative_logit": table["model_logit"],
        "log_purchases": np.log(table["purchases"]),
        "active_share": features["active_share"],
        "log_mean_amount": _relative_amount(features["mean_amount"]),
        **pace_columns(table),
    }
    for name, values in relative.items():
        table[name] = values - values.mean()
    unit = customers.attrs.get("time_unit") or "D"
    table.attrs = {
        "period_days": features.attrs.get("period_days"),
        "horizon_days": horizon * DAYS_PER_UNIT[unit],
    }
    return table


def _facts(features: pd.DataFrame) -> pd.DataFrame:
    """What a salesperson may be told of a customer, and what the other columns are made from."""
    usual = population_gap(features)
    pace = usual if np.isfinite(usual) else max(float(features["tenure"].mean()), 1.0)
    facts = {
        "purchases": features["purchases"],
        "inactivity": features["inactivity"],
        "tenure": features["tenure"],
        "usual_gap": typical_gap(features, pace),
        "log_inactivity": np.log1p(features["inactivity"]),
    }
    return pd.DataFrame(facts, index=features.index).astype(float)


def _relative_amount(amounts: "pd.Series[float]") -> "pd.Series[float]":
    """Amounts on a scale that does not know the unit of money; 0 where nothing is known."""
    usual = amounts.abs().median()
    if not usual > 0:
        return pd.Series(0.0, amounts.index)
    relative = pd.Series(np.arcsinh(amounts / usual), amounts.index)
    return relative.fillna(relative.mean())
