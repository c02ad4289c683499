"""Lessons: right answers pass, wrong ones get a hint and never the solution."""

import pytest

from clv.customers import describe
from clv.errors import InputError
from clv.rules import ContributionStability
from clv.teach import AS_OF, check, exercises, small_log
from clv.transactions import read_transactions

# Counted by hand on the calendar from the log of the lessons.
COUNTED = {
    "frequency of Bo": 1,
    "recency of Emre": 112,
    "T of Dora": 118,
    "quadrant of Bo": "EII",
}


def test_every_exercise_has_an_answer_counted_by_hand() -> None:
    assert exercises().keys() == COUNTED.keys()


@pytest.mark.parametrize(("name", "answer"), COUNTED.items())
def test_the_counted_answer_is_right(name: str, answer: float | str) -> None:
    assert check(name, answer) == f"Right: {answer}."


@pytest.mark.parametrize("name", COUNTED)
@pytest.mark.parametrize("wrong", [-1, "EIX", 3.5])
def test_a_wrong_answer_gets_a_hint_without_the_solution(name: str, wrong: float | str) -> None:
    reply = check(name, wrong)
    assert reply.startswith("Not yet: ")
    assert str(COUNTED[name]) not in reply


def test_an_answer_is_taken_as_a_teacher_would() -> None:
    assert check("quadrant of Bo", " eii ").startswith("Right")
    assert check("frequency of Bo", "1").startswith("Right")


def test_the_lesson_fills_all_four_quadrants() -> None:
    log = read_transactions(small_log(), as_of=AS_OF)
    features = describe(log, as_of=AS_OF, period=30)
    labels = ContributionStability().fit(features).assign(features).labels
    counted = {"Ada": "EI", "Bo": "EII", "Chen": "EIII", "Dora": "EIV", "Emre": "EII"}
    assert labels.to_dict() == counted


def test_no_answer_yet_gets_the_question() -> None:
    assert check("T of Dora", None).endswith("?")


def test_an_exercise_that_does_not_exist_is_named() -> None:
    with pytest.raises(InputError, match="there is frequency of Bo"):
        check("frequency of Bob", 1)
