"""Days and months that were swapped wherever both could be either."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clv.errors import Notice
from clv.transactions.notices.day_profile import DayProfile

__all__ = ["swapped_dates"]

_LAST_MONTH = 12
"""A day up to the twelfth may be taken for a month, a later one may not."""

_FEWEST = 10
_HALF_MONTHS = 2
"""Months with ten purchases and more, all on days up to the twelfth, while others hold later days:
chance leaves a month so once in ten thousand."""

_FLATTER = 0.5
"""Share of the weekday pattern of the later days that is left in the days up to the twelfth."""

_WEEKLY = 0.05
_CLEAR = 6.0
"""Standard deviation of the weekdays, and times its error, from which the later days show one."""

_UNEVEN = 0.15
_ALIKE = 0.8
"""Spread of the months of the year that can be told again in the days, and how well: twelve days
that have nothing to do with twelve months go with them so in one log of a thousand."""


def swapped_dates(profile: DayProfile) -> Notice | None:
    """Compare the days up to the twelfth with the others.

    Parameters
    ----------
    profile
        The log by day.

    Returns
    -------
    Notice or None
        ``W_DAY_MONTH``, if several months have no later days, if the weekdays are told apart in
        the later days only, or if the days of the month go with the months of the year.
    """
    either = profile.days <= _LAST_MONTH
    rows = int(profile.volume[either].sum())
    found = (
        _half_months(profile, either)
        or _flat_weekdays(profile, either)
        or _days_like_months(profile, either)
    )
    if not found:
        return None
    remedy = "declare how the dates are written, such as date_format='%d/%m/%Y' (--date-format)"
    return Notice("W_DAY_MONTH", f"days and months seem swapped: {found}", remedy, rows)


def _half_months(profile: DayProfile, either: NDArray[np.bool_]) -> str:
    """Find months that hold nothing after the twelfth, the last one left out."""
    months, places = np.unique(profile.month, return_inverse=True)
    early, late = (
        np.bincount(places, profile.volume * chosen, len(months))[:-1]
        for chosen in (either, ~either)
    )
    half = (early >= _FEWEST) & (late == 0)
    whole = late >= _FEWEST
    if half.sum() < _HALF_MONTHS or not whole.any():
        return ""
    return f"{half.sum()} months hold purchases up to the {_LAST_MONTH}th only"


def _flat_weekdays(profile: DayProfile, either: NDArray[np.bool_]) -> str:
    """Find out whether the days up to the twelfth have lost the pattern of the week."""
    if min(either.sum(), (~either).sum()) < 10 * 7:
        return ""
    early, late = (_weekdays(profile, chosen) for chosen in (either, ~either))
    spread, error = late[0].std(), np.sqrt((late[1] ** 2).mean())
    if spread < max(_WEEKLY, _CLEAR * error) or not early[0].any():
        return ""
    # What of the later days' pattern the early ones follow: 1 if the same, 0 if none.
    kept = float((early[0] * late[0]).sum() / (late[0] ** 2).sum())
    if kept >= _FLATTER:
        return ""
    return f"days up to the {_LAST_MONTH}th follow {max(0.0, kept):.0%} of the pattern of the week"


def _weekdays(
    profile: DayProfile, chosen: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return each weekday's volume against the month's mean, less 1, with its standard error."""
    _, month = np.unique(profile.month, return_inverse=True)
    mean = np.bincount(month, profile.volume * chosen) / np.maximum(1, np.bincount(month, chosen))
    relative = profile.volume / np.maximum(1e-9, mean)[month]
    used = chosen & (mean[month] > 0)
    groups = [relative[used & (profile.weekday == day)] for day in range(7)]
    if not all(group.size for group in groups):
        return np.zeros(7), np.ones(7)
    shares = np.array([group.mean() for group in groups]) - 1
    return shares, np.array([group.std() / np.sqrt(group.size) for group in groups])


def _days_like_months(profile: DayProfile, either: NDArray[np.bool_]) -> str:
    """Find out whether the n-th day of the month goes with the n-th month of the year.

    A swapped row lies on the day that its month was; rows after the twelfth tell the true months.
    """
    calendar = profile.month % 12
    days = _relative(profile.days[either] - 1, profile.volume[either], by_days=True)
    months = _relative(calendar[~either], profile.volume[~either], by_days=False)
    # A cohort that was born on one day makes this day and its month large by itself.
    largest = int(np.argmax(days))
    days, months = np.delete(days, largest), np.delete(months, largest)
    noise = np.sqrt(12 / max(1, profile.volume[either].sum()))
    if months.std() < _UNEVEN or days.std() < max(_FLATTER * months.std(), 3 * noise):
        return ""
    if min(np.corrcoef(days, months)[0, 1], _ranks_alike(days, months)) < _ALIKE:
        return ""
    return f"the days up to the {_LAST_MONTH}th are as uneven as the months of the year"


def _relative(
    twelfth: NDArray[np.int64], volume: NDArray[np.int64], *, by_days: bool
) -> NDArray[np.float64]:
    """Return what each of twelve holds, against the mean, less 1."""
    held: NDArray[np.float64] = np.bincount(twelfth, volume, 12).astype(np.float64)
    if by_days:
        held /= np.maximum(1, np.bincount(twelfth, minlength=12))
    return np.asarray(held / max(1e-9, held.mean()) - 1)


def _ranks_alike(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    return float(np.corrcoef(pd.Series(one).rank(), pd.Series(other).rank())[0, 1])
