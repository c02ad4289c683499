"""Time: durations with a unit, days, the half-open windows that everything is counted in.

``as_of`` is the day from which a result speaks: nothing on or after it is seen, so the last
observed day is the day before. An age is counted in days from the first purchase to that last
observed day, as in the literature (CDNOW: first purchase 1997-01-01, as_of 1997-10-01, age 272 days
or 38.86 weeks).
"""

import math
import re
from dataclasses import dataclass
from datetime import date, timedelta

from clv.errors import InputError

__all__ = [
    "DAYS_PER_UNIT",
    "Duration",
    "Split",
    "Window",
    "discount_force",
    "parse_day",
    "parse_duration",
]

DAYS_PER_UNIT = {"D": 1.0, "W": 7.0, "M": 365.25 / 12}
"""Days in a day, a week and a month; a month is declared to be a twelfth of 365.25 days."""

DAYS_PER_YEAR = 365.25

_DURATION = re.compile(r"(\d{1,4})([dwm])", re.IGNORECASE)
_LONGEST_DAYS = 36525


@dataclass(frozen=True)
class Duration:
    """A positive length of time, such as 39 weeks.

    Parameters
    ----------
    n
        How many, 1 or more.
    unit
        ``"D"``, ``"W"`` or ``"M"``.

    Examples
    --------
    >>> Duration(39, "W").days
    273
    >>> str(Duration(39, "W")), Duration(39, "W").words
    ('39w', '39 weeks')
    """

    n: int
    unit: str

    @property
    def days(self) -> int:
        """Length in whole days (months are rounded to the nearest day)."""
        return round(self.n * DAYS_PER_UNIT[self.unit])

    @property
    def words(self) -> str:
        """The duration as a reader would say it."""
        noun = {"D": "day", "W": "week", "M": "month"}[self.unit]
        return f"{self.n} {noun}{'' if self.n == 1 else 's'}"

    def to(self, unit: str) -> float:
        """Return the length in another unit.

        Parameters
        ----------
        unit
            ``"D"``, ``"W"`` or ``"M"``.

        Returns
        -------
        float
            Positive; exact for days and weeks.
        """
        return self.days / DAYS_PER_UNIT[unit]

    def __str__(self) -> str:
        return f"{self.n}{self.unit.lower()}"


def parse_duration(text: str) -> Duration:
    """Read a duration such as ``39w``, ``90d`` or ``12m``.

    Parameters
    ----------
    text
        A whole number followed by d (days), w (weeks) or m (months).

    Returns
    -------
    Duration
        Between one day and a hundred years.

    Raises
    ------
    InputError
        ``E_DURATION`` for anything else.

    Examples
    --------
    >>> parse_duration("26w").days
    182
    """
    match = _DURATION.fullmatch(str(text).strip())
    if match:
        duration = Duration(int(match[1]), match[2].upper())
        if 1 <= duration.days <= _LONGEST_DAYS:
            return duration
    raise InputError(
        "E_DURATION", "a length of time was expected", "write it like 39w, 90d or 12m", [text]
    )


def parse_day(text: str | date) -> date:
    """Read a day written as YYYY-MM-DD.

    Parameters
    ----------
    text
        An ISO day, or a date, which is returned as it is.

    Returns
    -------
    datetime.date
        The day.

    Raises
    ------
    InputError
        ``E_DAY`` for anything else.

    Examples
    --------
    >>> parse_day("1998-07-01")
    datetime.date(1998, 7, 1)
    """
    if isinstance(text, date):
        return date(text.year, text.month, text.day)
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", str(text).strip()):
            return date.fromisoformat(str(text).strip())
    except ValueError:
        pass
    raise InputError("E_DAY", "a day was expected", "write it as YYYY-MM-DD", [text])


@dataclass(frozen=True)
class Window:
    """A half-open stretch of days ``[start, end)``.

    Parameters
    ----------
    start
        First day inside.
    end
        First day outside; later than ``start``.

    Raises
    ------
    InputError
        ``E_WINDOW`` if nothing lies inside.

    Examples
    --------
    >>> Window(date(1997, 10, 1), date(1998, 7, 1)).days
    273
    """

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise InputError(
                "E_WINDOW",
                f"the window from {self.start} to {self.end} holds no day",
                "let it end after it starts",
            )

    @property
    def days(self) -> int:
        """Number of days inside."""
        return (self.end - self.start).days

    def __str__(self) -> str:
        return f"[{self.start}, {self.end})"


