"""The catalogue is read whole or refused in one sentence that says where and what is allowed."""

import copy
from collections.abc import Callable
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
import yaml

from clv.errors import InputError
from clv.reporting.catalogue import (
    LANGUAGES,
    Limits,
    Report,
    Retention,
    Schedule,
    Sheet,
    Stage,
    Threshold,
    read_catalogue,
    read_entries,
)
from clv.reporting.project import Project, find_project

ROOT = Path(__file__).parents[3]
WHOLE: dict[str, Any] = {
    "parameters": {
        "transactions": {"type": "source", "help": "the log"},
        "as_of": {"type": "day", "help": "the day"},
        "horizon": {"type": "duration", "help": "how far"},
        "hours": {"type": "number", "help": "to share", "unit": "hours", "minimum": 1,
                  "maximum": 100, "default": 10},
        "draws": {"type": "integer", "help": "draws", "default": 500},
        "form": {"type": "choice", "help": "a form", "choices": ["long", "short"]},
        "staff": {"type": "file", "help": "a list", "default": ""},
        "key": {"type": "secret", "help": "a key"},
    },
    "reports": {
        "churn": {
            "title": {"en": "Churn", "zh": "流失"},
            "question": {"en": "Who?", "zh": "谁？"},
            "source": {"transactions": "cdnow", "clean": ["returns=drop"], "threads": 2},
            "notebooks": [
                "analysis/one",
                {"notebook": "analysis/two", "after": ["one"]},
                "reports/churn",
            ],
            "sheets": {"Customers": "customers", "Lists": {"table": "lists", "by": "staff"}},
            "parameters": ["as_of", "horizon", "hours", "form", "staff", "key"],
            "defaults": {"hours": 20, "form": "short"},
            "schedule": {"every": "week", "on": "mon", "at": "06:00", "time_zone": "Europe/Berlin",
                         "first": date(2024, 1, 1), "last": date(2024, 1, 29), "wait_days": 2},
            "outputs": ["page", "sheet"],
            "language": "zh",
            "retention": {"good": 5, "failed": 2},
            "limits": {"minutes": 5, "memory_mb": 500, "disk_mb": 50},
            "alarms": {"stale_days": {"amber": 7, "red": 30}, "score_loss": {"red": 0.5}},
            "on_red": "hold",
            "customer_ids": "hashed",
            "ids_key": "CLV_KEY",
        }
    },
}  # fmt: skip
GONE = object()


@pytest.fixture
def project(tmp_path: Path) -> Callable[[Any], Project]:
    """Lay out a project with the notebooks of `WHOLE` and a catalogue."""
    for name in ("analysis/one", "analysis/two", "reports/churn"):
        path = tmp_path / "notebooks" / f"{name}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    (tmp_path / "reports").mkdir()

    def lay(catalogue: Any) -> Project:
        text = yaml.safe_dump(catalogue, allow_unicode=True, sort_keys=False)
        (tmp_path / "reports" / "catalogue.yml").write_text(text, encoding="utf-8")
        return Project(tmp_path)

    return lay


def changed(where: str, value: Any) -> Any:
    """`WHOLE` with another value; keys are parted by ``/``, ``churn`` stands for the report."""
    whole = copy.deepcopy(WHOLE)
    part: Any = whole
    *path, last = where.replace("churn", "reports/churn", 1).split("/")
    for key in path:
        part = part[int(key)] if isinstance(part, list) else part[key]
    if value is GONE:
        del part[last]
    else:
        part[int(last) if isinstance(part, list) else last] = value
    return whole


def test_every_report_of_the_catalogue_has_its_notebooks() -> None:
    project = Project(ROOT)
    reports = read_catalogue(project)
    assert "customer_base" in reports
    for report in reports.values():
        assert set(LANGUAGES) == report.title.keys() == report.question.keys()
        assert all(project.notebook(name).is_file() for name in report.notebooks)
        assert report.schedule is not None


