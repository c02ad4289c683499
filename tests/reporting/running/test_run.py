"""A run publishes everything or nothing, and what it publishes agrees with itself."""

import csv
import hashlib
import json
import re
import sys
from decimal import Decimal
from email import message_from_bytes
from email.policy import SMTP
from html import unescape
from pathlib import Path
from shutil import copytree
from typing import Any

import openpyxl
import pandas as pd
import pytest

from clv.reporting.catalogue import read_catalogue
from clv.reporting.pages.header import FILES
from clv.reporting.project import Project
from clv.reporting.running.figures import tables_of, unknown_figures
from clv.reporting.running.keys import file_digest
from clv.reporting.running.verify import verify
from clv.reporting.words.common.estimates import about
from clv.transactions import read_transactions
from tests.conftest import REPORTS
from tests.reporting.running.stub import files

ROOT = Path(__file__).parents[3]
SHOP = ROOT / "data" / "samples" / "shop.csv"
CATALOGUE = read_catalogue(Project(ROOT))
each_report = pytest.mark.parametrize("name", sorted(CATALOGUE))


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
    whole = tables_of(page).items()
    frames = {name: pd.DataFrame(rows[1:], columns=rows[0]) for name, rows in whole}
    return {name: frame.set_index(frame.columns[0]) for name, frame in frames.items()}


def says(shown: str, value: float) -> bool:
    """Whether a number on the page is that value, rounded as far as it is written."""
    plain = shown.replace(",", "")
    return plain == f"{value:.{len(plain.partition('.')[2])}f}"


@each_report
def test_a_run_leaves_what_it_promises_and_nothing_else(
    reports: dict[str, Path], name: str
) -> None:
    place, report = reports[name], CATALOGUE[name]
    outputs = {FILES[output] for output in report.outputs}
    always = {"report.html", "results.json", "manifest.json", "notebooks"}
    assert {path.name for path in place.iterdir()} == always | outputs
    stems = {f"{Path(notebook).name}.ipynb" for notebook in report.notebooks}
    assert {path.name for path in (place / "notebooks").iterdir()} == stems
    assert not (place.parent / ".scratch").exists()
    assert not (place.parent / ".failed").exists()


def test_a_line_printed_for_each_is_the_folder_of_the_report(reports: dict[str, Path]) -> None:
    (output,) = {place.parents[1] for place in reports.values()}
    assert (output / "stdout").read_text().splitlines() == [str(reports[n]) for n in REPORTS]


def test_the_list_of_reports_leads_to_every_page(reports: dict[str, Path]) -> None:
    (output,) = {place.parents[1] for place in reports.values()}
    index = (output / "index.html").read_text(encoding="utf-8")
    found = {(output / link).resolve() for link in re.findall(r'href="([^"]*report\.html)"', index)}
    assert found == {(place / "report.html").resolve() for place in reports.values()}


def test_tiles_on_the_page_are_those_of_the_results(page: str, results: dict[str, Any]) -> None:
    shown = re.findall(
        r'<span class="label">(.*?)</span><strong>(.*?)</strong><span class="note">(.*?)</span>',
        page,
    )
    tiles = results["headline"]["tiles"]
    assert shown == [(tile["label"], tile["value"], tile["note"]) for tile in tiles]


@each_report
def test_the_verdict_of_the_results_stands_on_the_page(reports: dict[str, Path], name: str) -> None:
    page = unescape((reports[name] / "report.html").read_text(encoding="utf-8"))
    found = json.loads((reports[name] / "results.json").read_text(encoding="utf-8"))
    assert found["headline"]["verdict"]
    assert found["headline"]["verdict"] in page


@each_report
def test_a_verdict_on_the_page_is_as_clear_as_that_of_the_results(
    reports: dict[str, Path], name: str
) -> None:
    page = (reports[name] / "report.html").read_text(encoding="utf-8")
    found = json.loads((reports[name] / "results.json").read_text(encoding="utf-8"))
    clear = found.get("verdict", found["headline"])["clear"]
    told = [] if name == "value_forecast" else ["verdict" if clear else "verdict unclear"]
    assert re.findall(r'<p class="(verdict[ a-z]*)">', page) == told


