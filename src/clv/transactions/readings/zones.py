"""Time zones: a point in time becomes the day that it was where the business is."""

from difflib import get_close_matches
from zoneinfo import available_timezones

from clv.errors import InputError
from clv.transactions.engines.engine import text_literal

__all__ = ["check_zone", "local_day"]


def check_zone(name: str | None) -> str | None:
    """Refuse a time zone that is none.

    Parameters
    ----------
    name
        As in the database of the IANA, such as ``"Europe/Berlin"``, or None.

    Returns
    -------
    str or None
        The same.

    Raises
    ------
    InputError
        ``E_TIME_ZONE``, with names that are near.

    Examples
    --------
    >>> check_zone("Europe/Berlim")
    Traceback (most recent call last):
    clv.errors.InputError: E_TIME_ZONE: the time zone 'Europe/Berlim' is not known; ...
    """
    known = available_timezones() - {"localtime"}
    if name is None or name in known:
        return name
    near = _near(name, sorted(known)) or ["Europe/Berlin", "Asia/Shanghai"]
    raise InputError(
        "E_TIME_ZONE",
        f"the time zone {name!r} is not known",
        f"declare time_zone (--time-zone) as in the IANA's list, such as {' or '.join(near)}",
    )


def _near(name: str, known: list[str]) -> list[str]:
    """Return up to three names that look alike, as a whole or by their place alone."""
    place = name.replace(" ", "_").lower()
    same = [zone for zone in known if zone.lower().rpartition("/")[2] == place]
    by_lower = {zone.lower(): zone for zone in known}
    alike = [by_lower[near] for near in get_close_matches(place, list(by_lower), 3)]
    return list(dict.fromkeys(same + alike))[:3]


def local_day(instant: str, zone: str) -> str:
    """Return the expression for the day that a point in time was in a zone.

    Parameters
    ----------
    instant
        SQL of type TIMESTAMP WITH TIME ZONE.
    zone
        A name that `check_zone` has passed.

    Returns
    -------
    str
        SQL of type DATE; the zone of the machine plays no part.

    Examples
    --------
    >>> from clv.transactions.engines.engine import connect
    >>> late = "CAST('2024-01-31 23:30:00Z' AS TIMESTAMPTZ)"
    >>> connect().rows(f"SELECT {local_day(late, 'Asia/Shanghai')}")
    [(datetime.date(2024, 2, 1),)]
    """
    return f"CAST(({instant}) AT TIME ZONE {text_literal(zone)} AS DATE)"
