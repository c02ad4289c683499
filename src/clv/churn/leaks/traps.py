"""Traps for what no forecast may know: features from after the cut, scores too good to be true."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd
from numpy.typing import ArrayLike

from clv.churn.leaks._late import holdout_columns, late_columns, late_dates, late_tables
from clv.churn.leaks.feature_aucs import (
    FEWEST_OF_EITHER,
    fewest_of_either,
    numbers_of,
    single_feature_aucs,
)
from clv.errors import InputError, Notice
from clv.periods import parse_day

__all__ = ["LARGEST_PLAUSIBLE_AUC", "check_leaks", "stop_if_too_good"]

LARGEST_PLAUSIBLE_AUC = 0.98
"""Area under the ROC curve above which a churn score deserves suspicion."""


def check_leaks(
    X: pd.DataFrame,
    cut: str | date,
    y: ArrayLike | None = None,
    known: Mapping[str, Any] | None = None,
    largest: float = LARGEST_PLAUSIBLE_AUC,
) -> tuple[Notice, ...]:
    """Refuse a table of features that knows what comes after the cut.

    Parameters
    ----------
    X
        One row a customer, or the lessons of `churn_lessons`, whose column cut is the day of the
        row. A table that says so in its ``attrs`` is believed: as_of (the day it is blind to), and
        until (the end of the outcomes that it was stacked with). Columns are read as dates if they
        are, and if they are text or numbers with the year first, such as 2024-03-01 or 20240301.
    cut
        The day at which forecasts are made: every row must be known before it.
    y
        Whether each customer churned after the cut. With it, single columns that order the
        customers almost perfectly are found.
    known
        By column: the day on which it was known, one for all or one a row. For columns that do not
        carry their date; a Series has the index of ``X``.
    largest
        Area under the ROC curve that a single column may have, in either direction.

    Returns
    -------
    tuple of Notice
        ``W_LEAK_UNTESTED``, if some columns could not be held against the outcome.

    Raises
    ------
    InputError
        ``E_LEAK`` with all that was found: a table made as of a later day or with outcomes that end
        later, dates on or after the cut, columns of the holdout, columns known too late, single
        columns that order the outcome too well. ``E_COLUMNS`` for a column of ``known`` that is
        not there, ``E_INDEX`` and ``E_DAY`` for days known that are not those of the rows or no
        days, ``E_OUTCOME`` for an outcome of other rows.

    Examples
    --------
    >>> X = pd.DataFrame({"purchases": [3, 1], "last_seen": pd.to_datetime(["2024-02-01"] * 2)})
    >>> check_leaks(X, "2024-03-01")
    ()
    >>> check_leaks(X, "2024-01-15")
    Traceback (most recent call last):
    clv.errors.InputError: E_LEAK: last_seen is dated on or after 2024-01-15 for 2 of 2 rows ...
    """
    day = pd.Timestamp(parse_day(cut))
    found = [*late_tables(X, day), *holdout_columns(X), *late_dates(X, day)]
    found += late_columns(X, day, known or {})
    untested: tuple[Notice, ...] = ()
    if y is not None:
        aucs = single_feature_aucs(X, y)
        found += [
            f"{name} alone orders the outcome almost perfectly (area under the ROC curve {auc:.3f})"
            for name, auc in aucs.dropna().items()
            if auc > largest
        ]
        untested = _untested(X, aucs)
    if found:
        raise InputError(
            "E_LEAK", "; ".join(found), "make every feature from days before the cut only"
        )
    return untested


def stop_if_too_good(
    scores: "Mapping[str, float] | pd.Series[float]",
    X: pd.DataFrame | None = None,
    y: ArrayLike | None = None,
    largest: float = LARGEST_PLAUSIBLE_AUC,
) -> tuple[Notice, ...]:
    """Stop where a churn score is too good to be true, and name the feature that is likely to leak.

    Parameters
    ----------
    scores
        By competitor: area under the ROC curve on the outcome, 0 to 1.
    X, y
        The features that were scored and the outcome, to find the column that orders it best.
    largest
        Area that is still believed.

    Returns
    -------
    tuple of Notice
        ``W_TOO_FEW_TO_TELL`` instead of an error, if fewer than ten customers of the outcome
        churned or stayed: an area that large may be chance.

    Raises
    ------
    InputError
        ``E_TOO_GOOD`` if any area is above it, ``E_OUTCOME`` for an outcome of other rows.

    Examples
    --------
    >>> stop_if_too_good({"recency": 0.77, "hybrid": 0.79})
    ()
    >>> stop_if_too_good({"recency": 0.77, "hybrid": 0.999})
    Traceback (most recent call last):
    clv.errors.InputError: E_TOO_GOOD: hybrid orders who churned almost perfectly (area under ...
    """
    best = {str(name): float(auc) for name, auc in scores.items() if auc > largest}
    if not best:
        return ()
    areas = ", ".join(f"{auc:.3f}" for auc in best.values())
    found = (
        f"{', '.join(best)} orders who churned almost perfectly (area under the ROC curve {areas}, "
        f"above {largest})"
    )
    if y is not None and fewest_of_either(y) < FEWEST_OF_EITHER:
        fewest = fewest_of_either(y)
        remedy = f"read nothing into it: only {fewest} customers churned or stayed"
        return (Notice("W_TOO_FEW_TO_TELL", found, remedy, count=fewest),)
    raise InputError(
        "E_TOO_GOOD",
        found + ("" if X is None or y is None else _likely(X, y)),
        "look for a feature that has seen a day on or after the cut, or that is the outcome under "
        "another name; if there is none, raise the limit",
    )


def _likely(X: pd.DataFrame, y: ArrayLike) -> str:
    aucs = single_feature_aucs(X, y).dropna()
    if aucs.empty:
        return ""
    return f"; of the features {aucs.index[0]} alone comes closest ({aucs.iloc[0]:.3f})"


def _untested(X: pd.DataFrame, aucs: "pd.Series[float]") -> tuple[Notice, ...]:
    few = aucs.isna().all()
    left = [str(n) for n, c in X.items() if n != "cut" and (few or numbers_of(c) is None)]
    if not left:
        return ()
    return (
        Notice(
            "W_LEAK_UNTESTED",
            f"{len(left)} of {X.shape[1]} columns could not be held against the outcome: they are "
            f"several words, or fewer than {FEWEST_OF_EITHER} customers churned or stayed",
            "make sure by other means that they were known before the cut",
            count=len(left),
            samples=tuple(left[:3]),
        ),
    )
