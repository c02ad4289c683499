"""The words of the customer base report: sentences and tiles computed from its results."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from clv.periods import parse_duration
from clv.reporting.blocks import Reading, Tile, Tiles, Verdict

__all__ = [
    "advice",
    "cells_in_words",
    "churn_in_words",
    "contest_in_words",
    "forecast_in_words",
    "headline",
]

_PLAIN = {
    "quadrants": "the four quadrants",
    "k-means": "four groups learned by k-means",
    "value bands": "four bands of model value",
    "spend bands": "plain spend bands",
    "random groups": "groups by chance",
}
_TOTALS = {"purchases": "purchases", "spend": "money", "active_customers": "active customers"}


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
    rows = f"{audit['rows_used']:,} of {audit['rows_in']:,} rows used"
    return Tiles(
        (
            Tile(
                "customers",
                f"{customers['count']:,}",
                f"{rows}; {customers['one_time_share']:.0%} bought once only",
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
            Tile(
                f"how far off it was {length} ago",
                "–" if then["ratio"] is None else f"{then['ratio'] - 1:+.0%}",
                f"{then['expected']:,.0f} expected, {then['actual']:,.0f} came",
            ),
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
    opening = (
        f"{_plain(first)} tell later spending better than {_plain(second)}"
        if verdict["clear"]
        else f"There is no clear difference between {_plain(first)} and {_plain(second)}"
    )
    low, high = (100 * verdict[limit] for limit in ("lower", "upper"))
    controls = [f"{_plain(name)} {_percent(r2[name])}" for name in contest["controls"]]
    sentence = (
        f"{opening}: they explain {_percent(r2[first])} and {_percent(r2[second])} of the "
        f"differences between customers ({low:z.1f} to {high:z.1f} points apart)"
    )
    beside = f"; as a measure, {' and '.join(controls)}" if controls else ""
    return Verdict(f"{sentence[0].upper()}{sentence[1:]}{beside}.", clear=verdict["clear"])


def _plain(name: str) -> str:
    return _PLAIN.get(name, name)


def _percent(share: float) -> str:
    return f"{100 * share:z.0f}%"


def cells_in_words(cells: pd.DataFrame) -> Reading:
    """Read aloud what the best and the least cell brought after the cut.

    Parameters
    ----------
    cells
        Indexed by cell, best first: name, share_customers, share_future, active_rate.

    Returns
    -------
    Reading
        One paragraph.
    """
    best, least = cells.iloc[0], cells.iloc[-1]
    return Reading(
        f"{cells.index[0]} holds {best['share_customers']:.0%} of the customers and brought "
        f"{best['share_future']:.0%} of the later money; {cells.index[-1]} holds "
        f"{least['share_customers']:.0%} and brought {least['share_future']:.0%}. After the cut "
        f"{best['active_rate']:.0%} of {cells.index[0]} bought again, and "
        f"{least['active_rate']:.0%} of {cells.index[-1]}."
    )


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
    missed = [_TOTALS[name] for name in _TOTALS if not totals[name]["inside"]]
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
    learned, judged = churn["training_horizon_days"], churn["horizon_days"]
    if learned == judged:
        return Reading(
            f"The models learned from {learned} days of outcome and are judged on as many."
        )
    return Reading(
        f"The models learned from {learned} days of outcome and are judged on {judged}. Recency "
        "alone cannot carry a forecast from the shorter to the longer window: compare it by its "
        "ranking (ROC AUC). The hybrid carries it by the purchase model's log odds."
    )