def test_everything_that_an_entry_says_is_taken(project: Callable[[Any], Project]) -> None:
    report = read_catalogue(project(WHOLE))["churn"]
    assert report.stages == (
        Stage("analysis/one"),
        Stage("analysis/two", ("one",)),
        Stage("reports/churn", ("one", "two")),
    )
    assert report.source == {"transactions": "cdnow", "clean": ("returns=drop",), "threads": 2}
    assert report.sheets == {"Customers": Sheet("customers"), "Lists": Sheet("lists", "staff")}
    assert {p.name: p.default for p in report.parameters} == {
        "transactions": "cdnow", "as_of": None, "horizon": None, "hours": 20, "form": "short",
        "staff": "", "key": None,
    }  # fmt: skip
    assert report.schedule == Schedule(
        "week", "mon", time(6), "Europe/Berlin", date(2024, 1, 1), 2, date(2024, 1, 29)
    )
    assert (report.outputs, report.language) == (("page", "sheet"), "zh")
    assert (report.retention, report.limits) == (Retention(5, 2), Limits(5, 500, 50))
    assert report.alarms == {"stale_days": Threshold(7, 30), "score_loss": Threshold(None, 0.5)}
    assert (report.on_red, report.customer_ids, report.ids_key) == ("hold", "hashed", "CLV_KEY")


@pytest.mark.parametrize(
    "key", ["schedule", "retention", "limits", "alarms", "on_red", "language", "defaults"]
)
def test_what_may_be_left_out_may_be_left_out(project: Callable[[Any], Project], key: str) -> None:
    report = read_catalogue(project(changed(f"churn/{key}", GONE)))["churn"]
    usual: dict[str, Any] = {
        "schedule": None, "retention": Retention(), "limits": Limits(), "alarms": {},
        "on_red": "banner", "language": "en",
    }  # fmt: skip
    assert key == "defaults" or getattr(report, key) == usual[key]


