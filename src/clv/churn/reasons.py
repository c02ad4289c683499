"""What speaks most for a customer's risk, in half a sentence."""

import pandas as pd

from clv.churn.models import HybridChurn

__all__ = ["THEMES", "churn_reasons"]

THEMES = {
    "silent for long, given the rhythm so far": ("model_logit", "inactive_share", "log_overdue"),
    "few purchases so far": ("log_purchases", "active_share"),
    "small purchases": ("log_mean_amount",),
}
"""Features that say nearly the same, under what they say; their contributions are added, since
the division among them is arbitrary."""

_NONE = "nothing raises the risk above the average"


def churn_reasons(model: HybridChurn, X: pd.DataFrame) -> "pd.Series[str]":
    """Name the theme that raises each customer's log odds of churn most.

    Parameters
    ----------
    model
        A fitted hybrid model.
    X
        As `churn_features` makes it.

    Returns
    -------
    pandas.Series
        ``reason`` by customer: a key of `THEMES`, or a phrase that nothing raises the risk.
    """
    parts = model.contributions(X)
    themes = pd.DataFrame({said: parts[list(of)].sum(axis=1) for said, of in THEMES.items()})
    reasons = themes.idxmax(axis=1).where(themes.max(axis=1) > 0, _NONE)
    return reasons.rename("reason").astype("str")
