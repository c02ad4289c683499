"""The first screen of the customer base report: four figures and three answers."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from clv.language import say
from clv.periods import parse_duration
from clv.reporting.blocks import Brief, Tile, Tiles
from clv.reporting.words.common.caution import caution
from clv.reporting.words.common.changes import changes_in_words
from clv.reporting.words.common.counts import customers as counted
from clv.reporting.words.common.estimates import about, about_between, about_many
from clv.reporting.words.common.figures import (
    length_words,
    listed,
    money,
    sentences,
    signed,
)

__all__ = ["at_risk", "brief", "headline"]

_FAR = 10
"""A cell whose share of hours is more than so many times its share of money is worth a word."""

_LIKELY = 0.5


def _error(total: Mapping[str, Any]) -> float | None:
    """How far off a forecast was, as a share of what came; None where nothing did."""
    expected, came = total["expected"], total["actual"]
    return None if expected is None or not (came or 0) > 0 else expected / came - 1


def _miss(total: Mapping[str, Any]) -> str:
    expected, came, off = total["expected"], total["actual"], _error(total)
    if expected is None or came is None or expected == came:
        return "–"
    if off is None:
        return say("too high") if expected > came else say("too low")
    return say("{off:.0%} too low", off=-off) if off < 0 else say("{off:.0%} too high", off=off)


def headline(found: Mapping[str, Any], horizon: str) -> Tiles:
    """Write the four figures of the first screen.

    Parameters
    ----------
    found
        Results of the run: audit, customers, changes, forecast.
    horizon
        How far ahead the report looks, such as ``39w``.

    Returns
    -------
    Tiles
        Customers; the money that came, and the money expected; how far off the last forecast was.
    """
    customers, came = found["customers"], found["changes"]["money"]
    length = length_words(parse_duration(horizon))
    ahead = found["forecast"]["at_as_of"]["spend"]
    then = found["forecast"]["at_cut"]["spend"]
    return Tiles(
        (
            Tile(say("customers"), f"{customers['count']:,}", _rows(found), "customers",
                 customers["count"]),
            Tile(say("money since {day}", day=found["changes"]["since"]), money(came["now"]),
                 say("{share} against the time before", share=signed(came["share"])), "money_came",
                 came["now"]),
            Tile(say("money expected in {length}", length=length), about(ahead["mean"]),
                 say("{limits} (95%), if the model is right",
                     limits=about_between(ahead["lower"], ahead["upper"])), "money_expected",
                 ahead["mean"]),
            Tile(say("last forecast, {length} ago", length=length), _miss(then), _came(then),
                 "forecast_error", _error(then)),
        )
    )  # fmt: skip


def _rows(found: Mapping[str, Any]) -> str:
    audit, share = found["audit"], found["customers"]["one_time_share"]
    return say(
        "{share:.0%} bought only once; {used:,} of {rows:,} rows are used",
        share=share, used=audit["rows_used"], rows=audit["rows_in"],
    )  # fmt: skip


def _came(total: Mapping[str, Any]) -> str:
    told = {"expected": about(total["expected"]), "actual": money(total["actual"])}
    return (
        say("{expected} expected, {actual} came: inside its 95% interval", **told)
        if total["inside"]
        else say("{expected} expected, {actual} came: outside its 95% interval", **told)
    )


def brief(found: Mapping[str, Any], names: pd.DataFrame, horizon: str) -> Brief:
    """Write the three answers of the first screen.

    Parameters
    ----------
    found
        Results of the run: changes, forecast, spend, actions and, by `at_risk`, at_risk.
    names
        Names of the cells, as `cell_names` takes them.
    horizon
        How far ahead the report looks, such as ``39w``.

    Returns
    -------
    Brief
        What happened, what changed and why, and what to do, the most valuable first.
    """
    changes, ahead = found["changes"], found["forecast"]["at_as_of"]
    happened = say(
        "Purchases since {since}: {purchases:,.0f}, by {active} (new: {new:,.0f}), for {money}.",
        since=changes["since"], money=money(changes["money"]["now"]),
        active=counted(changes["active_customers"]["now"]),
        purchases=changes["purchases"]["now"], new=changes["new_customers"]["now"],
    )  # fmt: skip
    expected = say(
        "Expected in the {length} to come: {money} (buyers: {buyers}).",
        length=length_words(parse_duration(horizon)),
        buyers=about_many(ahead["active_customers"]["mean"]),
        money=about(ahead["spend"]["mean"]),
    )  # fmt: skip
    todo = (_first_list(found, names), _risky(found), _hours_far_off(found), _doubted(found))
    doubt = caution(found["spend"]["at_as_of"]["notices"])
    told = sentences(happened, expected, doubt)
    return Brief(told, changes_in_words(found), tuple(filter(None, todo)))


def _first_list(found: Mapping[str, Any], names: pd.DataFrame) -> str:
    cells: dict[str, Any] = found["actions"]["cells"]
    first = max(cells, key=lambda cell: cells[cell]["share_of_value"] or 0)
    best, name = cells[first], names.loc[first]
    strategy = name["strategy"].lower()
    return say(
        "Start with the work list of {cell} ({name}, {strategy}): {customers}, {share:.0%} of all, "
        "with {value:.0%} of the money still expected.",
        cell=first, name=name["name"], strategy=strategy, customers=counted(best["customers"]),
        share=best["share"], value=best["share_of_value"] or 0,
    )  # fmt: skip


def _risky(found: Mapping[str, Any]) -> str:
    risk = found["at_risk"]
    if not risk["customers"]:
        return ""
    return say(
        "Ask after {customers} of high contribution, but likelier than not to stay away (sheet "
        "Customers: cell EI or EII, churn probability above 0.5); {money} is still expected.",
        customers=counted(risk["customers"]), money=about(risk["money"]),
    )  # fmt: skip


def _hours_far_off(found: Mapping[str, Any]) -> str:
    cells, hours = found["actions"]["cells"], found["actions"]["hours"]
    over = [
        say(
            "{cell} gets {hours:.0%} of the hours for {money:.1%} of that money",
            cell=cell, hours=row["hours"] / hours, money=row["share_of_value"] or 0,
        )
        for cell, row in cells.items()
        if row["customers"] and row["hours"] > _FAR * hours * (row["share_of_value"] or 0)
    ]  # fmt: skip
    if not over:
        return ""
    return say("Look twice before you follow the split of hours: {over}.", over=listed(over))


def _doubted(found: Mapping[str, Any]) -> str:
    then = found["forecast"]["at_cut"]["spend"]
    if then["inside"] or (miss := _miss(then)) == "–":
        return ""
    return say("Plan with a margin: the last forecast of money was {miss}.", miss=miss)


def at_risk(customers: pd.DataFrame, high: tuple[str, ...] = ("EI", "EII")) -> dict[str, Any]:
    """Count the customers of high contribution who are likelier than not to stay away.

    Parameters
    ----------
    customers
        One row a customer: cell, churn_probability (0 to 1), residual_value (money expected).
    high
        Cells of high contribution.

    Returns
    -------
    dict
        customers (number) and money (still expected of them).

    Examples
    --------
    >>> at_risk(
    ...     pd.DataFrame(
    ...         {
    ...             "cell": ["EI", "EII", "EIV"],
    ...             "churn_probability": [0.2, 0.7, 0.9],
    ...             "residual_value": [50.0, 20.0, 1.0],
    ...         }
    ...     )
    ... )
    {'customers': 1, 'money': 20.0}
    """
    risky = customers["cell"].isin(high) & (customers["churn_probability"] > _LIKELY)
    return {
        "customers": int(risky.sum()),
        "money": float(customers.loc[risky, "residual_value"].sum()),
    }
