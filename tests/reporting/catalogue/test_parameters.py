"""Parameters are typed and checked before anything starts."""

import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clv.errors import InputError
from clv.periods import Duration
from clv.reporting.catalogue import Parameter, Report, Stage
from clv.reporting.catalogue._values import typed
from clv.reporting.catalogue.parameters import for_notebook, parse_mapping, resolve

REPORT = Report(
    name="r",
    title={"en": "R", "zh": "报"},
    question={"en": "?", "zh": "？"},
    stages=(Stage("reports/r"),),
    source={"transactions": "cdnow"},
    sheets={},
    parameters=(
        Parameter("transactions", "source", "the log", default="cdnow"),
        Parameter("as_of", "day", "the day"),
        Parameter("horizon", "duration", "how far"),
        Parameter("hours", "number", "to share out", "hours a month", 160, minimum=0),
        Parameter("draws", "integer", "draws", default=500, minimum=100, maximum=1000),
        Parameter("form", "choice", "a form", default="short", choices=("short", "00123")),
        Parameter("staff", "file", "a list of staff", default=""),
    ),
)
OF_SOURCE = {"as_of": date(1998, 7, 1), "horizon": Duration(39, "W")}


def with_secret(default: str | None = None) -> Report:
    token = Parameter("token", "secret", "opens the door", default=default)
    return Report(**{**vars(REPORT), "parameters": (*REPORT.parameters, token)})


def test_what_is_not_said_comes_from_the_data_set_or_the_catalogue() -> None:
    settled = resolve(REPORT, {"as_of": None, "draws": "200"}, OF_SOURCE)
    assert settled == {
        "transactions": "cdnow", "as_of": date(1998, 7, 1), "horizon": Duration(39, "W"),
        "hours": 160.0, "draws": 200, "form": "short", "staff": "",
    }  # fmt: skip
    assert for_notebook(settled)["horizon"] == "39w"
    assert for_notebook(settled)["as_of"] == "1998-07-01"


def test_a_parameter_without_any_value_is_an_error() -> None:
    with pytest.raises(InputError, match="add --as-of"):
        resolve(REPORT, {}, {"horizon": Duration(1, "W")})


def test_text_that_looks_like_a_number_stays_text() -> None:
    settled = resolve(REPORT, {"form": "00123", "transactions": "007"}, OF_SOURCE)
    assert (settled["form"], settled["transactions"]) == ("00123", "007")


@pytest.mark.parametrize(
    ("name", "value", "meant"),
    [
        ("hours", "1.5", 1.5), ("hours", ".5", 0.5), ("hours", "1e2", 100.0), ("hours", 7, 7.0),
        ("hours", "+3", 3.0), ("draws", "0500", 500), ("draws", 500, 500),
    ],
)  # fmt: skip
def test_a_number_is_taken_as_it_is_written(name: str, value: Any, meant: float) -> None:
    found = resolve(REPORT, {name: value}, OF_SOURCE)[name]
    assert found == meant
    assert type(found) is type(meant)


HOSTILE = ["a\0b", "a\nb", "a\rb", "a\u2028b", "a\x1b[2J", "a\u202eb", "x" * 5000]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("hours", v) for v in ("-1", "many", "nan", "inf", "-inf", "1_000", "0x10", "١٢", "１２",
                                 " 5", "5 ", "", "1e999", "9" * 40, True, [1], "1,5")),
        *(("draws", v) for v in ("1.5", "99", "1001", "0x100", "5e2", "1_000", "５００", True,
                                 500.0, "9" * 5000)),
        *(("as_of", v) for v in ("1998-02-30", "01/07/1998", "", "１９９８-07-01")),
        *(("horizon", v) for v in ("soon", "0w", "-3w", "3")),
        *(("form", v) for v in ("long", "", "SHORT", 123)),
        *(("transactions", v) for v in ("", 7)),
        *(("staff", v) for v in ("nowhere.csv", "/dev/null", "/proc/self/mem", "/tmp", "~")),
        *((name, v) for name in ("form", "staff", "transactions", "hours") for v in HOSTILE),
        ("hourz", "1"), ("x = 1; import os", "1"), ("store", "x"), ("__class__", "x"), ("", "x"),
        ("hours\n", "1"), ("ｈours", "1"), ("x" * 5000, "1"),
    ],
    ids=lambda value: repr(value)[:20],
)  # fmt: skip
def test_a_wrong_name_or_value_is_refused_in_one_line(name: str, value: Any) -> None:
    with pytest.raises(InputError) as caught:
        resolve(REPORT, {name: value}, OF_SOURCE)
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 400


