"""Answers to the lessons, computed by the package itself, with a hint instead of a solution."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import pandas as pd

from clv.customers import describe, summarise
from clv.errors import InputError
from clv.rules import ContributionStability
from clv.transactions import Transactions, read_transactions

__all__ = ["AS_OF", "Exercise", "check", "exercises", "small_log"]

AS_OF = "2024-07-01"
"""The day from which the lessons' small log is looked at."""


def small_log() -> pd.DataFrame:
    """Return the log of five customers that the lessons count by hand.

    Returns
    -------
    pandas.DataFrame
        18 rows: customer_id, date (YYYY-MM-DD), amount.

    Examples
    --------
    >>> small_log()["customer_id"].nunique()
    5
    """
    days = {
        "Ada": ["2024-01-08", "2024-02-05", "2024-03-04", "2024-04-08", "2024-05-06", "2024-06-10"],
        "Bo": ["2024-01-15", "2024-01-16", "2024-01-16"],
        "Chen": ["2024-01-22", "2024-02-19", "2024-03-18", "2024-04-15", "2024-05-20"],
        "Dora": ["2024-03-04"],
        "Emre": ["2024-02-12", "2024-02-26", "2024-06-03"],
    }
    amounts = {"Ada": 80.0, "Bo": 150.0, "Chen": 15.0, "Dora": 12.0, "Emre": 40.0}
    return pd.DataFrame(
        [(who, day, amounts[who]) for who, bought in days.items() for day in bought],
        columns=["customer_id", "date", "amount"],
    )


@cache
def _log() -> Transactions:
    return read_transactions(small_log(), as_of=AS_OF)


def _of(customer: str, column: str) -> float:
    return float(summarise(_log(), as_of=AS_OF, unit="D")[column][customer])


def _quadrant(customer: str) -> str:
    features = describe(_log(), as_of=AS_OF, period=30)
    return str(ContributionStability().fit(features).assign(features).labels[customer])


@dataclass(frozen=True)
class Exercise:
    """One question of a lesson.

    Parameters
    ----------
    question
        What is asked.
    hint
        Where to look again after a wrong answer.
    solve
        Computes the answer with the package.
    """

    question: str
    hint: str
    solve: Callable[[], float | str]


def exercises() -> dict[str, Exercise]:
    """List the questions.

    Returns
    -------
    dict of str to Exercise
        By the name that `check` takes.
    """
    return {
        "frequency of Bo": Exercise(
            "How many repeat purchases has Bo?",
            "two orders on one day are one purchase, and the first purchase is not a repeat",
            lambda: _of("Bo", "frequency"),
        ),
        "recency of Emre": Exercise(
            "How old was Emre, in days since the first purchase, at the last purchase?",
            "recency is an age at the last purchase, not the days that have passed since it",
            lambda: _of("Emre", "recency"),
        ),
        "T of Dora": Exercise(
            "For how many days has Dora been observed?",
            "the last observed day is the day before as_of",
            lambda: _of("Dora", "T"),
        ),
        "quadrant of Bo": Exercise(
            "In which quadrant is Bo: EI, EII, EIII or EIV?",
            "look at how much Bo brought, and then in how many of the six periods",
            lambda: _quadrant("Bo"),
        ),
    }


def check(name: str, answer: float | str | None) -> str:
    """Say whether an answer is right, and where to look again if it is not.

    Parameters
    ----------
    name
        Name of the exercise.
    answer
        A number or a label; None while there is no answer yet.

    Returns
    -------
    str
        One sentence; never the solution.

    Raises
    ------
    InputError
        ``E_EXERCISE`` for a name that no lesson has.

    Examples
    --------
    >>> check("frequency of Bo", 2)
    'Not yet: two orders on one day are one purchase, and the first purchase is not a repeat.'
    """
    known = exercises()
    if name not in known:
        raise InputError("E_EXERCISE", f"no exercise {name!r}", f"there is {', '.join(known)}")
    exercise = known[name]
    if answer is None:
        return exercise.question
    right = _same(answer, exercise.solve())
    return f"Right: {answer}." if right else f"Not yet: {exercise.hint}."


def _same(answer: float | str, right: float | str) -> bool:
    """Compare as a teacher would: "eii" is EII, "1" is 1."""
    if isinstance(right, str):
        return str(answer).strip().upper() == right
    try:
        return abs(float(answer) - right) < 1e-9
    except ValueError:
        return False
