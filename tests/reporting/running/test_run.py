"""A run publishes everything or nothing, and what it publishes agrees with itself."""

import csv
import hashlib
import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from decimal import Decimal
from html import unescape
from pathlib import Path
from shutil import copytree
from typing import Any

import nbformat
import openpyxl
import pandas as pd
import pytest
import yaml
from click.testing import CliRunner, Result
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from clv.cli import main
from clv.reporting.catalogue import read_catalogue
from clv.reporting.project import Project
from clv.reporting.running import run as run_module
from clv.teach import small_log
from clv.transactions import read_transactions

ROOT = Path(__file__).parents[3]
SHOP = ROOT / "data" / "samples" / "shop.csv"
CUSTOMER_BASE = read_catalogue(Project(ROOT))["customer_base"]


# ------------------------------------------------------------- what a good run publishes


@pytest.fixture(scope="module")
def page(published: Path) -> str:
    return unescape((published / "report.html").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def results(published: Path) -> dict[str, Any]:
    return dict(json.loads((published / "results.json").read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def manifest(published: Path) -> dict[str, Any]:
    return dict(json.loads((published / "manifest.json").read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def customers(published: Path) -> pd.DataFrame:
    return pd.read_parquet(published / "customers.parquet")


@pytest.fixture(scope="module")
def sheets(published: Path) -> dict[str, pd.DataFrame]:
    book = openpyxl.load_workbook(published / "customers.xlsx")
    rows = {sheet.title: list(sheet.values) for sheet in book}
    return {title: pd.DataFrame(body, columns=head) for title, (head, *body) in rows.items()}


def tables(page: str) -> dict[str, pd.DataFrame]:
    """The page's tables by their caption, as text, with the row heads for an index."""
    found = re.findall(r"<caption>(.*?)</caption>(.*?)</table>", page, re.DOTALL)
    return {caption: table(body) for caption, body in found}


def table(body: str) -> pd.DataFrame:
    head, *rows = (
        re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)
        for row in re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL)
    )
    return pd.DataFrame(rows, columns=head).set_index(head[0])


def says(shown: str, value: float) -> bool:
    """Whether a number on the page is that value, rounded as far as it is written."""
    plain = shown.replace(",", "")
    return plain == f"{value:.{len(plain.partition('.')[2])}f}"


def numbers(value: Any) -> Iterator[float]:
    """Every number inside a JSON value."""
    if isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from numbers(item)
    elif isinstance(value, int | float):
        yield float(value)


def test_a_run_leaves_what_it_promises_and_nothing_else(published: Path) -> None:
    assert {path.name for path in published.iterdir()} == {
        "report.html", "customers.xlsx", "customers.parquet", "results.json", "manifest.json",
        "notebooks",
    }  # fmt: skip
    stems = {f"{Path(name).name}.ipynb" for name in CUSTOMER_BASE.notebooks}
    assert {path.name for path in (published / "notebooks").iterdir()} == stems
    assert not (published.parent / ".scratch").exists()
    assert not (published.parent / ".failed").exists()


def test_the_last_line_printed_is_the_folder_of_the_report(published: Path) -> None:
    stdout = (published.parents[1] / "stdout").read_text()
    assert stdout.splitlines()[-1] == str(published)


def test_the_list_of_reports_leads_to_the_page(published: Path) -> None:
    index = (published.parents[1] / "index.html").read_text(encoding="utf-8")
    (place,) = re.findall(r'href="([^"]*report\.html)"', index)
    assert (published.parents[1] / place).samefile(published / "report.html")


def test_tiles_on_the_page_are_those_of_the_results(page: str, results: dict[str, Any]) -> None:
    shown = re.findall(
        r'<span class="label">(.*?)</span><strong>(.*?)</strong><span class="note">(.*?)</span>',
        page,
    )
    tiles = results["headline"]["tiles"]
    assert shown == [(tile["label"], tile["value"], tile["note"]) for tile in tiles]


def test_the_first_verdict_on_the_page_is_that_of_the_results_and_as_clear(
    page: str, results: dict[str, Any]
) -> None:
    headline = results["headline"]
    style = "verdict" if results["verdict"]["clear"] else "verdict unclear"
    first = re.findall('<p class="verdict.*', page)[0]
    assert first == f'<p class="{style}">{headline["verdict"]}</p>'


def test_headline_figures_are_those_of_the_analysis(results: dict[str, Any]) -> None:
    told = {tile["label"]: tile for tile in results["headline"]["tiles"]}
    ahead, audit = results["forecast"]["at_as_of"], results["audit"]
    assert told["customers"]["value"] == f"{results['customers']['count']:,}"
    assert f"{audit['rows_used']:,} of {audit['rows_in']:,} rows" in told["customers"]["note"]
    assert told["money expected in 26 weeks"]["value"] == f"{ahead['spend']['mean']:,.0f}"
    assert results["headline"]["clear"] == results["verdict"]["clear"]


def test_every_number_in_a_table_of_the_page_stands_in_the_results(
    page: str, results: dict[str, Any]
) -> None:
    values = [abs(value) for value in numbers(results)]
    known = {f"{v * scale:.{d}f}" for v in values for d in range(5) for scale in (1, 100)}
    known |= {f"{value:.1e}" for value in values}
    shown = " ".join(" ".join(frame.to_numpy().ravel()) for frame in tables(page).values())
    day = r"\d{4}-\d\d-\d\d"
    assert set(re.findall(day, shown)) <= set(re.findall(day, json.dumps(results)))
    shown = re.sub(day, "", shown)
    figures = re.findall(r"(?<![\w.])\d[\d,]*(?:\.\d+)?(?:e-\d+)?(?!\w)", shown)
    assert len(figures) > 150
    assert {figure for figure in figures if figure.replace(",", "") not in known} == set()


@pytest.mark.parametrize("column", ["customers", "hours", "minutes per customer", "value at stake"])
def test_what_the_page_says_of_a_cell_is_what_the_results_say(
    page: str, results: dict[str, Any], column: str
) -> None:
    (shown,) = [frame for frame in tables(page).values() if "hours" in frame]
    cells = results["actions"]["cells"]
    assert list(shown.index) == list(cells) == ["EI", "EII", "EIII", "EIV"]
    for cell, facts in cells.items():
        assert says(shown.loc[cell, column], facts[column.replace(" ", "_")])


def test_hours_are_given_out_up_to_the_cap_and_money_at_stake_is_that_of_the_work_list(
    results: dict[str, Any], sheets: dict[str, pd.DataFrame]
) -> None:
    cells = results["actions"]["cells"]
    given = sum(facts["hours"] for facts in cells.values())
    most = sum(facts["customers"] for facts in cells.values() if facts["hours"])
    # 60 minutes for each customer at most
    assert given == pytest.approx(min(160, most))
    at_stake = sheets["Work list"].groupby("cell")["value at stake"].sum()
    for cell, facts in cells.items():
        assert at_stake[cell] == pytest.approx(facts["value_at_stake"], abs=1e-3)


def test_sheet_and_parquet_hold_the_same_customers_and_values(
    customers: pd.DataFrame, sheets: dict[str, pd.DataFrame], results: dict[str, Any]
) -> None:
    assert len(customers) == results["customers"]["count"]
    stored = customers.reset_index()
    for column in stored.select_dtypes("datetime"):
        stored[column] = stored[column].dt.strftime("%Y-%m-%d")
    stored.columns = stored.columns.str.replace("_", " ")
    sheet = sheets["Customers"]
    pd.testing.assert_frame_equal(sheet, stored, check_dtype=False, rtol=0, atol=1e-6)
    assert sheet["customer id"].str.startswith("0").any()


def test_what_two_sheets_say_of_a_customer_is_the_same(sheets: dict[str, pd.DataFrame]) -> None:
    work = sheets["Work list"].set_index("customer id")
    known = sheets["Customers"].set_index("customer id").loc[work.index]
    assert work["value at stake"].to_list() == pytest.approx(known["residual value"].to_list())
    assert "cell" in work
    for column in work.columns.intersection(known.columns).difference(["why"]):
        pd.testing.assert_series_equal(work[column], known[column], rtol=0, atol=2e-6)


def test_every_row_of_the_groups_sheet_says_which_group_it_is(
    sheets: dict[str, pd.DataFrame], results: dict[str, Any]
) -> None:
    groups = sheets["Groups"]
    labels = groups.select_dtypes(exclude="number")
    assert not labels.empty
    assert not labels.duplicated().any()
    assert groups["customers"].sum() % results["customers"]["at_cut"]["count"] == 0


def test_rows_and_money_in_are_those_used_and_those_set_aside(results: dict[str, Any]) -> None:
    audit = results["audit"]
    assert audit["rows_in"] == audit["rows_used"] + sum(audit["set_aside"].values())
    amounts = [audit["amount_used"], *audit["amount_set_aside"].values()]
    assert audit["amount_in"] == pytest.approx(sum(amounts), rel=1e-6)


def test_rows_and_money_in_are_those_of_the_file(results: dict[str, Any]) -> None:
    with SHOP.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert results["audit"]["rows_in"] == len(rows)
    total = sum(Decimal(row["total"]) for row in rows if row["total"].strip())
    assert results["audit"]["amount_in"] == pytest.approx(float(total), rel=1e-9)


def test_customers_bring_what_the_audit_counts_as_used(
    customers: pd.DataFrame, results: dict[str, Any]
) -> None:
    used = results["audit"]["amount_used"]
    assert customers["contribution"].sum() == pytest.approx(used, rel=1e-6)


def test_manifest_ties_files_log_notebooks_and_parameters(
    published: Path, manifest: dict[str, Any], results: dict[str, Any]
) -> None:
    for name, digest in manifest["files"].items():
        assert hashlib.sha256((published / name).read_bytes()).hexdigest() == digest
    assert set(manifest["files"]) == {p.name for p in published.glob("*.*")} - {"manifest.json"}
    for name, digest in manifest["notebooks"].items():
        source = ROOT / "notebooks" / f"{name}.ipynb"
        assert hashlib.sha256(source.read_bytes()).hexdigest() == digest
    columns = {"customer_id": "client", "date": "bought_on", "amount": "total"}
    log = read_transactions(SHOP, columns=columns, as_of="2024-07-01")
    assert manifest["log"] == {"source": "shop.csv", "digest": log.digest}
    assert manifest["status"] == "good"
    assert manifest["parameters"] == results["parameters"]
    assert manifest["parameters"]["draws"] == 200
    assert manifest["reading"] == {"map": "customer_id=client,date=bought_on,amount=total"}


def test_nothing_published_names_a_path_of_the_machine(published: Path) -> None:
    places = {str(ROOT), str(published.parents[1]), str(Path.home()), sys.prefix}
    for path in published.rglob("*.*"):
        if path.suffix in (".html", ".json", ".ipynb"):
            text = path.read_text(encoding="utf-8")
            assert [place for place in places if place in text] == [], path.name


def test_no_code_is_on_the_page(page: str) -> None:
    assert not re.search(r"\bfrom clv\b|\bimport \w|StoredResults|put_table", page)


# ------------------------------------------------------- what a bad notebook cannot spoil

PARAMETERS = """
as_of: str = "2024-07-01"  # day
store: str = "results"  # folder
"""
REACHES_THE_END = """
from pathlib import Path
Path(store).mkdir(exist_ok=True)
_ = (Path(store) / "summary.json").write_text("{}")
"""
GOOD = [
    """
import pandas as pd
from clv.plots import new_axes, tell
from clv.reporting import Reading, Results, figure, table
frame = pd.DataFrame({"money": [1.5, 2.5]}, index=pd.Index(["007", "7"], name="customer_id"))
results = Results("summary", store)
""",
    "table(frame.reset_index(), 'Two customers')",
    "figure(tell(new_axes(), 'Nothing on it.'), 'A chart.')",
    "Reading(f'{len(frame)} customers.')",
    """
results.put(headline={"tiles": [], "verdict": "No clear difference.", "clear": False})
results.put_table(customers=frame)
results.finish()
""",
]
CATALOGUE = {
    "title": {"en": "Stub", "zh": "样"},
    "sheets": {"Customers": "customers"},
    "parameters": {
        "transactions": {"type": "source", "default": "log.csv", "help": "log"},
        "as_of": {"type": "day", "default": "2024-07-01", "help": "day"},
        "horizon": {"type": "duration", "default": "8w", "help": "horizon"},
    },
}
DAY = "2024-07-01"


def project(root: Path, **notebooks: list[Any]) -> Path:
    """Lay out a project of its own with one report, ``stub``; its last notebook is the page."""
    for folder in ("notebooks", "reports"):
        (root / folder).mkdir(parents=True, exist_ok=True)
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    for name, cells in notebooks.items():
        first = new_code_cell(PARAMETERS.strip(), metadata={"tags": ["parameters"]})
        code = [new_code_cell(c.strip()) if isinstance(c, str) else c for c in cells]
        whole = new_notebook(cells=[new_markdown_cell("# Stub"), first, *code], metadata=kernel)
        nbformat.write(whole, root / "notebooks" / f"{name}.ipynb")
    catalogue = {"reports": {"stub": {**CATALOGUE, "notebooks": list(notebooks)}}}
    (root / "reports" / "catalogue.yml").write_text(yaml.safe_dump(catalogue))
    small_log().to_csv(root / "log.csv", index=False)
    return root


def make(root: Path, monkeypatch: pytest.MonkeyPatch, *options: str) -> Result:
    """Run ``clv report stub`` in a project."""
    monkeypatch.chdir(root)
    return CliRunner().invoke(main, ["report", "stub", *options])


def files(folder: Path) -> dict[str, bytes]:
    """Every file under a folder."""
    paths = (path for path in folder.resolve().rglob("*") if path.is_file())
    return {path.relative_to(folder.resolve()).as_posix(): path.read_bytes() for path in paths}


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory, kernels: None) -> Path:
    """A project whose report has been published."""
    with pytest.MonkeyPatch.context() as patch:
        root = project(tmp_path_factory.mktemp("good"), summary=GOOD)
        done = make(root, patch)
    assert done.exit_code == 0, done.stderr
    return root


@pytest.fixture
def copy(good: Path, tmp_path: Path) -> Path:
    """The same project, to be spoilt."""
    return copytree(good, tmp_path / "project", symlinks=True)


def test_the_same_log_gives_the_same_bytes_from_any_folder_in_any_order_and_time_zone(
    copy: Path, good: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    head, *rows = (copy / "log.csv").read_text().splitlines(keepends=True)
    (copy / "log.csv").write_text(head + "".join(reversed(rows)))
    for name, value in {"TZ": "Asia/Kathmandu", "LC_ALL": "C", "OMP_NUM_THREADS": "1"}.items():
        monkeypatch.setenv(name, value)
    time.tzset()
    try:
        done = make(copy, monkeypatch, f"--transactions={copy / 'log.csv'}")
    finally:
        monkeypatch.undo()
        time.tzset()
    assert done.exit_code == 0, done.stderr
    first, again = (files(root / "reports" / "stub" / DAY) for root in (good, copy))
    assert first.keys() == again.keys()
    assert [name for name in first if first[name] != again[name]] == []


def tagged(source: str) -> Any:
    return new_code_cell(source, metadata={"tags": ["raises-exception"]})


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        (["raise ValueError('no such column')", REACHES_THE_END], "ValueError: no such column"),
        (["raise ValueError('two\\nlines')", REACHES_THE_END], "ValueError: two lines"),
        (["import sys\nsys.exit(0)", REACHES_THE_END], "it did not reach its last line"),
        (["total = 6 * 7"], "it did not reach its last line"),
        (["import os\nos._exit(0)", REACHES_THE_END], "Kernel died"),
        (["import os\nos.kill(os.getpid(), 9)", REACHES_THE_END], "Kernel died"),
        ([tagged("1 / 0"), REACHES_THE_END], "ZeroDivisionError: division by zero"),
        ([REACHES_THE_END, "print('hello')"], "shows a stream"),
    ],
    ids=["raises", "raises in two lines", "exits with 0", "has no last line", "leaves its process",
         "is killed", "is tagged to raise", "prints"],
)  # fmt: skip
def test_a_notebook_that_fails_publishes_nothing(
    copy: Path, monkeypatch: pytest.MonkeyPatch, cells: list[Any], sentence: str
) -> None:
    home = copy / "reports" / "stub"
    before = files(home / DAY), (copy / "reports" / "index.html").read_bytes()
    done = make(project(copy, summary=cells), monkeypatch)
    assert done.exit_code == 3, done.exception
    assert done.stdout == ""
    told = done.stderr.splitlines()[-1]
    assert told.startswith("clv: E_")
    assert "summary" in told
    assert sentence in told
    assert (files(home / DAY), (copy / "reports" / "index.html").read_bytes()) == before
    assert (home / ".failed" / DAY / "notebooks" / "summary.ipynb").is_file()
    assert not (home / ".scratch").exists()


def test_an_analysis_that_fails_is_named_and_nothing_is_published_at_all(tmp_path: Path) -> None:
    root = project(tmp_path, analysis=["1 / 0"], summary=GOOD)
    command = [sys.executable, "-c", "from clv.cli import main; main()", "report", "stub"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert "analysis stopped: ZeroDivisionError" in done.stderr.splitlines()[-1]
    assert not (root / "reports" / "stub" / DAY).exists()
    assert not (root / "reports" / "index.html").exists()


@pytest.mark.parametrize("missing", ["headline", "customers"])
def test_a_report_without_its_headline_or_its_customers_is_not_published(
    copy: Path, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    before = files(copy / "reports" / "stub" / DAY)
    cells = [*GOOD[:-1], GOOD[-1].replace(f"{missing}=", "other=")]
    done = make(project(copy, summary=cells), monkeypatch)
    assert done.exit_code == 3, done.exception
    assert f"{missing!r}" in done.stderr.splitlines()[-1]
    assert files(copy / "reports" / "stub" / DAY) == before


def test_a_notebook_that_is_damaged_is_one_sentence(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = files(copy / "reports" / "stub" / DAY)
    (copy / "notebooks" / "summary.ipynb").write_text('{"cells": [')
    done = make(copy, monkeypatch)
    assert done.exit_code == 3, done.exception
    assert re.match("clv: E_.*summary", done.stderr.splitlines()[-1])
    assert files(copy / "reports" / "stub" / DAY) == before


def test_a_cell_without_end_is_ended(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_module, "_CELL_SECONDS", 1)
    done = make(project(copy, summary=["while True:\n    pass"]), monkeypatch)
    assert done.exit_code == 3
    assert "summary stopped: CellTimeoutError: A cell timed out" in done.stderr.splitlines()[-1]


def test_a_disk_that_is_full_is_a_clear_error(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(run_module, "save_log", full)
    before = files(copy / "reports" / "stub" / DAY)
    done = make(copy, monkeypatch)
    assert done.exit_code == 3, done.exception
    assert "No space left on device" in done.stderr.splitlines()[-1]
    assert files(copy / "reports" / "stub" / DAY) == before


# --------------------------------------------------------------- two runs, and a dead one

WAITS = """
import os, time
from pathlib import Path
here = Path({here!r})
(here / "kernel.new").write_text(str(os.getpid()))
(here / "kernel.new").rename(here / "kernel")
while (here / "hold").exists():
    time.sleep(0.05)
"""


@pytest.fixture
def held(copy: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A run that has come to a cell which waits until the file ``hold`` is gone."""
    (copy / "hold").touch()
    project(copy, summary=[WAITS.format(here=str(copy)), *GOOD])
    command = [sys.executable, "-c", "from clv.cli import main; main()", "report", "stub"]
    with subprocess.Popen(command, cwd=copy, stderr=subprocess.DEVNULL) as running:
        try:
            while not (copy / "kernel").exists():
                assert running.poll() is None
                time.sleep(0.05)
            yield running
        finally:
            running.kill()
            (copy / "hold").unlink(missing_ok=True)


def is_running(process: int) -> bool:
    """Whether a process is there and no mere entry that nobody has collected."""
    told = Path("/proc", str(process), "cmdline")
    return told.exists() and bool(told.read_bytes())


def test_a_second_run_is_refused_and_a_killed_run_harms_nobody(
    copy: Path, held: subprocess.Popen[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    home, kernel = copy / "reports" / "stub", int((copy / "kernel").read_text())
    before = files(home / DAY)
    second = make(copy, monkeypatch)
    assert (second.exit_code, second.stdout) == (75, "")
    assert second.stderr.startswith("clv: E_RUNNING: another run of stub is under way")

    held.kill()
    held.wait()
    assert files(home / DAY) == before
    (copy / "hold").unlink()
    next_run = make(copy, monkeypatch)
    assert next_run.exit_code == 0, next_run.stderr
    assert files(home / DAY)["report.html"] == before["report.html"]
    assert len(list((home / ".runs").iterdir())) == 1
    assert not (home / ".scratch").exists()
    end = time.monotonic() + 10
    while is_running(kernel) and time.monotonic() < end:
        time.sleep(0.05)
    assert not is_running(kernel)