FAULTS: list[tuple[str, Any, str]] = [
    # keys
    ("churn/titel", {}, "report 'churn': 'titel' is no key of it; .*did you mean title"),
    ("churn/title", GONE, "report 'churn': title is missing"),
    ("churn/question", GONE, "question is missing"),
    ("churn/source", GONE, "source is missing"),
    ("churn/notebooks", GONE, "notebooks is missing"),
    ("churn/parameters", GONE, "parameters is missing"),
    ("churn/title/zh", GONE, "report 'churn', title: zh is missing"),
    ("churn/title/fr", "x", "'fr' is no key of it; .*en, zh"),
    ("churn/title/en", "", "en is ''"),
    ("churn/title/en", "two\nlines", "a text of one line"),
    ("churn/title/en", "x" * 501, "at most 500 characters"),
    ("churn/title/en", 7, "en is 7"),
    ("churn/title", "Churn", "'Churn' stands where keys and values should"),
    ("churn", None, "None stands where keys and values should"),
    ("reports/Churn", {}, "'Churn' is no name of a report; .*a-z"),
    ("reports/..%2F", {}, "is no name of a report"),
    ("reports/" + "x" * 65, {}, "is no name of a report"),
    ("reports", {}, "there is none"),
    ("parametres", {}, "'parametres' is no key of it; .*did you mean parameters"),
    # notebooks
    ("churn/notebooks", [], "the last one is the page"),
    ("churn/notebooks", "analysis/one", "it is a list"),
    ("churn/notebooks/0", "analysis/three", "no notebook 'analysis/three'.*did you mean analysis"),
    ("churn/notebooks/0", "../../etc/passwd", "is no path of a notebook"),
    ("churn/notebooks/0", "/etc/passwd", "is no path of a notebook"),
    ("churn/notebooks/0", "analysis/one.ipynb", "is no path of a notebook"),
    ("churn/notebooks/0", "a\0b", "a text of one line"),
    ("churn/notebooks/0", 7, "7 stands where keys and values should"),
    ("churn/notebooks/1", "analysis/one", "'one' comes twice"),
    ("churn/notebooks/1/after", ["three"], "'two' comes after 'three'.*there is one"),
    ("churn/notebooks/1/after", ["two"], "'two' comes after 'two', which does not stand before"),
    ("churn/notebooks/1/after", ["churn"], "comes after 'churn', which does not stand before it"),
    ("churn/notebooks/1/after", "one", "after is 'one'; .*a list of texts"),
    ("churn/notebooks/1/after", ["one", "one"], "after says 'one' twice"),
    ("churn/notebooks/1/before", ["one"], "'before' is no key of it"),
    # source
    ("churn/source", {}, "transactions is missing"),
    ("churn/source/transactions", 7, "transactions is 7"),
    ("churn/source/transactions", "postgresql://me:hunter2@db/x", "is an address; .*env:NAME"),
    ("churn/source/maps", "a=b", "'maps' is no key of it; .*did you mean map"),
    ("churn/source/map", {"customer_id": "client"}, "a text of one line"),
    ("churn/source/clean", "returns=drop", "a list of texts"),
    ("churn/source/threads", 0, "threads is 0; .*from 1 on"),
    ("churn/source/threads", True, "threads is True; .*a whole number"),
    ("churn/source/map", "customer=client", "map names 'customer'.*did you mean customer_id"),
    ("churn/source/map", "customer_id", "map is 'customer_id'; .*write it like customer_id="),
    ("churn/source/decimal", ";;", "decimal is ';;'; .*there is ., ,"),
    ("churn/source/transactions", "env:SHOP_DB", "neither table nor sql is said"),
    ("churn/source", {"transactions": "a.duckdb", "table": "t", "sql": "SELECT 1"}, "both table"),
    # sheets
    ("churn/sheets/" + "x" * 32, "t", "no title of a sheet; .*at most 31"),
    ("churn/sheets/a:b", "t", "no title of a sheet"),
    ("churn/sheets/a[1]", "t", "no title of a sheet"),
    ("churn/sheets/what?", "t", "no title of a sheet"),
    ("churn/sheets/back\\slash", "t", "no title of a sheet"),
    ("churn/sheets/'quoted", "t", "no title of a sheet"),
    ("churn/sheets/history", "t", "no title of a sheet"),
    ("churn/sheets/CUSTOMERS", "t", "'Customers' and 'CUSTOMERS' are one title"),
    ("churn/sheets/A", "../x", "table is '../x'"),
    ("churn/sheets/A", {"tabel": "x"}, "'tabel' is no key of it; .*did you mean table"),
    ("churn/sheets", GONE, "which tables the sheet shows"),
    # parameters
    ("churn/parameters", ["as_of"], "horizon is missing"),
    ("churn/parameters", ["horizon"], "as_of is missing"),
    ("churn/parameters", ["as_of", "horizon", "hors"], "'hors' is not defined; .*mean hours"),
    ("churn/parameters", ["as_of", "as_of", "horizon"], "says 'as_of' twice"),
    ("churn/parameters", ["transactions", "as_of", "horizon"], "'transactions' is not defined"),
    ("churn/parameters", "as_of", "a list of texts"),
    ("churn/parameters", ["as_of", 7], "a list of texts"),
    ("churn/defaults/draws", 5, "'draws' is no key of it"),
    ("churn/defaults/hours", 101, "its default of hours, 101.*from 1 to 100"),
    ("churn/defaults/hours", "many", "its default of hours, 'many'"),
    ("churn/defaults/form", "broad", "its default of form, 'broad'.*none of long, short"),
    ("churn/defaults/staff", 7, "staff is 7; .*a file is a text"),
    ("parameters/hours/default", 0, "its default of hours, 0"),
    ("parameters/hours/default", True, "its default of hours, True"),
    ("parameters/draws/default", 1.5, "its default of draws, 1.5.*whole number"),
    ("parameters/draws/default", "1_000", "its default of draws"),
    ("parameters/as_of/default", "01.07.2024", "its default of as_of"),
    ("parameters/horizon/default", "soon", "its default of horizon"),
    ("parameters/hours/type", "float", "type is 'float'; .*source, day"),
    ("parameters/hours/help", GONE, "parameter 'hours': help is missing"),
    ("parameters/hours/minimum", "1", "minimum is '1'; .*a number"),
    ("parameters/hours/minimum", 1000, "minimum is 1000; .*at most maximum, 100"),
    ("parameters/hours/minimun", 1, "'minimun' is no key of it; .*did you mean minimum"),
    ("parameters/form/choices", GONE, "a choice has choices"),
    ("parameters/form/choices", ["a", "a"], "says 'a' twice"),
    ("parameters/hours/choices", ["a"], "a choice has choices, and nothing else has"),
    ("parameters/form/unit", "cm", "a choice has none"),
    ("parameters/staff/minimum", 1, "a file has none"),
    ("parameters/x = 1; import os", {"type": "day", "help": "h"}, "it is no name"),
    ("parameters/class", {"type": "day", "help": "h"}, "it is no name"),
    ("parameters/ｆｕｌｌ", {"type": "day", "help": "h"}, "it is no name"),
    ("parameters/store", {"type": "day", "help": "h"}, "what a run says itself"),
    ("parameters/transactions", GONE, "no transactions of type source"),
    ("parameters/transactions/type", "file", "no transactions of type source"),
    ("parameters/hours", "number", "'number' stands where keys and values should"),
    # schedule
    ("churn/schedule/every", "fortnight", "every is 'fortnight'; .*day, week, month"),
    ("churn/schedule/on", "monday", "on is 'monday'; .*did you mean mon"),
    ("churn/schedule/on", 1, "on is 1; .*mon, tue"),
    ("churn/schedule/on", GONE, "say on which day"),
    ("churn/schedule/every", "month", "on is 'mon'; .*a whole number"),
    ("churn/schedule/every", "day", "leave it out"),
    ("churn/schedule/at", "6:00", "at is '6:00'; .*06:00"),
    ("churn/schedule/at", "24:00", "at is '24:00'"),
    ("churn/schedule/at", "06:00:30", "at is '06:00:30'"),
    ("churn/schedule/at", 360, "at is 360"),
    ("churn/schedule/at", GONE, "at is missing"),
    ("churn/schedule/time_zone", "Europe/Berlim", "did you mean Europe/Berlin"),
    ("churn/schedule/time_zone", "../../etc/passwd", "write it like Europe/Berlin"),
    ("churn/schedule/time_zone", "localtime", "write it like Europe/Berlin"),
    ("churn/schedule/first", date(2024, 1, 2), "it is a mon, not a tue"),
    ("churn/schedule/first", "2024-02-30", "first is '2024-02-30'; .*a day of the calendar"),
    ("churn/schedule/first", "soon", "first is 'soon'; .*YYYY-MM-DD"),
    ("churn/schedule/first", date(1, 1, 1), "it lies from 1900 to 2200"),
    ("churn/schedule/first", None, "first is None"),
    ("churn/schedule/last", date(2023, 12, 25), "it is not before first, 2024-01-01"),
    ("churn/schedule/last", date(2024, 1, 30), "last is '2024-01-30'; .*a mon, not a tue"),
    ("churn/schedule/wait_days", -1, "wait_days is -1; .*from 0 on"),
    ("churn/schedule/wait_days", 367, "at most 366"),
    ("churn/schedule/wait_days", 1.5, "a whole number"),
    ("churn/schedule", "monthly", "stands where keys and values should"),
    # the rest
    ("churn/outputs", ["page", "pfd"], "'pfd'; .*did you mean pdf"),
    ("churn/outputs", ["pdf"], "the page is always one of them"),
    ("churn/outputs", [], "the page is always one of them"),
    ("churn/outputs", "page", "a list of texts"),
    ("churn/language", "de", "language is 'de'; .*en, zh"),
    ("churn/retention/good", 0, "good is 0; .*from 1 on"),
    ("churn/retention/failed", 0, "failed is 0; .*from 1 on"),
    ("churn/retention/goods", 1, "'goods' is no key of it; .*did you mean good"),
    ("churn/limits/minutes", 0, "minutes is 0"),
    ("churn/limits/minutes", -5, "minutes is -5"),
    ("churn/limits/memory_mb", "8 GB", "memory_mb is '8 GB'"),
    ("churn/limits/disk_mb", float("inf"), "disk_mb is"),
    ("churn/limits/disk_mb", None, "disk_mb is None"),
    ("churn/alarms/stale_day", {"red": 1}, "'stale_day' is no key of it; .*mean stale_days"),
    ("churn/alarms/stale_days/amber", 31, "amber is 31; .*at most red, 30"),
    ("churn/alarms/stale_days/amber", -1, "amber is -1; .*from 0 on"),
    ("churn/alarms/stale_days/yellow", 1, "'yellow' is no key of it"),
    ("churn/alarms/stale_days", {}, "it has no limit"),
    ("churn/alarms/stale_days", 7, "7 stands where keys and values should"),
    ("churn/on_red", "stop", "on_red is 'stop'; .*banner, hold"),
    ("churn/on_red", True, "on_red is True; .*banner, hold"),
    ("churn/customer_ids", "secret", "customer_ids is 'secret'; .*plain, hashed"),
    ("churn/customer_ids", "plain", "ids_key names the environment variable"),
    ("churn/ids_key", GONE, "ids_key names the environment variable"),
    ("churn/ids_key", "my key", "ids_key names no environment variable"),
]