def test_a_refusal_says_what_is_allowed_in_which_unit() -> None:
    with pytest.raises(InputError, match="hours=inf is not a number from 0 on hours a month"):
        resolve(REPORT, {"hours": "inf"}, OF_SOURCE)
    with pytest.raises(InputError, match="from 100 to 1000; it is draws"):
        resolve(REPORT, {"draws": "99"}, OF_SOURCE)
    with pytest.raises(InputError, match="did you mean hours"):
        resolve(REPORT, {"hour": "99"}, OF_SOURCE)


@given(st.text(min_size=1))
def test_any_name_that_is_not_declared_is_refused(name: str) -> None:
    declared = {parameter.name for parameter in REPORT.parameters}
    if name not in declared:
        with pytest.raises(InputError) as caught:
            resolve(REPORT, {name: "1"}, OF_SOURCE)
        assert str(caught.value).isprintable()


# ------------------------------------------------------------------------ files and secrets


def test_a_file_is_found_wherever_the_kernel_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "staff.csv").write_text("customer_id,salesperson\n")
    monkeypatch.chdir(tmp_path)
    settled = resolve(REPORT, {"staff": "staff.csv"}, OF_SOURCE)
    assert settled["staff"] == str(tmp_path / "staff.csv")


def test_a_pipe_or_a_folder_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", tmp_path):
        with pytest.raises(InputError, match="is no file"):
            resolve(REPORT, {"staff": str(path)}, OF_SOURCE)


def test_a_link_round_in_a_circle_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(InputError, match="E_FILE.*loop (is a link|cannot be read)"):
        typed(Parameter("staff", "file", "a list"), str(tmp_path / "loop"))


def test_a_file_that_is_needed_must_be_named() -> None:
    needed = Parameter("staff", "file", "a list of staff")
    report = Report(**{**vars(REPORT), "parameters": (*REPORT.parameters[:-1], needed)})
    for said in ({}, {"staff": ""}):
        with pytest.raises(InputError):
            resolve(report, said, OF_SOURCE)


def test_a_secret_is_passed_by_the_name_of_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOOR_TOKEN", "hunter2hunter2")
    settled = resolve(with_secret("DOOR_TOKEN"), {}, OF_SOURCE)
    assert settled["token"] == "DOOR_TOKEN"
    assert "hunter2" not in str(for_notebook(settled))


@pytest.mark.parametrize("value", [None, ""])
def test_a_secret_that_is_not_set_is_named(
    monkeypatch: pytest.MonkeyPatch, value: str | None
) -> None:
    if value is None:
        monkeypatch.delenv("DOOR_TOKEN", raising=False)
    else:
        monkeypatch.setenv("DOOR_TOKEN", value)
    with pytest.raises(InputError, match="E_SECRET: token needs .* DOOR_TOKEN, which is not set"):
        resolve(with_secret("DOOR_TOKEN"), {}, OF_SOURCE)


@pytest.mark.parametrize(
    "pasted", ["sk-live/51Habc+def==", "tok_51HabcDEF0123456789", "p w", "hunter2", "AKIAIOSFODNN7"]
)
def test_a_secret_given_in_place_of_its_name_is_not_shown(pasted: str) -> None:
    with pytest.raises(InputError, match="E_SECRET") as caught:
        resolve(with_secret(), {"token": pasted}, OF_SOURCE)
    assert pasted not in str(caught.value)


# --------------------------------------------------------------------------------- maps


@pytest.mark.parametrize("text", ["", "a", "a=", "=b", "a=b,", "a=b,a=c", "a=b,,c=d"])
def test_a_map_that_is_not_one_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="write it like"):
        parse_mapping(text)


names = st.text(st.characters(exclude_characters=',="', exclude_categories=("Z", "C")), min_size=1)


@given(st.dictionaries(names, names, min_size=1))
def test_a_map_reads_back_what_was_written(mapping: dict[str, str]) -> None:
    assert parse_mapping(",".join(f"{k}={v}" for k, v in mapping.items())) == mapping
