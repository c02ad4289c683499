"""The days at which churn models learn, and those at which they are judged."""

from dataclasses import dataclass
from datetime import date, timedelta

from clv.errors import InputError
from clv.periods import parse_day

__all__ = ["Cuts", "lesson_cuts", "slice_cuts"]

_LEAST_HISTORY = 14  # days, as for `Split`


@dataclass(frozen=True)
class Cuts:
    """Several cuts with windows of the same length after them.

    Parameters
    ----------
    days
        The cuts, earliest first.
    horizon_days
        Length of each window.
    """

    days: tuple[date, ...]
    horizon_days: int


def lesson_cuts(
    first_day: str | date,
    until: str | date,
    horizon_days: int,
    most: int = 3,
    step_days: int | None = None,
) -> Cuts:
    """Choose the days to learn from: their windows end by the day at which models are judged.

    The latest window ends on that day. A log that is too short for a whole horizon lends a shorter
    one, half its history, as `clv.periods.Split` has it.

    Parameters
    ----------
    first_day
        First day of the log.
    until
        The cut at which the models are judged, or the day from which they score.
    horizon_days
        Length of the window that the models are to forecast.
    most
        Greatest number of cuts.
    step_days
        Days from one cut to the next; by default half the window.

    Returns
    -------
    Cuts
        One cut or more. Earlier ones only as far as half a window of history lies before them.

    Raises
    ------
    InputError
        ``E_CUT`` if the log is too short for a single cut, ``E_PARAMETER`` for a number below 1.

    Examples
    --------
    >>> found = lesson_cuts("2024-01-01", "2025-01-01", 91)
    >>> found.horizon_days, [str(day) for day in found.days]
    (91, ['2024-07-04', '2024-08-18', '2024-10-02'])
    >>> str(lesson_cuts("1997-01-01", "1997-10-01", 273, most=1))
    'Cuts(days=(datetime.date(1997, 5, 18),), horizon_days=136)'
    """
    first, end = parse_day(first_day), parse_day(until)
    window = min(horizon_days, (end - first).days // 2)
    step = max(window // 2, 1) if step_days is None else step_days
    return _chosen(first, end, window, most, step, window // 2)


def slice_cuts(
    first_day: str | date,
    as_of: str | date,
    horizon_days: int,
    most: int = 3,
    step_days: int | None = None,
) -> Cuts:
    """Choose the days at which models are judged: their windows end by the as-of day.

    The latest is the cut of `clv.periods.Split`.

    Parameters
    ----------
    first_day
        First day of the log.
    as_of
        The day from which the log speaks.
    horizon_days
        Length of the window that the models forecast; it is never shortened.
    most
        Greatest number of cuts.
    step_days
        Days from one cut to the next; by default the horizon, so that no window overlaps another.

    Returns
    -------
    Cuts
        One cut or more. Earlier ones only as far as a whole horizon of history lies before them, to
        learn from.

    Raises
    ------
    InputError
        ``E_CUT`` if the log is too short for a single cut, ``E_PARAMETER`` for a number below 1.

    Examples
    --------
    >>> [str(day) for day in slice_cuts("1997-01-01", "1998-07-01", 91).days]
    ['1997-10-01', '1997-12-31', '1998-04-01']
    """
    first, end = parse_day(first_day), parse_day(as_of)
    step = horizon_days if step_days is None else step_days
    return _chosen(first, end, horizon_days, most, step, horizon_days)


def _chosen(first: date, end: date, window: int, most: int, step: int, history: int) -> Cuts:
    """Cuts a step apart, the latest one window before the end, with history before the others."""
    if (end - first).days - window < _LEAST_HISTORY or window < 1:
        raise InputError(
            "E_CUT",
            f"the log starts on {first}; a window of {window} days that ends on {end} leaves less "
            f"than {_LEAST_HISTORY} days of history before it",
            "choose a later day or a shorter horizon",
        )
    if most < 1 or step < 1:
        raise InputError(
            "E_PARAMETER", "most or step_days is below 1", "ask for 1 or more", [most, step]
        )
    latest = end - timedelta(days=window)
    days = [latest - timedelta(days=step * back) for back in range(most)]
    enough = [day for day in days[1:] if (day - first).days >= max(history, _LEAST_HISTORY)]
    return Cuts(tuple(sorted([latest, *enough])), window)
