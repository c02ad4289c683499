import re
from collections import defaultdict
from pathlib import Path

import pytest

from clv.rules import SYSTEMS, Text

ROOT = Path(__file__).parents[2]
GLOSSARY = (ROOT / "GLOSSARY.md").read_text("utf-8")
ENTRIES = re.findall(r"^- (.*)$", GLOSSARY, flags=re.MULTILINE)
PLAIN = "\n".join(ENTRIES).replace("*", "").lower()


def names(number: str) -> list[Text]:
    """What the cells and the strategies of a system are called."""
    cells = SYSTEMS[number]().system.cells
    return [cell.name for cell in cells] + [cell.strategy.title for cell in cells]


def test_every_entry_is_one_line_with_both_languages() -> None:
    form = re.compile(r"\*\*[^*]+\*\* [^:]*[一-鿿][^:]*: .+\.")
    assert [entry for entry in ENTRIES if not form.fullmatch(entry)] == []


def test_no_word_has_two_meanings() -> None:
    words = [entry.split("**")[1].lower() for entry in ENTRIES]
    assert sorted(words) == sorted(set(words))


@pytest.mark.parametrize("number", SYSTEMS)
def test_the_glossary_holds_every_cell_and_strategy_in_both_languages(number: str) -> None:
    missing = [name for name in names(number) if f"{name.en} {name.zh}".lower() not in PLAIN]
    assert missing == []


def test_a_name_is_translated_alike_in_all_systems() -> None:
    chinese: dict[str, set[str]] = defaultdict(set)
    english: dict[str, set[str]] = defaultdict(set)
    for name in (name for number in SYSTEMS for name in names(number)):
        chinese[name.en.lower()].add(name.zh)
        english[name.zh].add(name.en.lower())
    for told in (chinese, english):
        assert {word: others for word, others in told.items() if len(others) > 1} == {}


def test_what_is_ours_is_marked() -> None:
    ours = "\n".join(entry for entry in ENTRIES if "(ours)" in entry)
    for word in ("PIII", "PIV", ".35, .40, .20, .05", "EIII", "EIV"):
        assert word in ours


@pytest.mark.parametrize("number", SYSTEMS)
def test_every_system_says_what_is_ours(number: str) -> None:
    assert SYSTEMS[number]().system.ours
