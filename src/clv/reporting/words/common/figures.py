"""How reports write numbers, amounts, lengths of time, lists and sentences."""

from collections.abc import Iterable

import pandas as pd

from clv.language import language, say
from clv.periods import Duration

__all__ = ["interval", "length_words", "listed", "money", "sentences", "signed"]


def length_words(duration: Duration) -> str:
    """Say a length of time in the language spoken.

    Parameters
    ----------
    duration
        Such as ``parse_duration("39w")``.

    Returns
    -------
    str
        As a reader would say it.

    Examples
    --------
    >>> length_words(Duration(39, "W"))
    '39 weeks'
    """
    if duration.n == 1:
        return say({"D": "1 day", "W": "1 week", "M": "1 month"}[duration.unit])
    many = {"D": "{n} days", "W": "{n} weeks", "M": "{n} months"}
    return say(many[duration.unit], n=duration.n)


def money(value: float | None, sign: bool = False) -> str:
    """Write an amount with as many digits as its size calls for.

    Parameters
    ----------
    value
        In the unit of the log; None or NaN where it is not known.
    sign
        Whether to write a plus before a gain.

    Returns
    -------
    str
        A dash where there is none.

    Examples
    --------
    >>> money(635665.7), money(23.72), money(-0.0041), money(None)
    ('635,666', '23.7', '-0.0041', '–')
    >>> money(1234, sign=True)
    '+1,234'
    """
    if value is None or pd.isna(value):
        return "–"
    size, plus = abs(value), "+" if sign else ""
    if size >= 1000 or value == 0:
        return f"{value:{plus}z,.0f}"
    if size >= 10:
        return f"{value:{plus}z.1f}"
    return f"{value:{plus}.2f}" if size >= 1 else f"{value:{plus}.2g}"


def interval(lower: float | None, upper: float | None) -> str:
    """Write the range in which an amount is expected to lie.

    Parameters
    ----------
    lower, upper
        Its limits, in the unit of the log; None where they are not known.

    Returns
    -------
    str
        From the lower to the upper one; a dash where there is none.

    Examples
    --------
    >>> interval(617007.4, 657931.8)
    '617,007 to 657,932'
    """
    if lower is None or upper is None:
        return "–"
    return say("{lower} to {upper}", lower=money(lower), upper=money(upper))


def signed(share: float | None) -> str:
    """Write a change as a percentage with its sign.

    Parameters
    ----------
    share
        0.1 is a tenth more; None where there is nothing to compare with.

    Returns
    -------
    str
        With a decimal below one per cent.

    Examples
    --------
    >>> signed(-0.549), signed(0.004), signed(None)
    ('-55%', '+0.4%', '–')
    """
    if share is None or pd.isna(share):
        return "–"
    return f"{share:+z.0%}" if share == 0 or abs(share) >= 0.01 else f"{share:+z.1%}"


def sentences(*told: str) -> str:
    """Set sentences one after the other, as the language spoken does.

    Parameters
    ----------
    told
        Whole sentences; empty ones are left out.

    Returns
    -------
    str
        With a space between them in English, without in Chinese.

    Examples
    --------
    >>> sentences("One.", "", "Two.")
    'One. Two.'
    """
    return (" " if language() == "en" else "").join(filter(None, told))


def listed(items: Iterable[str]) -> str:
    """Write a list inside a sentence.

    Parameters
    ----------
    items
        In order.

    Returns
    -------
    str
        With commas, or the Chinese mark for lists.

    Examples
    --------
    >>> listed(["purchases", "money"])
    'purchases, money'
    """
    return (", " if language() == "en" else "、").join(items)