@pytest.mark.parametrize(("where", "value", "words"), FAULTS)
def test_a_fault_is_one_sentence_that_names_it(
    project: Callable[[Any], Project], where: str, value: Any, words: str
) -> None:
    with pytest.raises(InputError, match=words) as caught:
        read_catalogue(project(changed(where, value)))
    assert caught.value.code == "E_CATALOGUE"
    assert str(caught.value).startswith("E_CATALOGUE: catalogue.yml: ")
    assert "mend the entry" in str(caught.value)
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 700


LINES = [
    ("churn/titel", {}, "titel: {}"),
    ("churn/on_red", "bannr", "on_red: bannr"),
    ("churn/schedule/every", "weak", "every: weak"),
    ("churn/schedule/first", "2025-02-30", "first: '2025-02-30'"),
    ("churn/limits/minuts", 5, "minuts: 5"),
    ("churn/notebooks/0", "analysis/three", "- analysis/three"),
    ("churn/notebooks/1/after", ["three"], "- notebook: analysis/two"),
    ("churn/alarms/stale_days", {}, "stale_days: {}"),
    ("churn/defaults/hours", 101, "hours: 101"),
    ("churn/sheets/a:b", "t", "a:b: t"),
    ("churn/source/map", "customer=client", "map: customer=client"),
    ("parameters/hours/default", 0, "default: 0"),
]


