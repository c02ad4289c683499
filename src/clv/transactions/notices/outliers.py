"""Amounts far above all others: where they begin, and what they do to the money."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from clv.errors import Notice, mask
from clv.transactions.engines.engine import Engine

__all__ = ["OUTLIER_SHARE", "outlier_bound", "outlier_notice"]

OUTLIER_SHARE = 0.001
"""Share of the money in outlying amounts from which they are said: less moves no result."""

_FEWEST = 10
"""Positive amounts below which nothing is known about how amounts vary."""

_TIMES = 100
"""An outlier is more than so many times the median, however alike the amounts are."""

_SPREADS = 8
"""And as many standard deviations above it on the log scale, by the median deviation: the
largest of ten million lognormal amounts lies 5.2 above, the tails of gamma spend a little more."""

_SPREAD_PER_MAD = 1.4826
_BINS = 16
_LARGEST_LOG = 700.0

_HISTOGRAM = f"""
SELECT bin, count(*) AS n
FROM (
    SELECT CAST(floor(ln(CAST(amount AS DOUBLE)) * {_BINS}) AS BIGINT) AS bin
    FROM typed WHERE reason IS NULL AND amount > 0
) AS logs
GROUP BY bin ORDER BY bin
"""


def outlier_bound(engine: Engine) -> float | None:
    """Find the amount above which one is an outlier.

    Parameters
    ----------
    engine
        Has ``typed``.

    Returns
    -------
    float or None
        In the log's unit of money, to two digits; ``None`` with fewer than ten positive amounts.

    Notes
    -----
    Median and median absolute deviation of the log amounts, which a few outliers do not move, to
    a sixteenth: counted in one pass, whatever the size of the log.

    Examples
    --------
    >>> from clv.transactions.engines.engine import connect
    >>> engine = connect()
    >>> engine.table("typed", "SELECT range + 10 AS amount, NULL AS reason FROM range(50)")
    >>> outlier_bound(engine)
    3400.0
    """
    counts = engine.rows(_HISTOGRAM)
    if sum(n for _, n in counts) < _FEWEST:
        return None
    logs = [(place + 0.5) / _BINS for place, _ in counts]
    weights = [n for _, n in counts]
    middle = _median(logs, weights)
    mad = _median([abs(log - middle) for log in logs], weights)
    reach = max(math.log(_TIMES), _SPREADS * _SPREAD_PER_MAD * mad)
    return float(f"{math.exp(min(middle + reach, _LARGEST_LOG)):.1e}")


def _median(values: Sequence[float], weights: ArrayLike) -> float:
    order = np.argsort(values, kind="stable")
    below = np.cumsum(np.asarray(weights)[order])
    return float(np.asarray(values)[order[np.searchsorted(below, below[-1] / 2)]])


def outlier_notice(engine: Engine, largest: float, money: float) -> Notice | None:
    """Say which amounts lie far above all others, if they hold much of the money.

    Parameters
    ----------
    engine
        Has ``typed``.
    largest
        Of the amounts of ``purchase_days`` without their signs, so that most logs need no further
        look.
    money
        Sum of the amounts of ``purchase_days`` without their signs.

    Returns
    -------
    Notice or None
        ``W_OUTLIER``.
    """
    # In a large log an amount below a hundredth of the share stands for nothing by itself.
    if largest <= OUTLIER_SHARE / 100 * money:
        return None
    bound = outlier_bound(engine)
    if bound is None or largest <= bound:
        return None
    found = engine.rows(
        f"SELECT CAST(amount AS DOUBLE) AS amount, count(*) AS n FROM typed "
        f"WHERE reason IS NULL AND abs(amount) > {bound!r} "
        "GROUP BY amount ORDER BY abs(amount) DESC, amount DESC"
    )
    # What is bought and brought back on one day is in the rows, but not in the sum of the days.
    held = min(1.0, math.fsum(abs(amount) * n for amount, n in found) / money)
    if held < OUTLIER_SHARE:
        return None
    rows = sum(n for _, n in found)
    return Notice(
        "W_OUTLIER",
        f"amounts (returns by their size) above {bound:,.0f}, far from all others, with {held:.1%} "
        f"of the money: {rows}",
        "correct them, or choose outliers='winsorise' or 'drop' (--clean outliers=winsorise)",
        rows,
        tuple(mask(f"{amount:.12g}") for amount, _ in found[:3]),
    )
