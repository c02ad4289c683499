import pytest

from clv.errors import InputError
from clv.rules import LANGUAGES, Text

LOYAL = Text("Loyal", "忠诚客户")


def test_a_text_is_told_in_each_language() -> None:
    assert [LOYAL.to(language) for language in LANGUAGES] == ["Loyal", "忠诚客户"]


@pytest.mark.parametrize("language", ["fr", "EN", "", "en_GB"])
def test_another_language_is_refused_with_its_name(language: str) -> None:
    with pytest.raises(InputError, match="E_LANGUAGE.*en and zh only"):
        LOYAL.to(language)
