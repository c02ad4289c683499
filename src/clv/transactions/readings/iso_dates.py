"""Days out of texts that begin as ISO has it."""

from clv.transactions.readings.zones import local_day

__all__ = ["iso_day", "usual_day", "usual_zoned_day", "zoned_day"]


def usual_day(text: str) -> str:
    """Return the day of a text as most logs write it, found without a regular expression.

    Parameters
    ----------
    text
        SQL of type VARCHAR.

    Returns
    -------
    str
        SQL of type DATE; NULL where the text is no day, or day and time to the second.
    """
    return (
        f"CASE WHEN {text} LIKE '____-__-__' THEN try_cast({text} AS DATE) "
        f"WHEN {text} LIKE '____-__-_____:__:__' THEN CAST(try_cast({text} AS TIMESTAMP) AS DATE) "
        "END"
    )


def usual_zoned_day(zone: str, text: str) -> str:
    """Return the local day of a point in time as most logs write it, likewise.

    Parameters
    ----------
    zone
        Of the business.
    text
        SQL of type VARCHAR.

    Returns
    -------
    str
        SQL of type DATE; NULL where the text has no ``Z`` or offset like ``+05:30`` at its end.
    """
    endings = ("Z", ".___Z", "+0_:__", "+1_:__", "-0_:__", "-1_:__")
    usual = " OR ".join(f"{text} LIKE '____-__-_____:__:__{ending}'" for ending in endings)
    return f"CASE WHEN {usual} THEN {local_day(f'try_cast({text} AS TIMESTAMPTZ)', zone)} END"


def iso_day(text: str) -> str:
    """Return the day with which a text begins.

    Parameters
    ----------
    text
        SQL of type VARCHAR.

    Returns
    -------
    str
        SQL of type DATE; NULL where it begins otherwise.
    """
    return f"try_cast(left({text}, 10) AS DATE)"


def zoned_day(zone: str, text: str) -> str:
    """Return the local day of a text that is known to have an offset from UTC, however written.

    Parameters
    ----------
    zone
        Of the business.
    text
        SQL of type VARCHAR.

    Returns
    -------
    str
        SQL of type DATE; NULL where the text is no point in time.
    """
    plain = text
    for mark, cast in ((",", "."), ("UTC", "Z"), (" Z", "Z"), (" +", "+"), (" -", "-")):
        plain = f"replace({plain}, '{mark}', '{cast}')"
    instant = f"coalesce(try_cast({text} AS TIMESTAMPTZ), try_cast({plain} AS TIMESTAMPTZ))"
    return local_day(instant, zone)
