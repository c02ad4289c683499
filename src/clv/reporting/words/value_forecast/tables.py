"""The tables of the value forecast report, laid out for a reader in the language spoken."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pandas as pd

from clv.language import say
from clv.reporting.words.common.figures import interval, money
from clv.reporting.words.value_forecast.misses import missed

__all__ = [
    "holders_table",
    "money_of",
    "names_of",
    "parameters_table",
    "period_name",
    "periods_table",
    "record_table",
    "revision_table",
]

_HEADS = {
    "spend": ("money", "money, 95%"),
    "purchases": ("purchases", "purchases, 95%"),
    "buyers": ("buyers", "buyers, 95%"),
}


def money_of(table: pd.DataFrame) -> pd.DataFrame:
    """Take the rows about money.

    Parameters
    ----------
    table
        With a column quantity.

    Returns
    -------
    pandas.DataFrame
        Counted anew.
    """
    return table[table["quantity"] == "spend"].reset_index(drop=True)


def periods_table(periods: pd.DataFrame) -> pd.DataFrame:
    """Set money, purchases and buyers of each period side by side, with their intervals.

    Parameters
    ----------
    periods
        As `clv.valuation.forecast_periods` gives them.

    Returns
    -------
    pandas.DataFrame
        A row a period: money, purchases and buyers, each with its interval, and the money that is
        expected up to its end.
    """
    first = money_of(periods)
    table = pd.DataFrame({"period": _names(first)})
    for name, (head, limits) in _HEADS.items():
        rows = periods[periods["quantity"] == name]
        table[head] = rows["expected"].to_numpy()
        table[limits] = _limits(rows) if name == "spend" else _counts(rows)
    table["running total"] = first["expected_so_far"]
    return table


def record_table(judged: pd.DataFrame) -> pd.DataFrame:
    """Set what came beside what was expected.

    Parameters
    ----------
    judged
        Of one quantity: made (by earlier runs only), start, end, expected, lower, upper, actual,
        miss, inside.

    Returns
    -------
    pandas.DataFrame
        A row a forecast, the latest period last.
    """
    rows = judged.sort_values(["start", "made"] if "made" in judged else ["start"])
    table = pd.DataFrame({"period": _names(rows)})
    if "made" in rows:
        table["said"] = rows["made"].map(str).to_numpy()
    table["expected"] = rows["expected"].to_numpy()
    table["95%"] = _limits(rows)
    table["came"] = rows["actual"].to_numpy()
    table["forecast was"] = rows["miss"].map(missed).to_numpy()
    table["inside"] = rows["inside"].to_numpy()
    return table


def period_name(start: date, end: date) -> str:
    """Call a period by its month, or by its first and last day.

    Parameters
    ----------
    start
        First day.
    end
        First day outside.

    Returns
    -------
    str
        In the language spoken.

    Examples
    --------
    >>> period_name(date(1998, 7, 1), date(1998, 8, 1))
    '1998-07'
    >>> period_name(date(1998, 7, 1), date(1998, 7, 29))
    '1998-07-01 to 1998-07-28'
    """
    last = end - timedelta(days=1)
    whole = start.day == end.day == 1 and start.isoformat()[:7] == last.isoformat()[:7]
    if whole:
        return f"{start:%Y-%m}"
    return say("{lower} to {upper}", lower=start.isoformat(), upper=last.isoformat())


def names_of(rows: pd.DataFrame) -> dict[date, str]:
    """Name periods for a chart.

    Parameters
    ----------
    rows
        With start and end.

    Returns
    -------
    dict of date to str
        By start; the last one where several start on a day.
    """
    return dict(zip(rows["start"], _names(rows), strict=True))


def _names(rows: pd.DataFrame) -> list[str]:
    return [period_name(*ends) for ends in zip(rows["start"], rows["end"], strict=True)]


def _limits(rows: pd.DataFrame) -> list[str]:
    limits = zip(rows["lower"].tolist(), rows["upper"].tolist(), strict=True)
    return [interval(lower, upper) for lower, upper in limits]


def _counts(rows: pd.DataFrame) -> list[str]:
    limits = zip(rows["lower"].tolist(), rows["upper"].tolist(), strict=True)
    return [say("{lower} to {upper}", lower=f"{a:,.0f}", upper=f"{b:,.0f}") for a, b in limits]


def revision_table(steps: pd.DataFrame) -> pd.DataFrame:
    """Name the steps from the last forecast to this one.

    Parameters
    ----------
    steps
        As `clv.evaluation.split_revision` gives them.

    Returns
    -------
    pandas.DataFrame
        step, money and share of the earlier forecast.
    """
    ends = ("earlier forecast", "forecast now")
    return pd.DataFrame(
        {
            "step": [say(str(part)) for part in steps.index],
            "money": [money(row["money"], sign=part not in ends) for part, row in steps.iterrows()],
            "share": steps["share"].where(~steps.index.isin(ends)).to_numpy(),
        }
    )


def holders_table(shares: pd.DataFrame) -> pd.DataFrame:
    """Say which part of the expected money is whose.

    Parameters
    ----------
    shares
        Of the top groups (``"in"``) and of past classes: grouping, group, customers, expected,
        share, lower, upper.

    Returns
    -------
    pandas.DataFrame
        A row a group, named in the language spoken.
    """
    named = [
        _group(str(grouping), str(group))
        for grouping, group in shares[["grouping", "group"]].to_numpy()
    ]
    table = pd.DataFrame({"customers of": named, "customers": shares["customers"].astype(int)})
    table["money"] = shares["expected"].to_numpy(dtype=float)
    table["share"] = shares["share"]
    limits = zip(shares["lower"], shares["upper"], strict=True)
    table["share, 95%"] = [
        say("{lower} to {upper}", lower=f"{low:.1%}", upper=f"{high:.1%}") for low, high in limits
    ]
    return table


def _group(grouping: str, group: str) -> str:
    if group == "in":
        return say("the best {share}", share=grouping.removeprefix("top "))
    if group == "0":
        return say("one purchase so far")
    return say("1 repeat purchase") if group == "1" else say("{n} repeat purchases", n=group)


def parameters_table(found: Mapping[str, Any]) -> pd.DataFrame:
    """List what the models have learned.

    Parameters
    ----------
    found
        Results of the run: next_periods.

    Returns
    -------
    pandas.DataFrame
        model, parameter, estimate, lower and upper (95%).
    """
    titles = {"bg_nbd": "BG/NBD", "gamma_gamma": say("Gamma-Gamma")}
    rows = [
        {"model": titles.get(kind, kind), "parameter": name, "estimate": value}
        | fit["intervals"][name]
        for kind, fit in sorted(found["next_periods"]["fits"].items())
        for name, value in fit["params"].items()
    ]
    columns = ["model", "parameter", "estimate", "lower", "upper"]
    return pd.DataFrame(rows, columns=columns)
