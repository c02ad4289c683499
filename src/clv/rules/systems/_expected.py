"""What a customer will bring if nothing is known but the past: plain rates, for want of a model."""

import pandas as pd

__all__ = ["chance_active", "margin_rate"]


def margin_rate(
    features: pd.DataFrame, gap: "pd.Series[float]", cost_share: float
) -> "pd.Series[float]":
    """Margin a day: purchases a day times the margin of a purchase, known or assumed.

    One gap is added to the tenure: n purchases stand for n gaps, the last of them still running.
    """
    bought = features.get("purchases_total", features["purchases"])
    known = features.reindex(columns=["margin"])["margin"].astype(float)
    each = (known / bought.where(bought > 0)).fillna(features["mean_amount"] * (1 - cost_share))
    return features["purchases"] / (features["tenure"] + gap) * each


def chance_active(
    features: pd.DataFrame, gap: "pd.Series[float]", patience: float
) -> "pd.Series[float]":
    """1 up to so many typical gaps of silence, then their ratio."""
    silence = features["inactivity"].where(features["inactivity"] > 0)
    return (patience * gap / silence).fillna(1.0).clip(upper=1.0)