def test_headline_figures_are_those_of_the_analysis(results: dict[str, Any]) -> None:
    told = {tile["label"]: tile for tile in results["headline"]["tiles"]}
    ahead, audit = results["forecast"]["at_as_of"], results["audit"]
    assert told["customers"]["value"] == f"{results['customers']['count']:,}"
    assert f"{audit['rows_used']:,} of {audit['rows_in']:,} rows" in told["customers"]["note"]
    money = told["money expected in 26 weeks"]
    assert money["number"] == ahead["spend"]["mean"]
    assert money["value"] == about(money["number"])


@each_report
def test_every_number_in_a_table_of_the_page_stands_in_the_results(
    reports: dict[str, Path], name: str
) -> None:
    page = unescape((reports[name] / "report.html").read_text(encoding="utf-8"))
    assert len(tables(page)) > 3
    assert unknown_figures(page, json.loads((reports[name] / "results.json").read_text())) == set()


@each_report
def test_no_customer_is_named_on_a_page_in_its_mail_or_in_the_results(
    reports: dict[str, Path], name: str
) -> None:
    ids = pd.read_parquet(reports[name] / "customers.parquet", columns=[]).index
    page = (reports[name] / "report.html").read_text(encoding="utf-8")
    said = re.findall(r'(?:alt|aria-label|title)="([^"]*)"', page)
    mail = message_from_bytes((reports[name] / "mail.eml").read_bytes(), policy=SMTP)
    bodies = [p.get_content() for p in mail.walk() if p.get_content_maintype() == "text"]
    results = (reports[name] / "results.json").read_text(encoding="utf-8").replace('"', " ")
    longer = [each for each in ids if len(each) > 4]
    assert len(longer) > 100
    shown = re.sub(r"<style.*?</style>|<[^>]*>", " ", " ".join([page, *said, *bodies, results]))
    assert set(longer) & set(re.findall(r"[^\s,;:()<>]+", shown)) == set()


@each_report
def test_a_published_run_is_whole(reports: dict[str, Path], name: str) -> None:
    assert verify(reports[name]) == []


def settle(place: Path, file: str, sha: str) -> None:
    """Let the manifest of a copy know the digest of a file."""
    manifest = json.loads((place / "manifest.json").read_text(encoding="utf-8"))
    manifest["files"][file] = sha
    (place / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


def without_a_figure(page: str, results: str) -> str:
    """The results without one of the numbers that a table of the page shows."""
    rows = [row for table in tables_of(page).values() for row in table[1:]]
    for cell in {c for row in rows for c in row[1:] if re.fullmatch(r"\d[\d,]*\.\d+", c)}:
        spoilt = re.sub(rf"(?<![\d.]){re.escape(cell.replace(',', ''))}", "987654321", results)
        if spoilt != results and unknown_figures(page, json.loads(spoilt)):
            return spoilt
    raise AssertionError


@each_report
def test_whatever_is_changed_in_a_published_run_is_found(
    reports: dict[str, Path], name: str, tmp_path: Path
) -> None:
    place = copytree(reports[name].resolve(), tmp_path / "copy")
    for path in [path for path in place.rglob("*") if path.is_file()]:
        whole = path.read_bytes()
        path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
        assert verify(place) != [], path.name
        path.unlink()
        assert verify(place) != [], path.name
        path.write_bytes(whole)
    (place / "notebooks" / "more.ipynb").write_text("{}")
    assert verify(place) == ["notebooks/more.ipynb is not in the manifest"]
    (place / "notebooks" / "more.ipynb").unlink()
    assert verify(place) == []


@each_report
def test_what_is_changed_and_its_digest_with_it_is_found(
    reports: dict[str, Path], name: str, tmp_path: Path
) -> None:
    place = copytree(reports[name].resolve(), tmp_path / "copy")
    page = (place / "report.html").read_text(encoding="utf-8")
    results = (place / "results.json").read_text(encoding="utf-8")
    spoilt = without_a_figure(page, results)
    (place / "results.json").write_text(spoilt, encoding="utf-8")
    settle(place, "results.json", file_digest(place / "results.json"))
    assert any("do not stand in results.json" in line for line in verify(place))
    (place / "results.json").write_text(results, encoding="utf-8")
    settle(place, "results.json", file_digest(place / "results.json"))
    assert verify(place) == []
    (place / "report.html").write_text(page.replace("</body>", "<script>1</script></body>"))
    settle(place, "report.html", file_digest(place / "report.html"))
    assert any("'<script'" in line for line in verify(place))


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
    assert set(manifest["files"]) == set(files(published)) - {"manifest.json"}
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
