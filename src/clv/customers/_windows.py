"""Windows that end at the as-of day, given as a length of time."""

from datetime import date, timedelta

from clv.periods import Duration, parse_duration

__all__ = ["since", "window_days"]

# Cleaning sets aside what is dated earlier.
_EVER = date(1970, 1, 1)
_LONGEST = 36525


def window_days(length: str | int | Duration) -> int:
    """Days in ``26w``, in a duration, or in a number of days."""
    if type(length) is int and 1 <= length <= _LONGEST:
        return length
    return parse_duration(str(length)).days


def since(as_of: date, history: str | int | Duration | None) -> date:
    """First day of the window, or a day before everything."""
    if history is None:
        return _EVER
    return max(_EVER, as_of - timedelta(days=window_days(history)))
