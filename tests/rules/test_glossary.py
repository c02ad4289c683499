import re
from pathlib import Path

import pytest

from clv.rules import load_system

ROOT = Path(__file__).parents[2]
GLOSSARY = (ROOT / "GLOSSARY.md").read_text("utf-8")
ENTRIES = re.findall(r"^- (.*)$", GLOSSARY, flags=re.MULTILINE)


def test_every_entry_is_one_line_with_both_languages() -> None:
    form = re.compile(r"\*\*[^*]+\*\* [^:]*[一-鿿][^:]*: .+\.")
    assert [entry for entry in ENTRIES if not form.fullmatch(entry)] == []


def test_no_word_has_two_meanings() -> None:
    words = [entry.split("**")[1].lower() for entry in ENTRIES]
    assert sorted(words) == sorted(set(words))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_glossary_knows_every_cell_and_strategy(language: str) -> None:
    system = load_system("t01_contribution_stability")
    for cell in system.cells:
        assert cell.name.to(language).lower() in GLOSSARY.lower()
        for word in re.split(r" or ", cell.strategy.title.to(language)):
            assert word.lower() in GLOSSARY.lower()


def test_what_is_ours_is_marked() -> None:
    ours = "\n".join(entry for entry in ENTRIES if "(ours)" in entry)
    for word in ("PIII", "PIV", ".35, .40, .20, .05", "EIII", "EIV"):
        assert word in ours