@dataclass(frozen=True)
class Split:
    """The three days of an honest comparison in time.

    Scores, labels and actions speak as of ``as_of``. Whatever is judged is judged at ``cut``, one
    horizon earlier, where the outcome is known. Whatever learns from outcomes learns at
    ``training_cut``, whose outcome window ends at the cut.

    Parameters
    ----------
    as_of
        The day from which the results speak.
    horizon
        How far ahead is forecast.
    first_day
        First day of the log.

    Raises
    ------
    InputError
        ``E_CUT`` if the cut leaves fewer than 14 days of history before it.

    Examples
    --------
    >>> split = Split(date(1998, 7, 1), Duration(39, "W"), date(1997, 1, 1))
    >>> split.cut
    datetime.date(1997, 10, 1)
    >>> split.training_cut, split.training_horizon_days
    (datetime.date(1997, 5, 18), 136)
    """

    as_of: date
    horizon: Duration
    first_day: date

    def __post_init__(self) -> None:
        if (self.cut - self.first_day).days < 14:
            raise InputError(
                "E_CUT",
                f"the cut {self.cut} (as_of {self.as_of} less {self.horizon.words}) leaves "
                f"less than 14 days of history: the log starts on {self.first_day}",
                "choose a later as_of or a shorter horizon",
            )

    @classmethod
    def parse(cls, as_of: str | date, horizon: str | Duration, first_day: date) -> "Split":
        """Make a split from what a person writes.

        Parameters
        ----------
        as_of
            ``YYYY-MM-DD`` or a date.
        horizon
            ``39w``, ``90d``, ``12m`` or a duration.
        first_day
            First day of the log.

        Returns
        -------
        Split
            The three days.

        Examples
        --------
        >>> str(Split.parse("1998-07-01", "39w", date(1997, 1, 1)).holdout)
        '[1997-10-01, 1998-07-01)'
        """
        length = horizon if isinstance(horizon, Duration) else parse_duration(horizon)
        return cls(parse_day(as_of), length, first_day)

    @property
    def cut(self) -> date:
        """The day at which results are judged, one horizon before ``as_of``."""
        return self.as_of - timedelta(days=self.horizon.days)

    @property
    def training_horizon_days(self) -> int:
        """Days of outcome to learn from: the horizon, or half the history where that is shorter.

        A log that is too short to hold a full horizon before the cut still allows learning, with
        a shorter outcome; forecasts then have to carry from the shorter to the longer one.
        """
        return min(self.horizon.days, (self.cut - self.first_day).days // 2)

    @property
    def training_cut(self) -> date:
        """The earlier day at which learners see features; their outcome ends at the cut."""
        return self.cut - timedelta(days=self.training_horizon_days)

    @property
    def holdout(self) -> Window:
        """The window in which results are judged."""
        return Window(self.cut, self.as_of)

    @property
    def training(self) -> Window:
        """The window whose outcomes learners see."""
        return Window(self.training_cut, self.cut)


def discount_force(annual_discount_rate: float, unit: str | None) -> float:
    """Return the continuous rate at which money loses worth in a unit of time.

    Parameters
    ----------
    annual_discount_rate
        0.1 is 10% a year of 365.25 days; from 0.
    unit
        ``"D"``, ``"W"`` or ``"M"``; needed unless the rate is 0.

    Returns
    -------
    float
        k = ln(1 + rate) per unit: money due after s units is worth ``exp(-k s)`` of itself today.

    Raises
    ------
    InputError
        ``E_RATE`` for a rate that is negative or no number, ``E_UNIT`` where the unit is not known.

    Examples
    --------
    >>> round(discount_force(0.1, "M") * 12, 6)
    0.09531
    """
    if not (math.isfinite(annual_discount_rate) and annual_discount_rate >= 0):
        raise InputError(
            "E_RATE",
            "annual_discount_rate is no finite number from 0",
            "give 0.1 for ten per cent a year",
            [annual_discount_rate],
        )
    if annual_discount_rate == 0:
        return 0.0
    if unit not in DAYS_PER_UNIT:
        raise InputError(
            "E_UNIT",
            f"discounting by the year needs the model's time unit, and it is {unit!r}",
            'fit on a table with attrs["time_unit"] of D, W or M, as clv.customers.summarise makes',
        )
    return math.log1p(annual_discount_rate) * DAYS_PER_UNIT[unit] / DAYS_PER_YEAR