@pytest.mark.parametrize(("where", "value", "line"), LINES)
def test_a_fault_names_its_line(
    project: Callable[[Any], Project], where: str, value: Any, line: str
) -> None:
    laid = project(changed(where, value))
    lines = [each.strip() for each in laid.catalogue.read_text(encoding="utf-8").splitlines()]
    with pytest.raises(InputError, match=f"catalogue.yml: line {lines.index(line) + 1}: "):
        read_catalogue(laid)


def test_a_fault_in_one_entry_leaves_the_others_as_they_are(
    project: Callable[[Any], Project],
) -> None:
    whole = changed("churn/on_red", "bannr")
    whole["reports"]["other"] = WHOLE["reports"]["churn"]
    entries = read_entries(project(whole))
    assert list(entries) == ["churn", "other"]
    assert "on_red is 'bannr'" in str(entries["churn"])
    assert isinstance(entries["other"], Report)
    with pytest.raises(InputError, match="on_red is 'bannr'"):
        read_catalogue(project(whole))


def test_a_password_in_an_address_is_not_shown(project: Callable[[Any], Project]) -> None:
    wrong = changed("churn/source/transactions", "postgresql://me:hunter2@db/x")
    with pytest.raises(InputError) as caught:
        read_catalogue(project(wrong))
    assert "hunter2" not in str(caught.value)


def test_a_notebook_that_is_a_link_out_of_the_project_is_refused(
    project: Callable[[Any], Project], tmp_path: Path
) -> None:
    (tmp_path / "elsewhere.ipynb").touch()
    (tmp_path / "notebooks" / "analysis" / "out.ipynb").symlink_to(tmp_path / "elsewhere.ipynb")
    with pytest.raises(InputError, match="no notebook 'analysis/out'"):
        read_catalogue(project(changed("churn/notebooks/0", "analysis/out")))


def test_a_notebook_that_is_a_link_round_in_a_circle_is_refused(
    project: Callable[[Any], Project], tmp_path: Path
) -> None:
    (tmp_path / "notebooks" / "analysis" / "loop.ipynb").symlink_to("loop.ipynb")
    with pytest.raises(InputError, match="no notebook 'analysis/loop'"):
        read_catalogue(project(changed("churn/notebooks/0", "analysis/loop")))


@pytest.mark.parametrize("every", ["month", "quarter", "year"])
def test_a_month_that_is_shorter_starts_on_its_last_day(
    project: Callable[[Any], Project], every: str
) -> None:
    said = WHOLE["reports"]["churn"]["schedule"] | {"every": every, "on": 31, "last": None}
    right = said | {"first": date(2024, 2, 29)}
    report = read_catalogue(project(changed("churn/schedule", right)))["churn"]
    assert report.schedule is not None
    assert report.schedule.last is None
    with pytest.raises(InputError, match="a period starts on 2024-02-29"):
        read_catalogue(project(changed("churn/schedule", said | {"first": date(2024, 2, 28)})))


def test_a_catalogue_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_catalogue(Project(tmp_path))


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "missing", ""])
def test_a_notebook_outside_the_project_is_refused(
    project: Callable[[Any], Project], name: str
) -> None:
    with pytest.raises(InputError, match="no notebook"):
        project(WHOLE).notebook(name)


def test_a_project_is_found_from_inside_it_and_from_anywhere(tmp_path: Path) -> None:
    assert find_project(ROOT / "src" / "clv").root == ROOT
    assert (find_project(tmp_path).root / "notebooks").is_dir()
