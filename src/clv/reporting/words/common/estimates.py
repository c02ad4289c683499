"""How reports write what is estimated: three significant digits, for more would feign knowledge."""

import pandas as pd

from clv.language import language, say
from clv.reporting.words.common.figures import money

__all__ = ["about", "about_between", "about_many"]

_TEN = 10
_BILLION = 1e9
"""From here on an estimate is told in billions, in Chinese in hundred millions."""


def about(value: float | None) -> str:
    """Write an estimate at a glance; tables and results.json have it in full.

    Parameters
    ----------
    value
        A number or an amount; None or NaN where it is not known.

    Returns
    -------
    str
        A dash where there is none.

    Examples
    --------
    >>> about(635862.2), about(5911.4), about(52.04), about(None), about(5.352e10)
    ('636,000', '5,910', '52.0', '–', '53.5 billion')
    """
    if value is None or pd.isna(value):
        return money(None)
    if abs(value) < 100:
        return money(value)
    rounded = float(f"{value:.3g}")
    if abs(rounded) < _BILLION:
        return f"{rounded:,.0f}"
    if language() == "zh":
        return f"{rounded / 1e8:,.10g}亿"
    return f"{rounded / _BILLION:,.10g} billion"


def about_between(lower: float | None, upper: float | None) -> str:
    """Write the range in which an estimate is expected to lie.

    Parameters
    ----------
    lower, upper
        Its limits; None where they are not known.

    Returns
    -------
    str
        From the lower to the upper one; a dash where there is none.

    Examples
    --------
    >>> about_between(617007.4, 657931.8)
    '617,000 to 658,000'
    """
    if lower is None or upper is None:
        return "–"
    return say("{lower} to {upper}", lower=about(lower), upper=about(upper))


def about_many(value: float | None) -> str:
    """Write how many customers are expected.

    Parameters
    ----------
    value
        Their expected number; None or NaN where it is not known.

    Returns
    -------
    str
        Without decimals from ten on, below with one; a dash where there is none.

    Examples
    --------
    >>> about_many(5911.4), about_many(91.7), about_many(6.97), about_many(None)
    ('5,910', '92', '7.0', '–')
    """
    if value is None or pd.isna(value):
        return money(None)
    if value < _TEN and value % 1:
        return f"{value:.1f}"
    return f"{float(f'{value:.3g}'):,.0f}"
