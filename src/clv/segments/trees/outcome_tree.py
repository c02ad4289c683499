"""A few if-statements, learned from what customers did after an earlier day."""

from collections.abc import Sequence
from typing import Self

import pandas as pd

from clv.errors import InputError
from clv.segments._learning import learners
from clv.segments.trees._small_tree import SmallTree, log_money

__all__ = ["OutcomeTree"]


class OutcomeTree(SmallTree):
    """A tree trained on what happened after an earlier day, then applied frozen.

    It learns from a lesson: the customers as of an earlier day, with what they spent between that
    day and the day of the table (see `clv.segments.spend_lesson`); the outcome by which it is
    judged lies later still. Grown and rounded as `DistilledTree`, on the logarithm of 1 + spend
    over the median spend of buyers. Customers of the lesson are younger than those of the table:
    days of silence would mean something else there, so the questions are about its share.

    Parameters
    ----------
    n_groups
        How many groups, 1 or more.
    lesson
        One row a customer as of the earlier day, with the columns and the outcome; ``attrs`` with
        as_of and until where it comes from a log.
    outcome
        Column of the lesson to learn, money.
    columns
        Columns that questions may be about.

    Attributes
    ----------
    learned_from_ : int
        Customers of the lesson learned from.

    Examples
    --------
    >>> lesson = pd.DataFrame(
    ...     {"purchases": [1, 2, 6, 7], "spend_holdout": [0.0, 0.0, 70.0, 80.0]},
    ...     index=list("abcd"),
    ... )
    >>> tree = OutcomeTree(2, lesson, columns=["purchases"])
    >>> tree.fit(lesson).labels(pd.DataFrame({"purchases": [3, 8]}, index=["e", "f"])).to_dict()
    {'e': 'S2', 'f': 'S1'}
    """

    def __init__(
        self,
        n_groups: int = 4,
        lesson: pd.DataFrame | None = None,
        outcome: str = "spend_holdout",
        columns: Sequence[str] = ("purchases", "contribution", "active_share", "silent_share"),
    ) -> None:
        self.n_groups = n_groups
        self.lesson = lesson
        self.outcome = outcome
        self.columns = columns

    def fit(self, table: pd.DataFrame) -> Self:
        """Learn the questions from the customers of the lesson who are in the table.

        A customer who is in the table twice, as in a resample, counts twice; where none of them
        is in the table, as with other customers, the whole lesson is learned.

        Parameters
        ----------
        table
            One row a customer as of a later day; only its index and ``attrs`` are looked at.

        Returns
        -------
        OutcomeTree
            Itself, with the attributes above.

        Raises
        ------
        InputError
            ``E_LESSON`` without a lesson or with a customer twice in it, ``E_LEAK`` if its outcome
            reaches beyond the day of the table, ``E_PERIOD`` if both count activity in periods of
            different lengths, ``E_GROUPS`` for less than one group; and as `finite_values`.
        """
        lesson = _checked(self.lesson, table)
        places = lesson.index.get_indexer(table.index)
        both = places[places >= 0]
        known = learners(lesson.iloc[both] if len(both) else lesson)
        self._learn(known, log_money(known, self.outcome))
        return self


def _checked(lesson: pd.DataFrame | None, table: pd.DataFrame) -> pd.DataFrame:
    if lesson is None:
        raise InputError(
            "E_LESSON", "the tree has nothing to learn from", "give it a lesson (`spend_lesson`)"
        )
    if not lesson.index.is_unique:
        twice = int(lesson.index.duplicated().sum())
        raise InputError(
            "E_LESSON", f"{twice} rows of the lesson repeat a customer", "give one row a customer"
        )
    until, as_of = lesson.attrs.get("until"), table.attrs.get("as_of")
    if until is not None and as_of is not None and str(until) > str(as_of):
        raise InputError(
            "E_LEAK",
            f"the lesson's outcome reaches to {until}, and the table speaks as of {as_of}",
            "let the lesson end by the day of the table",
        )
    periods = [part.attrs.get("period_days") for part in (lesson, table)]
    if None not in periods and periods[0] != periods[1]:
        raise InputError(
            "E_PERIOD",
            f"the lesson counts activity in {periods[0]} days, the table in {periods[1]}",
            "describe both with the same period",
        )
    return lesson
