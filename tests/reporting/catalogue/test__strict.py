"""YAML without surprises: nothing grows, nothing is made, nothing comes twice or is re-read."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from clv.errors import InputError
from clv.reporting.catalogue._strict import load_strict


def load(folder: Path, text: str | bytes) -> Any:
    path = folder / "catalogue.yml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return load_strict(path)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("on: mon", {"on": "mon"}), ("a: no", {"a": "no"}), ("a: yes", {"a": "yes"}),
        ("a: 16:00", {"a": "16:00"}), ("a: 06:00", {"a": "06:00"}), ("a: 007", {"a": "007"}),
        ("a: 0x10", {"a": "0x10"}), ("a: 1_000", {"a": "1_000"}), ("a: .inf", {"a": ".inf"}),
        ("a: 12", {"a": 12}), ("a: -3", {"a": -3}), ("a: 0.5", {"a": 0.5}),
        ("a: 1e-3", {"a": 1e-3}),
        ("a: true", {"a": True}), ("a: null", {"a": None}), ("a:", {"a": None}),
        ("a: ~", {"a": None}),
        ("a: 1998-07-01", {"a": date(1998, 7, 1)}), ("a: 1998-02-30", {"a": "1998-02-30"}),
        ("a: '1'", {"a": "1"}), ("a: ''", {"a": ""}),
        ("\ufeffa: 客户", {"a": "客户"}), ("", None),
    ],
)  # fmt: skip
def test_a_value_is_what_it_looks_like(tmp_path: Path, text: str, meant: Any) -> None:
    found = load(tmp_path, text)
    assert found == meant
    assert not meant or type(found[next(iter(found))]) is type(meant[next(iter(meant))])


BOMB = "a: &a [x, x]\n" + "".join(f"b{i}: &b{i} [*a, *a]\n" for i in range(9))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (BOMB, "aliases"),
        ("a: &x 1", "aliases"),
        ("a: !!python/object/apply:os.system ['true']", "line 1: it uses the tag"),
        ("a: !!str 1", "the tag"),
        ("a: !secret x", "the tag '!secret'"),
        ("a: 1\nb:\n  c: 1\n  c: 2", "line 4: 'c' comes twice"),
        ("a: 1\na: 2", "'a' comes twice"),
        ("[" * 13, "more than 12 levels deep"),
        ("[" * 100_000, "more than 12 levels deep"),
        ("a: [", "no YAML"),
        ("a: b: c", "no YAML"),
        ("a: 1\n---\nb: 1", "no YAML"),
        ("? [1]\n: 2", "no YAML"),
        ("a: \0", "no YAML"),
        (b"a: \xff\xfe", "not UTF-8"),
        ("# " + "x" * 256_000, "too large; .*256 kB"),
    ],
    ids=lambda value: str(value)[:24],
)
def test_what_is_no_plain_yaml_is_refused(tmp_path: Path, text: str | bytes, words: str) -> None:
    with pytest.raises(InputError, match=words) as caught:
        load(tmp_path, text)
    assert caught.value.code == "E_CATALOGUE"


def test_a_folder_in_its_place_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        load_strict(tmp_path)
