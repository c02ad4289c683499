"""Who looks after whom: assignments from a file, and a fair share of those without anybody."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from clv.errors import InputError, Notice, mask_id

__all__ = ["name_salespeople", "read_owners", "share_out"]

_COLUMNS = ("customer_id", "salesperson")


def read_owners(path: str | Path, customers: pd.Index) -> "tuple[pd.Series[str], list[Notice]]":
    """Read which salesperson each customer is assigned to.

    Parameters
    ----------
    path
        CSV file in UTF-8 with the columns customer_id and salesperson; ids are text. An empty
        salesperson means nobody.
    customers
        Those of the log.

    Returns
    -------
    tuple of (pandas.Series, list of Notice)
        ``salesperson`` by customer of the log, without those who have none; and
        ``W_ASSIGNED_UNKNOWN`` where the file names customers that the log does not know.

    Raises
    ------
    InputError
        ``E_ASSIGNMENTS`` for a file that cannot be read, or without these columns, and
        ``E_CUSTOMER_TWICE`` where customers stand in it more than once.
    """
    table = _read(Path(path))
    twice = table.loc[table["customer_id"].duplicated(), "customer_id"].unique()
    if len(twice):
        raise InputError(
            "E_CUSTOMER_TWICE",
            f"{len(twice):,} customers are assigned more than once",
            "keep one row a customer",
            sorted(map(mask_id, twice)),
        )
    names = table.set_index("customer_id")["salesperson"].str.strip()
    strangers = names.index.difference(customers)
    owners = names[(names != "") & names.index.isin(customers)].sort_index()
    return owners.astype("str"), _unknown(strangers)


def _read(path: Path) -> pd.DataFrame:
    try:
        table = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except (OSError, ValueError) as error:  # of pandas too: parser and empty-data errors
        raise InputError(
            "E_ASSIGNMENTS",
            f"the assignments cannot be read: {type(error).__name__}",
            "give a CSV file in UTF-8 with the columns customer_id and salesperson",
            [path.name],
        ) from None
    missing = [name for name in _COLUMNS if name not in table]
    if missing:
        raise InputError(
            "E_ASSIGNMENTS",
            f"the assignments have no column {' and no column '.join(missing)}",
            "name their columns customer_id and salesperson",
        )
    return table


def _unknown(strangers: pd.Index) -> list[Notice]:
    if not len(strangers):
        return []
    return [
        Notice(
            "W_ASSIGNED_UNKNOWN",
            f"{len(strangers):,} customers are assigned and unknown to the log",
            "compare the ids of both files, leading zeros included",
            len(strangers),
            tuple(map(mask_id, strangers.sort_values()[:3])),
        )
    ]


def name_salespeople(count: int) -> list[str]:
    """Name salespeople of whom nothing but the number is known.

    Parameters
    ----------
    count
        1 or more.

    Returns
    -------
    list of str
        In the order of the alphabet too.

    Examples
    --------
    >>> name_salespeople(10)[8:]
    ['Salesperson 09', 'Salesperson 10']
    """
    return [f"Salesperson {number:0{len(str(count))}d}" for number in range(1, count + 1)]


def share_out(
    values: "pd.Series[float]", names: Sequence[str], owners: "pd.Series[str] | None" = None
) -> "pd.Series[str]":
    """Give every customer a salesperson: his own, or one by turns, so that lists come out even.

    The customers without anybody are gone through from the most valuable down, as many at a time
    as there are salespeople: each gets one of them, the one with least so far the largest. So lists
    differ by one customer at most and in value by the largest at most, where nobody had any before.

    Parameters
    ----------
    values
        What is to come out even, by customer; not below 0.
    names
        Of the salespeople, different ones, in the order in which they come first.
    owners
        Salesperson of some of the customers; others' customers, and those of salespeople who are
        not among ``names``, are shared out.

    Returns
    -------
    pandas.Series of str
        ``salesperson``, on the index of ``values``; the same for any order of its rows.

    Raises
    ------
    InputError
        ``E_SALESPEOPLE`` without names, or where one is given twice.

    Examples
    --------
    >>> share_out(pd.Series([9.0, 5.0, 4.0, 1.0], list("abcd")), ["Ann", "Bo"]).tolist()
    ['Ann', 'Bo', 'Bo', 'Ann']
    """
    if not len(names) or len(set(names)) < len(names):
        raise InputError(
            "E_SALESPEOPLE", "nobody, or somebody twice", "give each a name of his own"
        )
    found = pd.Series(pd.NA, values.index, dtype=object, name="salesperson")
    if owners is not None:
        ours = owners[owners.isin(names)]
        found = ours.reindex(values.index).astype(object).rename("salesperson")
    free = values[found.isna()].sort_index().sort_values(ascending=False, kind="stable")
    load = values.groupby(found).sum().reindex(list(names), fill_value=0.0).to_numpy(float).copy()
    for start in range(0, len(free), len(names)):
        lap = free.iloc[start : start + len(names)]
        turn = np.argsort(load, kind="stable")[: len(lap)]
        load[turn] += lap.to_numpy(float)
        found.loc[lap.index] = [names[place] for place in turn]
    return found.astype("str")
