"""Feeds that stop, thin out at the end or fall silent in between."""

from datetime import date

import numpy as np
from numpy.typing import NDArray

from clv.errors import Notice
from clv.transactions.notices.day_profile import DayProfile
from clv.transactions.notices.month_notices import season, thin_month

__all__ = ["time_notices"]

_BLOCK = 28
"""Days that are compared at the end of the log: whole weeks, so that weekdays weigh alike."""

_END_DROP = 0.4
"""Share of the least of the three blocks before, below which the last one misses something."""

_EXPECTED_IN_GAP = 25
"""Purchases in as many days before a silence and after it, so that it is nobody's holiday."""

_EXPECTED_AT_END = 12
_RECENT = 56
"""Purchases that the silence at the end would hold at the rate of the eight weeks before it: by
chance it holds none once in a hundred thousand."""

_SHORTEST = 14
"""Days of silence up to which a shop may have a holiday, or a feed its rhythm."""

_USUAL = 0.95
_UNUSUAL = 1.5
"""Quantile of the gaps between days with purchases that is still usual, and times it from which a
gap is not: months and quarters that are billed on one day differ by less."""

_BUSY = 2 / 3
_BURSTS = 7
"""Share of the purchases that the busiest days hold, and usual gap between these days from which
the purchases come in bursts: 28 days may hold one burst more or less."""

_YEAR = 364
_FEWEST = 50
"""Purchases that a stretch must be expected to hold, so that chance does not halve it."""


def time_notices(profile: DayProfile, last: date, as_of: date) -> list[Notice]:
    """Look at the log's volume over time.

    Parameters
    ----------
    profile
        The log by day.
    last
        Last day with a row.
    as_of
        The day from which the log speaks.

    Returns
    -------
    list of Notice
        ``W_STALE`` or else ``W_VOLUME_END``, ``W_GAP`` or else ``W_MONTH_THIN``, ``W_SEASONAL``.
    """
    usual = _usual_gap(np.flatnonzero(profile.volume))
    even = _usual_gap(_busy_days(profile.volume)) <= _BURSTS
    found = (
        _stale(profile, last, as_of, usual) or (_thin_end(profile) if even else None),
        _gap(profile, usual) or (thin_month(profile) if even else None),
        season(profile),
    )
    return [notice for notice in found if notice]


def _usual_gap(places: NDArray[np.intp]) -> int:
    """Return the longest gap that is usual between days; the longest of all never counts."""
    gaps = np.diff(places)
    return int(np.quantile(gaps, _USUAL, method="lower")) if gaps.size else 0


def _busy_days(volume: NDArray[np.int64]) -> NDArray[np.intp]:
    """Return the busiest days that hold most purchases together, in the order of time."""
    order = np.argsort(-volume, kind="stable")
    held = np.cumsum(volume[order])
    return np.sort(order[: int(np.searchsorted(held, _BUSY * held[-1])) + 1])


def _stale(profile: DayProfile, last: date, as_of: date, usual: int) -> Notice | None:
    """Hold the silence at the end against the weeks before it and the usual gaps."""
    silent = (as_of - last).days - 1
    if silent <= max(_SHORTEST, _UNUSUAL * usual):
        return None
    recent = profile.volume[: profile.volume.size - silent][-_RECENT:]
    if silent * recent.mean() <= _EXPECTED_AT_END:
        return None
    return Notice(
        "W_STALE",
        f"the last row is of {last}: the {silent} days before {as_of} are empty",
        "check that the feed is complete, or choose an earlier as_of (--as-of)",
        silent,
    )


def _last_block(volume: NDArray[np.int64]) -> float:
    """Return the last block's volume as a share of the least of the three before it."""
    blocks = volume[-4 * _BLOCK :].reshape(4, _BLOCK).sum(axis=1)
    return float(blocks[3] / max(1, blocks[:3].min()))


def _thin_end(profile: DayProfile) -> Notice | None:
    """Find a drop at the end, in purchases and in repeat purchases, that last year did not see.

    Repeat purchases do not stop where no new customers join, as in a log of one cohort.
    """
    repeats = profile.volume - profile.births
    if repeats.size < 4 * _BLOCK or repeats[-4 * _BLOCK : -_BLOCK].sum() < 3 * _FEWEST:
        return None
    share = max(_last_block(profile.volume), _last_block(repeats))
    usual = 1.0
    if repeats.size >= _YEAR + 4 * _BLOCK:
        usual = min(1.0, _last_block(profile.volume[:-_YEAR]))
    if share >= _END_DROP * usual:
        return None
    return Notice(
        "W_VOLUME_END",
        f"the last {_BLOCK} days hold {share:.0%} of the purchases of the {_BLOCK} days before",
        "check that the feed is complete, or choose an earlier as_of (--as-of)",
        int(profile.volume[-_BLOCK:].sum()),
    )


def _gap(profile: DayProfile, usual: int) -> Notice | None:
    """Find the longest unusual silence with plenty of purchases on both sides of it."""
    places = np.flatnonzero(profile.volume)
    gaps = np.diff(places)
    so_far = np.concatenate([[0], np.cumsum(profile.volume)])
    start, stop = places[:-1] + 1, places[1:]
    before = so_far[start] - so_far[np.maximum(0, start - gaps)]
    after = so_far[np.minimum(profile.volume.size, stop + gaps)] - so_far[stop]
    lost = np.where(np.minimum(before, after) >= _EXPECTED_IN_GAP, gaps, 0)
    if not lost.size or lost.max() <= max(_SHORTEST, _UNUSUAL * usual):
        return None
    longest = int(np.argmax(lost))
    silent = int(gaps[longest]) - 1
    found = f"nothing was bought in the {silent} days before {profile.day(stop[longest])}"
    return Notice("W_GAP", found, "check that no part of the log is missing", silent)
