import pytest

from clv.errors import InputError
from clv.rules import LANGUAGES, System, Text, load_system


@pytest.fixture
def system() -> System:
    return load_system("t01_contribution_stability")


def test_the_four_cells_carry_the_names_and_strategies_of_the_source(system: System) -> None:
    found = {
        cell.key: (cell.name.zh, cell.strategy.key, cell.strategy.title.zh) for cell in system.cells
    }
    assert found["EI"] == ("忠诚客户", "consolidate", "巩固")
    assert found["EII"] == ("游离客户", "turn_around", "扭转")
    assert found["EIII"][1:] == ("lift", "提升")
    assert found["EIV"][1:] == ("liquidate_or_rescue", "清算")


def test_the_sides_of_the_cells_are_those_of_the_source(system: System) -> None:
    assert [axis.key for axis in system.axes] == ["contribution", "stability"]
    assert system.codes == {
        ("high", "high"): "EI",
        ("high", "low"): "EII",
        ("low", "high"): "EIII",
        ("low", "low"): "EIV",
    }


def test_what_is_ours_is_said(system: System) -> None:
    assert any("names of EIII and EIV" in text.en for text in system.ours)
    assert any("Both cuts" in text.en for text in system.ours)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_cell_has_its_words_in_both_languages(system: System, language: str) -> None:
    table = system.table(language)
    assert list(table.columns) == ["name", "strategy", "summary", "text", "time"]
    assert list(table.index) == ["EI", "EII", "EIII", "EIV"]
    chinese = table.map(lambda text: any("一" <= letter <= "鿿" for letter in text))
    assert chinese.eq(language == "zh").all(axis=None)


def test_an_unknown_cell_is_refused(system: System) -> None:
    with pytest.raises(InputError, match=r"E_CELL.*its cells are EI, EII, EIII, EIV"):
        system.cell("EV")


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(InputError, match=r"E_LANGUAGE"):
        Text("yes", "是").to("de")


def test_money_and_percentages_are_written_for_readers(system: System) -> None:
    contribution, stability = system.axes
    assert contribution.show(12345.678) == "12,345.68"
    assert stability.show(1 / 3) == "33.3%"
