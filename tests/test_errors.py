import pytest
from hypothesis import given
from hypothesis import strategies as st

from clv.errors import ClvError, FitError, InputError, Notice, RunError, mask


def test_a_short_value_is_shown_whole() -> None:
    assert mask("31/02/2024") == "31/02/2024"
    assert mask(12) == "12"


def test_a_long_value_is_not_given_away() -> None:
    assert mask("jane.doe@example.org") == "ja…rg (20 characters)"


@given(st.text())
def test_what_is_shown_is_short_and_printable(text: str) -> None:
    shown = mask(text)
    assert shown.isprintable()
    assert len(shown) <= 5 + len(f" ({len(text)} characters)")


def test_characters_that_turn_the_text_around_are_escaped() -> None:
    assert mask("a\u202eb") == "a\\u202eb"


def test_an_error_is_one_sentence_with_code_samples_and_remedy() -> None:
    error = InputError("E_DATE", "dates: 4", "mend them", ["a", "b", "c", "d"])
    assert str(error) == "E_DATE: dates: 4 (for example 'a', 'b', 'c'); mend them"
    assert (error.code, error.found, error.remedy) == ("E_DATE", "dates: 4", "mend them")
    assert error.samples == ("a", "b", "c")


@pytest.mark.parametrize("kind", [FitError, InputError, RunError])
def test_all_errors_are_of_one_family(kind: type[ClvError]) -> None:
    with pytest.raises(ClvError, match="E_ANY: found; remedy"):
        raise kind("E_ANY", "found", "remedy")


def test_a_notice_reads_as_an_error_does() -> None:
    notice = Notice("W_ANY", "found", "remedy", 2, ("a", "b"))
    assert str(notice) == "W_ANY: found (for example 'a', 'b'); remedy"
    assert notice == Notice("W_ANY", "found", "remedy", 2, ("a", "b"))
