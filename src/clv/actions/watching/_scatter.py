"""Days of purchase as chance would have them, given how many there were."""

import numpy as np

from clv.models._maths.arrays import FloatArray, IntArray

__all__ = ["scatter", "timing"]


def scatter(purchases: IntArray, days: IntArray, generator: np.random.Generator) -> IntArray:
    """Draw which days somebody buys who buys at a constant rate, shape (sum of purchases,).

    Given their number, the days are any subset of 1 to ``days``, all equally likely. They come
    customer after customer, ascending.
    """
    wide = int(days.max(initial=0)) + 1
    # Of somebody who buys on most days the others are drawn, so that no day is drawn often.
    many = purchases > days // 2
    drawn = _subsets(np.where(many, days - purchases, purchases), days, wide, generator)
    each = np.flatnonzero(many)
    first = np.repeat(np.cumsum(days[each]) - days[each], days[each])
    all_days = np.repeat(each * wide, days[each]) + np.arange(first.size) - first + 1
    rare = drawn[~many[drawn // wide]]
    return np.sort(np.concatenate([rare, np.setdiff1d(all_days, drawn, assume_unique=True)])) % wide


def _subsets(
    sizes: IntArray, days: IntArray, wide: int, generator: np.random.Generator
) -> IntArray:
    """Draw subsets as ``wide`` times the row and the day: a day that is there is drawn again."""
    found = np.empty(0, dtype=np.int64)
    while (missing := sizes - np.bincount(found // wide, minlength=sizes.size)).any():
        row = np.repeat(np.arange(sizes.size), missing)
        more = row * wide + generator.integers(1, days[row] + 1)
        both = np.sort(np.concatenate([found, more]))
        found = both[np.diff(both, prepend=-1) != 0]  # `np.unique` hashes, which is slow on these
    return found


def timing(day: IntArray, purchases: IntArray, days: IntArray) -> tuple[FloatArray, FloatArray]:
    """Return days since the last purchase and the median gap, of rows with 1 purchase or more.

    The days are those of `scatter`; the first purchase of all was on day 0.
    """
    end = np.cumsum(purchases)
    start, row = end - purchases, np.repeat(np.arange(purchases.size), purchases)
    gap = np.diff(day, prepend=0)
    gap[start] = day[start]
    wide = int(days.max(initial=0)) + 1
    gap = np.sort(row * wide + gap) % wide
    middle = gap[start + (purchases - 1) // 2] + gap[start + purchases // 2]
    return (days - day[end - 1]).astype(np.float64), middle / 2
