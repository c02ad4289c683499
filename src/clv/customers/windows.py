"""Windows that end at the as-of day, given as a length of time."""

from datetime import date, timedelta

from clv.periods import Duration, parse_duration

__all__ = ["since", "window_days"]

# Cleaning sets aside what is dated earlier.
_EVER = date(1970, 1, 1)
_LONGEST = 36525


def window_days(length: str | int | Duration) -> int:
    """Return the days in a length of time.

    Parameters
    ----------
    length
        Such as ``"26w"``, a duration, or a number of days from 1.

    Returns
    -------
    int
        Days.

    Raises
    ------
    InputError
        ``E_DURATION`` where it cannot be read.

    Examples
    --------
    >>> window_days("26w"), window_days(30)
    (182, 30)
    """
    if type(length) is int and 1 <= length <= _LONGEST:
        return length
    return parse_duration(str(length)).days


def since(as_of: date, history: str | int | Duration | None) -> date:
    """Return the first day of a window that ends with the day before another.

    Parameters
    ----------
    as_of
        First day after the window.
    history
        Length of the window; None for all that was seen.

    Returns
    -------
    datetime.date
        The day; without a window one before everything.

    Raises
    ------
    InputError
        ``E_DURATION`` where the length cannot be read.

    Examples
    --------
    >>> since(date(2024, 7, 1), "26w")
    datetime.date(2024, 1, 1)
    """
    if history is None:
        return _EVER
    return max(_EVER, as_of - timedelta(days=window_days(history)))
