import pandas as pd
import pytest

from clv.evaluation import Protocol
from clv.evaluation.contest.settling import beats, in_words


def gaps(*rows: tuple[str, str, bool, float, bool]) -> pd.DataFrame:
    """Rows of data, as_of, published, value, clear."""
    table = pd.DataFrame(rows, columns=["data", "as_of", "published", "value", "clear"])
    return table.set_index(["data", "as_of"])


AHEAD_ON_ONE = ("one", "2024-01-01", True, 0.1, True)
AHEAD_ON_TWO = ("two", "2024-01-01", True, 0.2, True)


def test_a_clear_lead_on_two_published_logs_is_a_verdict() -> None:
    assert beats(gaps(AHEAD_ON_ONE, AHEAD_ON_TWO), 2)["verdict"] == "beats"


@pytest.mark.parametrize(
    "second",
    [("one", "2024-07-01", True, 0.1, True), ("two", "2024-01-01", False, 0.2, True),
     ("two", "2024-01-01", True, 0.2, False)],
    ids=["another day of the same log", "a log that is not published", "a lead that is not clear"],
)  # fmt: skip
def test_one_published_log_is_not_enough(second: tuple[str, str, bool, float, bool]) -> None:
    assert beats(gaps(AHEAD_ON_ONE, second), 2)["verdict"] == "no clear difference"


def test_one_day_that_reverses_it_takes_the_verdict_back() -> None:
    back = ("two", "2024-07-01", True, -0.1, True)
    found = beats(gaps(AHEAD_ON_ONE, AHEAD_ON_TWO, back), 2)
    assert found == {"ahead_on": 2, "behind_on": 1, "verdict": "no clear difference"}


def test_a_day_that_is_behind_but_not_clearly_reverses_nothing() -> None:
    unsure = ("two", "2024-07-01", True, -0.1, False)
    assert beats(gaps(AHEAD_ON_ONE, AHEAD_ON_TWO, unsure), 2)["verdict"] == "beats"


def test_being_behind_is_the_same_verdict_the_other_way_round() -> None:
    table = gaps(AHEAD_ON_ONE, AHEAD_ON_TWO)
    assert beats(table.assign(value=-table["value"]), 2)["verdict"] == "is beaten by"


def test_without_any_occasion_there_is_no_difference() -> None:
    assert beats(gaps(), 1)["verdict"] == "no clear difference"


VERDICTS = pd.DataFrame(
    {
        "kind": ["learned", "learned", "rule", "control", "control"],
        "verdict": ["beats", "beats", *["no clear difference"] * 3],
    },
    index=["k-means", "tree", "pyramid", "chance", "bands"],
)


def test_the_sentence_names_winners_and_the_best_of_both_kinds() -> None:
    same = {"pyramid": "no clear difference"}
    said = in_words(VERDICTS, Protocol(), 6, "k-means", same)
    assert "6 published contests" in said
    assert "no clear difference between k-means, the best that is learned, and pyramid" in said
    assert "K-means, tree beat quadrants" in said
    assert "controls" not in said


def test_the_sentence_says_when_nobody_differs_from_the_reference() -> None:
    same = VERDICTS.assign(verdict="no clear difference")
    said = in_words(same, Protocol(), 1, "k-means", {"pyramid": "beats"})
    assert "k-means, the best that is learned, beats pyramid, the best rule" in said
    assert "Nobody differs clearly from quadrants" in said


def test_the_sentence_says_which_controls_are_not_beaten() -> None:
    settled = {"pyramid": "beats", "chance": "beats", "bands": "no clear difference"}
    said = in_words(VERDICTS, Protocol(), 1, "tree", settled)
    assert said.endswith(
        "Of the controls: tree beats chance; between tree and bands there is no clear difference."
    )


def test_the_sentence_says_when_there_is_nothing_to_compare() -> None:
    assert "nothing learned" in in_words(VERDICTS, Protocol(), 1, "", {})


def test_without_a_rule_no_control_is_called_one() -> None:
    only = VERDICTS.assign(kind="control")
    said = in_words(only, Protocol(), 1, "bands", {"pyramid": "beats"})
    assert "nothing learned, or no rule" in said
    assert said.endswith("Of the controls: bands beats pyramid.")
