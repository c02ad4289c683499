"""How much of the error in a purchase model's total is carried to another day."""

from scipy.optimize import brentq
from scipy.special import expit

from clv.churn.models._classifier import Floats, check_setting

__all__ = ["carried_level", "level_of"]

_FAR = 60.0  # log odds beyond all that happens


def level_of(odds: Floats, share: float) -> float:
    """Return what must be added to the log odds so that the mean probability is a share."""
    return float(brentq(lambda c: expit(odds + c).mean() - share, -_FAR, _FAR, xtol=1e-10))


def carried_level(learned: float, odds: Floats, known: Floats, share: float) -> float:
    """Return the intercept between the one that keeps the known total and the one learned.

    Parameters
    ----------
    learned
        Intercept that fits the outcome.
    odds
        Corrected log odds without an intercept, shape (customers,).
    known
        Log odds before the correction, shape (customers,).
    share
        0 keeps the total number of churners that the known log odds expect, 1 takes the learned.

    Returns
    -------
    float
        The intercept.
    """
    check_setting("level", share, 0, 1)
    kept = level_of(odds, float(expit(known).mean()))
    return kept + share * (learned - kept)
