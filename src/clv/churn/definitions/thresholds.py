"""Where the definitions of churn draw their lines."""

from dataclasses import dataclass

from clv.churn.labels import Of

__all__ = ["ChurnThresholds"]


@dataclass(frozen=True)
class ChurnThresholds:
    """Where the definitions draw their lines.

    Parameters
    ----------
    days
        Longest silence of a customer, in days; by default ``intervals`` usual gaps of the
        population, so that the two definitions by silence differ for those with a pace of their own
        and for nobody else.
    intervals
        Longest silence in usual gaps of the customer's own.
    no_purchase_above
        Probability of no purchase in the horizon, 0 to 1.
    alive_below
        Probability of being alive, 0 to 1.
    share
        Of what the past pace would give, below which somebody defects in part.
    of
        Whether ``"visits"`` or ``"spend"`` is held against the past.
    """

    days: float | None = None
    intervals: float = 3.0
    no_purchase_above: float = 0.5
    alive_below: float = 0.5
    share: float = 0.5
    of: Of = "visits"
