from importlib.resources import files
from pathlib import Path

import pytest

from clv.errors import InputError
from clv.rules import load_system

CONTENT = (files("clv.rules") / "data" / "t01_contribution_stability.yml").read_text("utf-8")


def message(tmp_path: Path, content: str) -> str:
    path = tmp_path / "ours.yml"
    path.write_text(content, "utf-8")
    with pytest.raises(InputError) as caught:
        load_system(path)
    assert caught.value.code == "E_SYSTEM"
    return str(caught.value)


def line_of(content: str, part: str) -> int:
    return content[: content.index(part)].count("\n") + 1


def test_a_file_of_ones_own_is_read_like_the_one_in_the_package(tmp_path: Path) -> None:
    path = tmp_path / "ours.yml"
    path.write_text(CONTENT.replace("en: Loyal,", "en: No,"), "utf-8")
    system = load_system(path)
    assert system.cell("EI").name.en == "No"  # a word, though YAML would make it false
    assert system.cell("EII") == load_system("t01_contribution_stability").cell("EII")


def test_chinese_may_be_broken_into_lines_anywhere(tmp_path: Path) -> None:
    path = tmp_path / "ours.yml"
    path.write_text(
        CONTENT.replace("这些客户支撑着业务，", "这些客户\n          支撑着业务，"), "utf-8"
    )
    same = load_system("t01_contribution_stability")
    assert load_system(path) == same


@pytest.mark.parametrize(
    ("part", "instead", "line_at", "found"),
    [
        ("{high: quantile 0.5,", "{high: halve it,", "{high: halve", "'halve it' is no rule"),
        ("    levels: {", "    steps: {", "steps:", "'steps' is not known here"),
        ("contribution: high", "contribution: hihg", "hihg", "write one of: high, low, any"),
        ("zh: 忠诚客户", "de: Treu", "{en: Loyal", "'de' is not known here"),
        ("shown_as: money", "shown_as:", "shown_as:", "'shown_as' holds no text"),
        ("version: 1", "version: one", "version: one", "no whole number"),
        ("  EII:", "  EI:", "  EI:\n    name: {en: Drifting", "a second time"),
        (
            "stability: low",
            "stability: high",
            "  EII:",
            "EII and EI both hold contribution high, stability high",
        ),
        ("  EIV:", "  EIV: *EI", "  EIV: *EI", "an alias"),
        ("id: T1", "id: T1: x", "id: T1: x", "mapping values are not allowed here"),
        ("  EIV:", "  no_purchase:", "  no_purchase:\n    name", "no cell but a missing state"),
    ],
)
def test_a_mistake_is_named_with_its_line(
    tmp_path: Path, part: str, instead: str, line_at: str, found: str
) -> None:
    content = CONTENT.replace(part, instead, 1)
    said = message(tmp_path, content)
    assert found in said
    assert f"line {line_of(content, line_at)} of ours.yml" in said


def test_a_missing_part_is_named(tmp_path: Path) -> None:
    assert "'id' is missing; add a line 'id: ...'" in message(
        tmp_path, CONTENT.replace("id: T1\n", "")
    )


def test_a_missing_cell_is_named(tmp_path: Path) -> None:
    start, end = CONTENT.index("  EIV:"), CONTENT.index("missing:\n")
    assert "no cell holds contribution low, stability low" in message(
        tmp_path, CONTENT[:start] + CONTENT[end:]
    )


@pytest.mark.parametrize("content", ["", "- a\n- b", "just words", "\x00"])
def test_a_file_without_blocks_is_refused(tmp_path: Path, content: str) -> None:
    assert "line 1 of ours.yml" in message(tmp_path, content)


def test_yaml_that_would_make_objects_makes_text_only(tmp_path: Path) -> None:
    hostile = CONTENT.replace("id: T1", "id: !!python/object/apply:os.getcwd []")
    assert "'id' holds no text" in message(tmp_path, hostile)


def test_a_system_that_is_not_there_is_refused_with_those_that_are(tmp_path: Path) -> None:
    for source in ("t99", tmp_path / "nowhere.yml"):
        with pytest.raises(InputError, match="name one of t01_contribution_stability"):
            load_system(source)


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "ours.yml"
    path.write_bytes(CONTENT.encode("gbk"))
    with pytest.raises(InputError, match="saved as UTF-8"):
        load_system(path)


ACTIVITY = (files("clv.rules") / "data" / "t06_activity.yml").read_text("utf-8")
PYRAMID = (files("clv.rules") / "data" / "t11_pyramid.yml").read_text("utf-8")


@pytest.mark.parametrize(
    ("content", "part", "instead", "found"),
    [
        (ACTIVITY, "lost: absolute 6", "lost: absolute 2", "'absolute 3' does not lie below"),
        (ACTIVITY, "lost: absolute 6", "lost: absolute 3", "'absolute 3' does not lie below"),
        (PYRAMID, "platinum: top 0.01", "platinum: top 0.3", "'top 0.05' does not lie below"),
        (ACTIVITY, "    value: 3", "    value: -3", "'k' is below 0"),
        (ACTIVITY, "{inactivity}", "{inactivity.real}", "a brace holds no plain name"),
        (ACTIVITY, "{inactivity}", "{ inactivity }", "a brace holds no plain name"),
        (ACTIVITY, "version: 1", "version: " + "9" * 5000, "no whole number"),
    ],
)
def test_what_would_make_a_wrong_label_or_sentence_is_named_with_its_line(
    tmp_path: Path, content: str, part: str, instead: str, found: str
) -> None:
    wrong = content.replace(part, instead, 1)
    said = message(tmp_path, wrong)
    assert f"line {line_of(wrong, instead)} of ours.yml" in said
    assert found in said


def test_an_empty_cut_is_named_with_its_line_once(tmp_path: Path) -> None:
    said = message(tmp_path, ACTIVITY.replace("cooling: absolute 1.5", "cooling:"))
    assert said.count("line ") == 1
    assert "'cooling' holds no text" in said


@pytest.mark.parametrize("content", ["id: " + "[" * 5000, "# " + "x" * 300_000])
def test_a_file_too_deep_or_too_long_is_refused_at_once(tmp_path: Path, content: str) -> None:
    assert "line 1 of ours.yml" in message(tmp_path, content)
