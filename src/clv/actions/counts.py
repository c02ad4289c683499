"""How many customers wait for each action, how many are on no list, and with how much money."""

import pandas as pd

from clv.actions._known import known, salespeople
from clv.errors import InputError
from clv.rules import STATES, Assignment

__all__ = ["count_actions", "count_waiting", "largest"]


def count_waiting(
    lists: pd.DataFrame,
    assignment: Assignment,
    values: "pd.Series[float]",
    salesperson: "pd.Series[str] | None" = None,
    language: str = "en",
) -> pd.DataFrame:
    """Count those who have an action and are on no list, because the lists are full.

    Parameters
    ----------
    lists
        What `work_lists` returned.
    assignment, values, salesperson, language
        As they were given to it.

    Returns
    -------
    pandas.DataFrame
        One row an action and, where given, a salesperson who has customers for it: cell,
        salesperson, action, customers, listed, waiting (their difference), value_waiting.

    Raises
    ------
    InputError
        ``E_UNKNOWN`` or ``E_CUSTOMER_TWICE``.
    """
    cell = assignment.labels[~assignment.labels.isin(STATES)]
    waits = ~cell.index.isin(lists.index)
    value = known(values, cell.index, "value")
    table = pd.DataFrame({"cell": cell, "customers": 1, "listed": ~waits, "waiting": waits})
    by, table["value_waiting"] = ["cell"], value.where(waits, 0.0)
    if salesperson is not None:
        table["salesperson"] = salespeople(salesperson, cell.index, language)
        by.append("salesperson")
    found = table.groupby(by, as_index=False).sum()
    number = {key.key: n for n, key in enumerate(assignment.system.cells)}
    actions = {c.key: c.strategy.title.to(language) for c in assignment.system.cells}
    found.insert(len(by), "action", found["cell"].map(actions))
    return found.sort_values(by, key=lambda c: c.map(number) if c.name == "cell" else c)


def count_actions(
    assignment: Assignment, values: "pd.Series[float]", language: str = "en"
) -> pd.DataFrame:
    """Sum up how many customers wait for each action and how much money is at stake.

    Parameters
    ----------
    assignment
        Labelled customers.
    values
        Money at stake for each customer.
    language
        ``"en"`` or ``"zh"``.

    Returns
    -------
    pandas.DataFrame
        One row a cell, then one a state that customers are shown apart in: name, action, customers,
        value_at_stake, value_per_customer (NaN where there is no customer).

    Raises
    ------
    InputError
        ``E_UNKNOWN`` if a customer has no value.
    """
    counts = assignment.counts(language).rename(columns={"strategy": "action"})
    total = known(values, assignment.labels.index, "value").groupby(assignment.labels).sum()
    total = total.reindex(counts.index, fill_value=0.0)
    size = counts["customers"]
    return counts[["name", "action", "customers"]].assign(
        value_at_stake=total, value_per_customer=total / size.where(size > 0)
    )


def largest(assignment: Assignment, values: "pd.Series[float]", n: int = 2) -> "pd.Series[str]":
    """Name the customers of each cell who stand for most money.

    Parameters
    ----------
    assignment
        Labelled customers.
    values
        Money at stake for each customer.
    n
        How many of each cell, from 1.

    Returns
    -------
    pandas.Series of str
        ``largest``: ids with commas between them, by cell and by state that customers are shown
        apart in; empty for a cell without customers. Equal values in the order of the ids.

    Raises
    ------
    InputError
        ``E_UNKNOWN`` if a customer has no value, ``E_TOP`` for nobody.
    """
    if n < 1:
        raise InputError("E_TOP", "a list of nobody was asked for", "ask for 1 or more", [n])
    table = pd.DataFrame(
        {"cell": assignment.labels, "value": known(values, assignment.labels.index, "value")}
    )
    ordered = table.sort_index().sort_values("value", ascending=False, kind="stable")
    first = ordered.groupby("cell").head(n)
    names = first.index.to_series().groupby(first["cell"]).agg(", ".join)
    return names.reindex(assignment.counts().index, fill_value="").rename("largest")
