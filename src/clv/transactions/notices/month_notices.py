"""Months that miss something, and months that come back stronger every year."""

import numpy as np
from numpy.typing import NDArray

from clv.errors import Notice
from clv.transactions.notices.day_profile import DayProfile

__all__ = ["season", "thin_month"]

_THIN = 0.35
"""Share of the weaker neighbour below which a month misses something: half a month is more."""

_PEAK = 1.8
"""Times the months around from which a month is a season."""

_GROWING = 1.3
"""Times the months before, beyond which a strong end of the year may be growth."""

_FEWEST = 50
"""Purchases that a month must be expected to hold, so that chance does not halve it."""


def _monthly(profile: DayProfile) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the complete months of the log and their purchases a day."""
    months, starts, days = np.unique(profile.month, return_index=True, return_counts=True)
    volume = np.add.reduceat(profile.volume, starts)
    whole = slice(int(profile.first.day > 1), len(months) - int(not _ends_month(profile)))
    return months[whole], (volume / days)[whole]


def _ends_month(profile: DayProfile) -> bool:
    return profile.day(profile.volume.size).day == 1


def _dips(rates: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return each inner month as a share of its weaker neighbour."""
    return rates[1:-1] / np.maximum(1e-9, np.minimum(rates[:-2], rates[2:]))


def thin_month(profile: DayProfile) -> Notice | None:
    """Find a month far below both neighbours, unless it is so in another year too.

    Parameters
    ----------
    profile
        The log by day.

    Returns
    -------
    Notice or None
        ``W_MONTH_THIN``.
    """
    months, rates = _monthly(profile)
    if len(months) < 3:
        return None
    dips, inner = _dips(rates), months[1:-1]
    place = int(np.argmin(dips))
    expected = 30 * min(rates[place], rates[place + 2])
    same = (inner % 12 == inner[place] % 12) & (inner != inner[place])
    if dips[place] >= _THIN or expected < _FEWEST or (dips[same] < 0.6).any():
        return None
    return Notice(
        "W_MONTH_THIN",
        f"{_name(inner[place])} holds {dips[place]:.0%} of the purchases of the months around it",
        "check that no part of the log is missing",
        round(rates[place] * 30),
    )


def _name(month: int) -> str:
    return f"{1970 + month // 12}-{month % 12 + 1:02d}"


def _peak(rates: NDArray[np.float64], start: int, stop: int) -> float:
    """Return months as a multiple of the two months before them and of those after them."""
    if start < 1 or stop >= rates.size:
        return 0.0  # out of sight, or with nothing to compare it with
    before, after = rates[max(0, start - 2) : start], rates[stop : stop + 2]
    return float(rates[start:stop].min() / max(1e-9, before.mean(), after.mean()))


def _year_end(
    months: NDArray[np.int64], rates: NDArray[np.float64]
) -> list[tuple[float, tuple[int, int]]]:
    """Look at November and December at the end of the log, with nothing after them to compare."""
    peaks = []
    for k in (1, 2):
        start = len(months) - k
        if start < 4 or not np.isin(months[start:] % 12, (10, 11)).all():
            continue
        before, earlier = rates[start - 2 : start].mean(), rates[start - 4 : start - 2].mean()
        if before <= _GROWING * earlier:
            peaks.append((float(rates[start:].min() / max(1e-9, before)), (start, len(months))))
    return peaks


def season(profile: DayProfile) -> Notice | None:
    """Find one to three months far above those around, in every year that shows them.

    Parameters
    ----------
    profile
        The log by day.

    Returns
    -------
    Notice or None
        ``W_SEASONAL``.
    """
    months, rates = _monthly(profile)
    spans = [(i, i + k) for k in (1, 2, 3) for i in range(2, len(months) - k)]
    peaks = [(_peak(rates, *span), span) for span in spans] + _year_end(months, rates)
    strength, (start, stop) = max(peaks, default=(0.0, (0, 0)))
    if strength < _PEAK or 30 * rates[max(0, start - 2) : start].mean() < _FEWEST:
        return None
    others = [_peak(rates, start + y, stop + y) for y in range(-1200, 1201, 12) if y]
    seen = [other for other in others if other > 0]
    if any(other < 0.75 * _PEAK for other in seen):
        return None
    when = " to ".join(dict.fromkeys((_name(months[start]), _name(months[stop - 1]))))
    again = "as in every year of the log" if seen else "and the log shows no second year of it"
    return Notice(
        "W_SEASONAL",
        f"in {when} customers bought {strength:.1f} times as often as in the months around, "
        f"{again}",
        "forecast whole years, and judge by several cuts: models take a steady rate for granted",
        int(strength * 100),
    )
