"""The lexicon has every template that is said, with the same places, and nothing else."""

import re
from collections import Counter
from functools import cache
from pathlib import Path
from string import Formatter

import pytest
import yaml

from tests.language.templates import (
    ROOT,
    has_words,
    sheets,
    sources,
    templates,
    texts,
    unreadable,
)

FOLDER = ROOT / "src" / "clv" / "language" / "zh"
FILES = sorted(FOLDER.glob("*.yml"))
SOURCES = sources()
SAYING = sorted(name for name, text in SOURCES.items() if "say(" in text)
NAMES = {"lifetimes", "RMSE", "sBG", "Spearman", "WAPE"}
"""What is called the same in Chinese."""
PASSED_ON = ("blocks.py", "_worksheet.py", "sheet.py", "groups.py", "choosing.py", "mail.py")
"""Files that say what they are given: names of columns, sheets, states."""
PASSED_ON_UNDER = ("src/clv/reporting/words/", "src/clv/reporting/drift/")
"""Rooms whose templates also stand in tables of their own."""
HEADS = FOLDER / "heads.yml"
"""Names of columns, which come about in many places."""


def entries(path: Path) -> dict[str, str]:
    return yaml.safe_load(path.read_text(encoding="utf-8")) or {}


EVERY = {template: told for path in FILES for template, told in entries(path).items()}
every_file = pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.stem))


@cache
def every_text() -> set[str]:
    return sheets() | {text for name, source in SOURCES.items() for text in texts(name, source)}


def places(template: str) -> set[tuple[str, str | None, str | None]]:
    return {
        (name, form, how) for _, name, form, how in Formatter().parse(template) if name is not None
    }


@pytest.mark.parametrize("name", SAYING)
def test_every_template_that_is_said_has_its_chinese(name: str) -> None:
    missing = templates(name, SOURCES[name]) - EVERY.keys()
    assert not missing, f"{len(missing)} without Chinese: {sorted(missing)}"


@pytest.mark.parametrize("name", SAYING)
def test_a_template_stands_where_it_is_said_or_in_a_constant(name: str) -> None:
    if not name.endswith(PASSED_ON) and not name.startswith(PASSED_ON_UNDER):
        assert unreadable(name, SOURCES[name]) == []


@every_file
def test_a_file_holds_texts_and_each_template_once(path: Path) -> None:
    assert all(isinstance(part, str) for pair in entries(path).items() for part in pair)
    node = yaml.compose(path.read_text(encoding="utf-8"))
    assert isinstance(node, yaml.MappingNode)
    counts = Counter(key.value for key, _ in node.value)
    assert [template for template, count in counts.items() if count > 1] == []


def test_no_two_files_say_the_same_differently() -> None:
    told: dict[str, dict[str, str]] = {}
    for path in FILES:
        for template, chinese in entries(path).items():
            told.setdefault(template, {})[path.name] = chinese
    assert {t: where for t, where in told.items() if len(set(where.values())) > 1} == {}


@every_file
def test_both_languages_have_the_same_places_in_the_same_form(path: Path) -> None:
    uneven = {
        template: told
        for template, told in entries(path).items()
        if places(template) != places(told)
    }
    assert uneven == {}


@every_file
def test_chinese_is_chinese(path: Path) -> None:
    foreign = {
        template
        for template, told in entries(path).items()
        if has_words(template) and not re.search("[\u4e00-\u9fff]", told)
    }
    assert foreign - NAMES == set()


@every_file
def test_chinese_sentences_have_chinese_marks(path: Path) -> None:
    wrong = [
        told
        for told in entries(path).values()
        if re.search("[\u4e00-\u9fff][,;:!?(]|[,;!?)][\u4e00-\u9fff]", told)
    ]
    assert wrong == []


@pytest.mark.parametrize("path", [p for p in FILES if p != HEADS], ids=lambda p: str(p.stem))
def test_nothing_stands_in_the_lexicon_that_nobody_says(path: Path) -> None:
    # the lines of an audit are put together: set aside, and why
    said = (template.removeprefix("set aside: ") for template in entries(path))
    assert sorted(set(said) - every_text()) == []


@pytest.mark.parametrize(
    ("text", "found", "lost"),
    [
        ('say("a {n}", n=1)', {"a {n}"}, 0),
        ('say("a" if x else "b")', {"a", "b"}, 0),
        ('NAMES = {"k": "a", "l": ("b", "c")}\nsay(NAMES["k"])', {"a", "b", "c"}, 0),
        ('NAMES = {"k": "a"}\nsay(NAMES.get(x, x))', {"a"}, 0),
        ('NAMES = ("a", "b")\n[say(name) for name in NAMES]', {"a", "b"}, 0),
        ("say(x)", set(), 1),
        ('say(f"a {n}")', set(), 1),
        ('say("{:.0%}")', set(), 0),
    ],
)
def test_templates_are_found_where_they_stand(text: str, found: set[str], lost: int) -> None:
    source = f"from clv.language import say\n{text}"
    assert templates("a.py", source) == found
    assert len(unreadable("a.py", source)) == lost


def test_what_others_call_say_is_not_meant() -> None:
    assert templates("a.py", 'def say(x): ...\nsay("a")') == set()
    assert templates("page.html", """{{ say("a b") }} {{ say('c') }}""") == {"a b", "c"}
