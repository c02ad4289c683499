"""Whom to take off the list and whom to put on top of it (突出重点), from the labels of T17."""

import pandas as pd

from clv.errors import InputError
from clv.rules.assignment import Assignment

__all__ = ["highlight_list", "prune_list"]


def prune_list(movement: Assignment, net_benefit: "pd.Series[float] | None" = None) -> pd.DataFrame:
    """List the customers who are lost and do not repay being won back.

    Parameters
    ----------
    movement
        What `Movement` assigned.
    net_benefit
        What keeping up with a customer brings less what it costs, by customer. Without it all who
        are lost are listed; of whom it is unknown nobody is.

    Returns
    -------
    pandas.DataFrame
        By customer, the longest silent first: ``silence`` (usual gaps), ``last`` (days since the
        last purchase) and ``net_benefit`` (NaN where none was given).

    Raises
    ------
    InputError
        ``E_SYSTEM`` for labels of another system.
    """
    _check(movement)
    lost = movement.scores.loc[movement.labels.eq("lost"), ["silence", "last"]]
    if net_benefit is None:
        table = lost.assign(net_benefit=float("nan"))
    else:
        table = lost.assign(net_benefit=net_benefit.reindex(lost.index))
        table = table[table["net_benefit"] < 0]
    return table.sort_index().sort_values("silence", ascending=False, kind="stable")


def highlight_list(
    movement: Assignment,
    value: "pd.Series[float]",
    prospects: "pd.Series[float] | None" = None,
    n: int = 10,
) -> pd.DataFrame:
    """List the key customers: those of most value, those who move most, and those to come.

    Parameters
    ----------
    movement
        What `Movement` assigned.
    value
        What each customer is worth, such as the contribution or the residual value.
    prospects
        What each prospect may be worth, by id; they are no customers yet.
    n
        How many of each kind, from 1. Equal ones are taken in the order of their ids.

    Returns
    -------
    pandas.DataFrame
        By id, one row each with the first ``reason`` that applies: ``top_value``, ``rising`` and
        ``falling`` (movers whose change times value is largest; not of those already there), and
        ``prospect``; ``value`` and ``change`` (NaN for prospects). Lost customers are on no list.

    Raises
    ------
    InputError
        ``E_SYSTEM`` for labels of another system, ``E_NUMBER_OF`` below 1.
    """
    _check(movement)
    if n < 1:
        raise InputError("E_NUMBER_OF", "a list has 1 customer or more", "ask for 10", [n])
    table = pd.DataFrame(
        {"value": value.reindex(movement.labels.index), "change": movement.scores["change"]}
    ).sort_index()
    here = movement.labels.isin(["up", "stay", "down", "new"]).reindex(table.index)
    top = _first(table[here], "value", n)
    rest = table.drop(top.index)
    moved = rest.assign(weight=rest["change"].abs() * rest["value"])
    label = movement.labels.reindex(rest.index)
    lists = {
        "top_value": top,
        "rising": _first(moved[label.eq("up")], "weight", n),
        "falling": _first(moved[label.eq("down")], "weight", n),
    }
    if prospects is not None:
        coming = prospects.drop(table.index, errors="ignore").sort_index().astype(float)
        lists["prospect"] = _first(coming.to_frame("value"), "value", n)
    named = [found.assign(reason=reason) for reason, found in lists.items()]
    shown = [found.reindex(columns=["reason", "value", "change"]) for found in named]
    filled = [found.astype({"change": float}) for found in shown if len(found)]
    return pd.concat(filled) if filled else shown[0]


def _first(table: pd.DataFrame, by: str, n: int) -> pd.DataFrame:
    return table.dropna(subset=by).sort_values(by, ascending=False, kind="stable").head(n)


def _check(movement: Assignment) -> None:
    if movement.system.id != "T17":
        raise InputError(
            "E_SYSTEM",
            f"these are labels of {movement.system.id}",
            "give what Movement().fit(...).assign(...) returns",
        )
