import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clv.errors import InputError
from clv.rules.change.steadying import steadied
from tests.rules.change.test_label_history import LEVELS, made_up


def held(line: str, ranks: list[float] | None = None, **options: float) -> str:
    history = made_up({"ada": line}, {"ada": ranks} if ranks else None)
    return " ".join(steadied(history, **options).table["label"])  # type: ignore[arg-type]


def test_a_label_seen_once_is_not_taken_over() -> None:
    assert held("EI EII EI EI") == "EI EI EI EI"
    assert held("EI EII EII EII") == "EI EI EII EII"
    assert held("EI EII EIV EII") == "EI EI EI EI"


def test_a_label_is_taken_over_at_once_where_a_rank_moved_far() -> None:
    assert held("EI EIII EI EI", [0.6, 0.45, 0.6, 0.6]) == "EI EIII EI EI"
    assert held("EI EIII EI EI", [0.55, 0.48, 0.6, 0.6]) == "EI EI EI EI"


def test_ranks_that_creep_away_are_counted_from_where_the_label_was_last_found() -> None:
    # 0.55 to 0.49 to 0.43: each step is small, both together are not
    assert held("EI EIII EIV EIV", [0.55, 0.49, 0.43, 0.43]) == "EI EI EIV EIV"


def test_one_day_is_no_hysteresis() -> None:
    assert held("EI EII EI EIV", periods=1) == "EI EII EI EIV"


def test_who_comes_later_starts_with_the_label_found() -> None:
    history = made_up({"ada": "EI EI EI EI", "bo": "- - EII EIV"})
    found = steadied(history)
    bo = found.wide().T["bo"]
    assert bo.isna().tolist() == [True, True, False, False]
    assert bo.tolist()[2:] == ["EII", "EII"]
    assert found.wide("found").T["bo"].tolist()[2:] == ["EII", "EIV"]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(list(LEVELS)), min_size=4, max_size=4), st.integers(1, 3))
def test_held_labels_change_no_more_often_than_those_found(labels: list[str], n: int) -> None:
    line = " ".join(labels)
    kept = held(line, periods=n).split()
    changes = np.sum(np.array(kept[1:]) != np.array(kept[:-1]))
    assert changes <= np.sum(np.array(labels[1:]) != np.array(labels[:-1]))
    assert set(kept) <= set(labels)


@pytest.mark.parametrize("wrong", [{"periods": 0}, {"rank_move": 2.0}])
def test_numbers_out_of_range_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(InputError, match="E_PARAMETER"):
        held("EI EI EI EI", None, **wrong)
