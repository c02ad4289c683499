"""A purchase long before all others: a date that is wrong, most of the time."""

from dataclasses import replace

import numpy as np

from clv.errors import Notice
from clv.transactions.notices.day_profile import DayProfile

__all__ = ["lone_start"]

_LONGEST_PAUSE = 92
"""Days without a purchase, a quarter, up to which a log may begin slowly."""

_SHARE_OF_REST = 1 / 3
"""Share of the time after the pause that it lasts at least."""

_FEW, _FEW_SHARE = 5, 0.001
"""Purchases before the pause, and share of all, up to which they are no history of their own."""

_FEWEST_AFTER = 30
"""Purchases after the pause, so that it is no habit of a quiet shop."""


def lone_start(profile: DayProfile) -> tuple[Notice | None, DayProfile]:
    """Find purchases that lie by themselves long before the log begins.

    Parameters
    ----------
    profile
        The log by day.

    Returns
    -------
    Notice or None
        ``W_LONE_START``.
    DayProfile
        The log without these purchases, for whoever looks at its time.
    """
    places = np.flatnonzero(profile.volume)
    if places.size < 2:
        return None, profile
    pauses, stops = np.diff(places), places[1:]
    before = np.cumsum(profile.volume)[places[:-1]]
    total = int(profile.volume.sum())
    alone = (
        (pauses > _LONGEST_PAUSE)
        & (pauses > _SHARE_OF_REST * (places[-1] + 1 - stops))
        & (before <= max(_FEW, _FEW_SHARE * total))
        & (total - before >= _FEWEST_AFTER)
    )
    if not alone.any():
        return None, profile
    last = int(np.flatnonzero(alone)[-1])
    n, stop = int(before[last]), int(stops[last])
    found = (
        f"purchases long before all others, from {profile.first} on: {n}; "
        f"the next is of {profile.day(stop)}"
    )
    remedy = f"find the true dates, or leave them out by start (--start {profile.day(stop)})"
    return Notice("W_LONE_START", found, remedy, n), _from(profile, stop)


def _from(profile: DayProfile, place: int) -> DayProfile:
    """Return the log from a day on."""
    return replace(
        profile,
        first=profile.day(place),
        volume=profile.volume[place:],
        free=profile.free[place:],
        births=profile.births[place:],
        bought=profile.bought[place:],
    )
