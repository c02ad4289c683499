"""Every notice that a page may show is explained in Chinese, and nothing else is."""

import re
from collections import Counter
from string import Formatter

import pytest
import yaml

from clv.language import explain, lexicon, speaking
from tests.language.templates import SOURCE

CODE = re.compile(r'"(W_[A-Z0-9_]+|CLV\d{3})"')
SHOWN = [path for path in SOURCE.rglob("*.py") if "reporting" not in path.parts]
"""The rooms whose notices pages show; those of reporting are told where a report is made."""
CODES = lexicon("zh", "codes")
FILES = sorted((SOURCE / "language" / "zh" / "codes").glob("*.yml"))


def test_every_code_is_explained_and_no_entry_is_without_a_code() -> None:
    known = {code for path in SHOWN for code in CODE.findall(path.read_text("utf-8"))}
    assert len(known) > 80
    assert known - CODES.keys() == set(), "put what it means into clv/language/zh/codes"
    assert CODES.keys() - known == set(), "no notice has this code"


def test_a_code_is_explained_once() -> None:
    counts = Counter[str]()
    for path in FILES:
        node = yaml.compose(path.read_text("utf-8"))
        assert isinstance(node, yaml.MappingNode)
        counts.update(key.value for key, _ in node.value)
    assert [code for code, count in counts.items() if count > 1] == []


def test_an_explanation_has_no_other_place_than_the_count() -> None:
    parts = {code: list(Formatter().parse(told)) for code, told in CODES.items()}
    found = {(name, form) for told in parts.values() for _, name, form, _ in told if name}
    assert found == {("count", ",")}


@pytest.mark.parametrize("code", CODES)
def test_an_explanation_is_whole_chinese_sentences(code: str) -> None:
    told = CODES[code]
    assert re.search("[\u4e00-\u9fff]", told)
    assert told.endswith("。")
    assert not re.search("[\u4e00-\u9fff][,;:!?(]|[,;!?)][\u4e00-\u9fff]|。。|  ", told)


def test_an_explanation_holds_the_count() -> None:
    with speaking("zh"):
        assert explain("W_FEW_REPEATERS", 1234).startswith("只有1,234位客户再次购买")


def test_english_needs_no_explanation_and_an_unknown_code_has_none() -> None:
    assert explain("W_FEW_REPEATERS", 3) == ""
    with speaking("zh"):
        assert explain("W_UNHEARD_OF", 3) == ""
