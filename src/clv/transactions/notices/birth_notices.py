"""Logs that begin in the middle: old customers who look new."""

import numpy as np

from clv.errors import Notice
from clv.transactions.notices.day_profile import DayProfile

__all__ = ["left_truncated"]

_SPIKE = 1.7
"""Times the later rate of new customers that the first tenth of a cut log shows at least."""

_LEAST_STEADY, _MOST_STEADY = 0.6, 1.25
"""Times the later volume that the first tenth may hold: a shop that opens with a rush holds more,
one that opens slowly has few to buy again and holds less."""

_KEENER = 1.35
"""Times the later customers' rate of buying again: old customers are the regulars who stayed,
half as keen again in simulated cut logs, and no keener where every beginning is seen."""

_FEWEST = 50
"""New customers in the first tenth, and in the second half."""


def left_truncated(profile: DayProfile) -> Notice | None:
    """Find out whether the first customers of the log were customers before it.

    Parameters
    ----------
    profile
        The log by day.

    Returns
    -------
    Notice or None
        ``W_LEFT_TRUNCATED``; never for a log of one cohort, which has no later customers.
    """
    births, volume, n = profile.births, profile.volume, profile.volume.size
    tenth, half = n // 10, n // 2
    if not tenth or births[:tenth].sum() < _FEWEST or births[half:].sum() < _FEWEST:
        return None
    spiked = births[:tenth].mean() > _SPIKE * births[half:].mean()
    level = volume[:tenth].mean() / volume[tenth:].mean()
    steady = _LEAST_STEADY < level < _MOST_STEADY
    keener = _repeat_rate(profile, 0, tenth) > _KEENER * _repeat_rate(profile, tenth, half)
    if not (spiked and steady and keener):
        return None
    share = births[:tenth].sum() / births.sum()
    return Notice(
        "W_LEFT_TRUNCATED",
        f"{share:.0%} of the customers first appear in the first tenth of the time and buy like "
        "old customers: the log seems to begin in the middle",
        "export from the first sale on, or keep to customers whose first purchase is known",
        int(births[:tenth].sum()),
    )


def _repeat_rate(profile: DayProfile, start: int, stop: int) -> float:
    """Return repeat purchases for each customer and day since the first purchase."""
    births = profile.births[start:stop]
    left = profile.volume.size - 1 - np.arange(start, stop)
    exposure = (births * left).sum()
    return float((profile.bought[start:stop] - births).sum() / max(1, exposure))
