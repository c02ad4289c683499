"""The words of the customer base report: sentences and tiles computed from its results."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from clv.periods import parse_duration
from clv.reporting.blocks import Reading, Tile, Tiles, Verdict

__all__ = [
    "TOTALS",
    "actions_in_words",
    "advice",
    "cells_in_words",
    "cells_today",
    "churn_in_words",
    "contest_in_words",
    "forecast_in_words",
    "headline",
    "hours_in_words",
]

_PLAIN = {
    "quadrants": "the four quadrants",
    "k-means": "four groups learned by k-means",
    "value bands": "four bands of model value",
    "spend bands": "plain spend bands",
    "purchase classes": "classes by number of purchases",
    "random groups": "groups by chance",
}
_FAR = 10
"""A cell whose share of hours is more than so many times its share of money is worth a word."""

TOTALS = {"purchases": "purchases", "spend": "money", "active_customers": "active customers"}
"""What a reader calls the totals of a forecast."""


def _miss(ratio: float | None) -> str:
    if ratio is None:
        return "–"
    side = "too low" if ratio < 1 else "too high"
    return f"{abs(ratio - 1):.0%} {side}"


def _came(total: Mapping[str, Any]) -> str:
    place = "inside" if total["inside"] else "outside"
    return (
        f"{total['expected']:,.0f} expected, {total['actual']:,.0f} came: {place} its 95% interval"
    )


def _between(total: Mapping[str, Any]) -> str:
    return f"{total['lower']:,.0f} to {total['upper']:,.0f} (95%), if the model is right"


def headline(found: Mapping[str, Any], horizon: str) -> Tiles:
    """Write the four figures of the first screen.

    Parameters
    ----------
    found
        Results of the run: audit, customers, forecast.
    horizon
        How far ahead the report looks, such as ``39w``.

    Returns
    -------
    Tiles
        Customers; money and buyers expected; how far off the same forecast was one horizon ago.
    """
    audit, customers, length = found["audit"], found["customers"], parse_duration(horizon).words
    ahead, then = found["forecast"]["at_as_of"], found["forecast"]["at_cut"]["spend"]
    rows = f"from {audit['rows_used']:,} of {audit['rows_in']:,} rows"
    return Tiles(
        (
            Tile(
                "customers",
                f"{customers['count']:,}",
                f"{customers['one_time_share']:.0%} bought once only; {rows}",
            ),
            Tile(
                f"money expected in {length}",
                f"{ahead['spend']['mean']:,.0f}",
                _between(ahead["spend"]),
            ),
            Tile(
                "customers expected to buy",
                f"{ahead['active_customers']['mean']:,.0f}",
                _between(ahead["active_customers"]),
            ),
            Tile(f"last forecast, {length} ago", _miss(then["ratio"]), _came(then)),
        )
    )


def advice(strategies: pd.DataFrame) -> pd.DataFrame:
    """Lay out the strategies of a rule system in both languages.

    Parameters
    ----------
    strategies
        Indexed by cell: name, strategy and text, in Chinese with ``_zh``.

    Returns
    -------
    pandas.DataFrame
        cell, strategy and text, the Chinese names behind the English ones.
    """
    return pd.DataFrame(
        {
            "cell": strategies.index + " " + strategies["name"] + " " + strategies["name_zh"],
            "strategy": strategies["strategy"] + " " + strategies["strategy_zh"],
            "text": strategies["text"],
        }
    ).reset_index(drop=True)


def contest_in_words(found: Mapping[str, Any]) -> Verdict:
    """Say the verdict of the contest in words that need no statistics.

    Parameters
    ----------
    found
        Results of the run: contest, verdict.

    Returns
    -------
    Verdict
        One sentence on who is ahead and one on the controls; R² is read as the share of the
        differences between customers, in log later spend, that the groups explain.
    """
    verdict, contest = found["verdict"], found["contest"]
    r2 = {
        row["competitor"]: row["value"]
        for row in contest["scores"]
        if row["metric"] == "r2_log_spend"
    }
    first, second = verdict["winner"], verdict["runner_up"]
    limits = [verdict["lower"], verdict["upper"]]
    pair = (
        f"{_plain(first)} tell later spending better than {_plain(second)}"
        if verdict["clear"]
        else f"{_plain(first)} do not tell later spending clearly better than {_plain(second)}"
    )
    gap = "the gap may be none"
    if None in limits:
        gap = "too few customers spent later for an interval"
    elif verdict["clear"]:
        low, high = sorted(abs(100 * limit) for limit in limits)
        gap = f"{low:.1f} to {high:.1f} points apart"
    told = (
        f"{pair}: {_percent(r2[first])} against {_percent(r2[second])} of the differences between "
        f"customers (on a log scale; {gap})"
    )
    named = [name for name in contest["controls"] if name not in (first, second)]
    controls = [f"{_plain(name)} {_percent(r2[name])}" for name in named]
    beside = f" For comparison: {', '.join(controls)}." if controls else ""
    return Verdict(f"{told[0].upper()}{told[1:]}.{beside}", clear=verdict["clear"])


def _plain(name: str) -> str:
    return _PLAIN.get(name, name)


def _percent(share: float | None) -> str:
    if share is None:
        return "an unknown share"
    return f"{100 * share:z.0f}%"


def actions_in_words(found: Mapping[str, Any]) -> Reading:
    """Say where to start today, and where the split of hours does not fit the money.

    Parameters
    ----------
    found
        Results of the run: actions.

    Returns
    -------
    Reading
        One paragraph.
    """
    cells: dict[str, Any] = found["actions"]["cells"]
    first = max(cells, key=lambda cell: cells[cell]["share_of_value"] or 0)
    best = cells[first]
    text = (
        f"Start with the work list of {first} ({best['name']}, {best['strategy'].lower()}): these "
        f"{best['customers']:,} customers, {best['share']:.0%} of all, stand for "
        f"{best['share_of_value']:.0%} of the money still expected."
    )
    hours = found["actions"]["hours"]
    over = [
        f"{cell} gets {row['hours'] / hours:.0%} of the hours for {row['share_of_value']:.1%} of "
        "that money"
        for cell, row in cells.items()
        if row["customers"] and row["hours"] > _FAR * hours * row["share_of_value"]
    ]
    warned = f" Look twice before you follow the split of hours: {'; '.join(over)}." if over else ""
    return Reading(text + warned)


def hours_in_words(hours: float, given: float, most_minutes: float) -> Reading:
    """Say whether all hours are given out.

    Parameters
    ----------
    hours
        Hours of a month that were to be shared out.
    given
        Those that customers get.
    most_minutes
        Minutes a month for one customer at most.

    Returns
    -------
    Reading
        One sentence.
    """
    left = hours - given
    if left < 0.5:
        return Reading(f"All {hours:,.0f} hours of the month are given out.")
    return Reading(
        f"{left:,.0f} of {hours:,.0f} hours of the month are left over, because nobody gets more "
        f"than {most_minutes:,.0f} minutes: the book is smaller than the time for it."
    )


def cells_today(actions: pd.DataFrame) -> "pd.Series[str]":
    """Write what stands in each field of today's map.

    Parameters
    ----------
    actions
        Indexed by cell: customers, share, provisional, hours, share_of_value, and largest (the
        names of the customers who stand for most money).

    Returns
    -------
    pandas.Series
        Text of five lines, by cell.
    """
    return pd.Series(
        {
            cell: f"{row['customers']:,} customers ({row['share']:.0%})\n"
            f"{row['provisional']:,} of them provisional\n"
            f"{row['share_of_value']:.1%} of money expected\n"
            f"{row['hours']:.0f} hours a month\n"
            f"largest: {row['largest'] or '–'}"
            for cell, row in actions.iterrows()
        }
    )


def cells_in_words(cells: pd.DataFrame) -> Reading:
    """Hold the sources' promise, EI before EII before EIII before EIV, against what came.

    Parameters
    ----------
    cells
        Indexed by cell in the promised order: customers, mean_future (money a customer after the
        cut), active_rate (share who bought again).

    Returns
    -------
    Reading
        One paragraph.
    """
    held = cells[cells["customers"] > 0]
    money = ", ".join(f"{cell} {row['mean_future']:,.1f}" for cell, row in held.iterrows())
    again = ", ".join(f"{cell} {row['active_rate']:.0%}" for cell, row in held.iterrows())
    return Reading(
        f"The sources promise an order. Later money a customer: {money}: the order "
        f"{_holds(held['mean_future'])}. Bought again: {again}: the order "
        f"{_holds(held['active_rate'])}."
    )


def _holds(values: "pd.Series[float]") -> str:
    return "holds" if values.is_monotonic_decreasing else "does not hold"


def forecast_in_words(found: Mapping[str, Any]) -> Reading:
    """Say whether what happened lay inside the intervals of the earlier forecast.

    Parameters
    ----------
    found
        Results of the run: forecast.

    Returns
    -------
    Reading
        One paragraph.
    """
    totals = found["forecast"]["at_cut"]
    missed = [TOTALS[name] for name in TOTALS if not totals[name]["inside"]]
    if not missed:
        return Reading("What happened lies inside the intervals of all three totals.")
    return Reading(
        f"What happened lies outside the interval for {', '.join(missed)}. The intervals hold "
        "chance and the doubt about the parameters; what lies outside says that the model itself "
        "is somewhat wrong for these customers, and may be so again."
    )


def churn_in_words(found: Mapping[str, Any]) -> Reading:
    """Say what the churn models learned from, and what that means for reading the scores.

    Parameters
    ----------
    found
        Results of the run: churn.

    Returns
    -------
    Reading
        One paragraph.
    """
    churn = found["churn"]
    learned, judged, ahead = churn["training_horizon_days"], churn["horizon_days"], churn["as_of"]
    ages = ahead["mean_age_weeks"]
    text = f"The models learned from {learned} days of outcome and are judged on {judged}. "
    if learned < judged:
        text += (
            "Recency alone cannot carry a forecast from the shorter to the longer window: compare "
            "it by its ranking (ROC AUC). "
        )
    return Reading(
        f"{text}As of today the hybrid expects {ahead['expected_buyers']:,.0f} customers to buy, "
        f"BG/NBD {ahead['expected_buyers_bg_nbd']:,.0f}. The customers that the hybrid scores are "
        f"{ages['scored']:.0f} weeks old on average, those it learned from {ages['learned']:.0f}: "
        "the further apart, the more it is one to rank by, and the purchase model to count with."
    )
