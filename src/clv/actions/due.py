"""By when a customer on a work list is to be dealt with."""

from collections.abc import Mapping
from datetime import timedelta

import pandas as pd

from clv.errors import InputError
from clv.periods import parse_day
from clv.rules import Assignment, load_system

__all__ = ["default_days", "due_dates"]


def default_days() -> dict[str, float]:
    """Read the days within which each cell is dealt with from the file of system T4; ours.

    Returns
    -------
    dict of str to float
        By cell of T1.

    Examples
    --------
    >>> default_days()
    {'EI': 30.0, 'EII': 7.0, 'EIII': 30.0, 'EIV': 90.0}
    """
    system = load_system("t04_time_split")
    return {cell.key: system.value(f"due_{cell.key}") for cell in system.cells}


def due_dates(assignment: Assignment, days: Mapping[str, float] | None = None) -> pd.Series:
    """Say for each cell by when its customers are to be dealt with.

    That day is the as-of day of the labels and so many calendar days, whatever day of the week it
    falls on: the last day on which the action still answers what the label says.

    Parameters
    ----------
    assignment
        Labelled customers.
    days
        Calendar days for each cell, 0 or more; by default `default_days` for the cells of T1 and
        T4, and none for those of other systems.

    Returns
    -------
    pandas.Series of datetime64
        By cell; NaT where nothing was said, or where the labels have no as-of day.

    Raises
    ------
    InputError
        ``E_DUE`` for a cell that does not exist, for days that are no number, or if days were
        given and the labels have no as-of day.

    Examples
    --------
    >>> from clv.rules import ContributionStability
    >>> facts = {"purchases": 9, "active_share": [0.9, 0.2], "contribution": [90.0, 10.0]}
    >>> table = pd.DataFrame(facts | {"tenure": 300, "periods_observed": 9}, index=["ada", "bo"])
    >>> table.attrs["as_of"] = "2024-07-01"
    >>> due_dates(ContributionStability().fit(table).assign(table))["EII"].date()
    datetime.date(2024, 7, 8)
    """
    cells = [cell.key for cell in assignment.system.cells]
    ours = default_days() if assignment.system.id in ("T1", "T4") else {}
    if days is not None:
        _check(days, cells, assignment)
    chosen = ours if days is None else days
    dates = pd.Series(pd.NaT, index=pd.Index(cells, name="cell"), dtype="datetime64[us]")
    if assignment.as_of is not None:
        start = parse_day(assignment.as_of)
        for cell in chosen:
            dates[cell] = pd.Timestamp(start + timedelta(days=int(chosen[cell])))
    return dates.rename("due")


def _check(days: Mapping[str, float], cells: list[str], assignment: Assignment) -> None:
    if assignment.as_of is None:
        raise InputError(
            "E_DUE", "the labels have no as-of day to count from", "label a described log"
        )
    unknown = [cell for cell in days if cell not in cells]
    if unknown:
        raise InputError(
            "E_DUE",
            f"days are given for {len(unknown)} cells that {assignment.system.id} does not have",
            f"its cells are {', '.join(cells)}",
            unknown,
        )
    given = pd.to_numeric(pd.Series(days, dtype=object), errors="coerce")
    wrong = [days[cell] for cell in given.index[~given.between(0, 36525)]]
    if wrong:
        raise InputError("E_DUE", "these are no days", "give 0 or more days for a cell", wrong)
