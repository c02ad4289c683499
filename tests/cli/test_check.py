"""The command shows every row accounted for, or ends in one sentence; a program reads the same."""

import json
import math
import os
import subprocess
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from clv.cli import main
from clv.transactions import Cleaning, DatabaseQuery, read_transactions, save_log
from clv.transactions.cleaning import RULES, SWITCHES
from tests.conftest import CLV
from tests.transactions.faults import files, identities, money, times
from tests.transactions.faults.case import AS_OF, HEADER, SHOP, Case, text

FOUND = Path(__file__).parents[2] / "data" / "samples" / "shop.csv"
MAP = "--map=customer_id=client,date=bought_on,amount=total,order_id=order_no"
KEYS = {
    "source", "as_of", "first_day", "last_day", "rows_in", "rows_used", "customers",
    "purchase_days", "amount", "rows_per_customer", "set_aside_share", "weekly_rows",
    "monthly_rows", "digest", "has_amounts", "columns", "set_aside", "repaired", "amounts",
    "zero_amount_rows", "return_rows", "merged_same_day_rows", "first_day_extra_rows", "samples",
    "warnings",
}  # fmt: skip


def check(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["check", *map(str, arguments)])


def account(*arguments: object) -> dict[str, Any]:
    done = check(*arguments, "--json")
    assert done.exit_code == 0, done.stderr
    assert done.stderr == ""

    def refuse(word: str) -> object:
        raise AssertionError(f"{word} is no JSON")

    found: dict[str, Any] = json.loads(done.stdout, parse_constant=refuse)
    return found


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    path: Path = text(SHOP)(tmp_path).source
    return path


def columns_wide(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


# ------------------------------------------------------------------------------- text


def test_the_table_fits_a_terminal_and_every_row_is_in_it() -> None:
    done = check(FOUND, MAP, "--as-of=2024-07-01")
    assert (done.exit_code, done.stderr) == (0, "")
    title, speaks, _, *table = done.stdout.splitlines()
    assert title == "shop.csv"
    assert speaks.startswith("150 customers, 2022-07-02 to 2024-06-30, as of 2024-07-01, read in ")
    table = table[: table.index("")]
    assert max(map(columns_wide, table)) <= 79
    rows = {line[:50].strip(): int(line.split("  ")[-3]) for line in table if "%" in line and
            "rows" in line[:12]}  # fmt: skip
    assert rows == {"rows read": 626, "rows used": 613}


def test_the_account_of_the_text_is_that_of_the_api() -> None:
    done = check(FOUND, MAP, "--as-of=2024-07-01")
    names = dict(pair.split("=") for pair in MAP.removeprefix("--map=").split(","))
    audit = read_transactions(FOUND, columns=names, as_of="2024-07-01").audit
    notices = done.stdout.split("\n\n")[2].splitlines()
    assert notices == [str(notice) for notice in audit.notices]
    for reason, n in audit.set_aside.items():
        meaning = next(rule.meaning for rule in RULES if rule.name == reason)
        assert (f"set aside: {meaning}"[:40] in done.stdout) == (n > 0)


def test_a_log_without_amounts_shows_none(tmp_path: Path) -> None:
    log = text([row[:2] for row in SHOP], HEADER[:2], paid=0)(tmp_path).source
    done = check(log, f"--as-of={AS_OF}")
    assert "amount" not in done.stdout
    assert account(log, f"--as-of={AS_OF}")["has_amounts"] is False


def test_a_large_log_keeps_its_columns_apart(tmp_path: Path) -> None:
    rows = [(c, d, f"{float(paid) * 1e12:.2f}") for c, d, paid in SHOP]
    done = check(text(rows)(tmp_path).source, f"--as-of={AS_OF}")
    line = next(line for line in done.stdout.splitlines() if line.startswith("rows used"))
    assert line.split() == ["rows", "used", "60", "100.0%", "504,000,000,000,000.00"]
    assert columns_wide(line) == 79


def test_a_name_that_a_terminal_would_obey_is_shown_harmless(tmp_path: Path) -> None:
    name = "客户\x1b[2J\n日志.csv"
    done = check(text(SHOP, name=name)(tmp_path).source, f"--as-of={AS_OF}")
    assert done.stdout.startswith("客户\\u001b[2J\\u000a日志.csv\n20 customers")


@pytest.mark.parametrize("more", [(), ("--json",)])
def test_a_terminal_of_another_encoding_shows_what_it_can(
    tmp_path: Path, more: tuple[str, ...]
) -> None:
    log = text(SHOP, name="客户😀.csv")(tmp_path).source
    done = subprocess.run(
        [*CLV, "check", str(log), f"--as-of={AS_OF}", *more],
        capture_output=True, check=False, env={**os.environ, "PYTHONIOENCODING": "gbk"},
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, b"")
    shown = "客户\\U0001f600.csv" if not more else "\\u5ba2\\u6237\\ud83d\\ude00.csv"
    assert shown.encode("gbk") in done.stdout


def test_a_reader_that_goes_away_is_no_fault_of_the_log(shop: Path) -> None:
    command = [*CLV, "check", str(shop), f"--as-of={AS_OF}"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout
        assert running.stderr
        running.stdout.close()
        assert b"Traceback" not in running.stderr.read()


# -------------------------------------------------------------------------------- JSON


def test_the_json_is_the_whole_account(shop: Path) -> None:
    found = account(shop, f"--as-of={AS_OF}")
    assert found.keys() == KEYS
    assert set(found["set_aside"]) == {rule.name for rule in RULES}
    assert (found["rows_in"], found["rows_used"], found["customers"]) == (60, 60, 20)
    assert found["amounts"]["in"] == found["amounts"]["used"] == 504
    assert (found["source"], found["warnings"]) == ("log.csv", [])
    assert account(shop, f"--as-of={AS_OF}") == found


def test_an_error_is_json_on_stdout_and_a_sentence_on_stderr(shop: Path) -> None:
    done = check(shop, "--as-of=2020-01-01", "--json")
    assert done.exit_code == 3
    error = json.loads(done.stdout)["error"]
    assert error.keys() == {"code", "found", "remedy", "samples"}
    assert done.stderr.startswith("clv: E_AS_OF: ")
    assert done.stderr.count("\n") == 1


def test_an_option_that_cannot_be_read_is_json_as_well(shop: Path) -> None:
    done = check(shop, "--map=customer", "--json")
    assert (done.exit_code, json.loads(done.stdout)["error"]["code"]) == (3, "E_MAP")


def test_an_address_with_a_password_is_not_in_the_json() -> None:
    done = check("mysql://me:secret@host/shop", "--json")
    assert json.loads(done.stdout)["error"]["code"] == "E_SECRET"
    assert "secret" not in done.output


# ----------------------------------------------------------------------- the end of time


def test_a_data_set_brings_its_own_end() -> None:
    found = account("cdnow_sample")
    assert (found["as_of"], found["customers"]) == ("1998-07-01", 2357)
    assert "W_AS_OF_ASSUMED" not in {warning["code"] for warning in found["warnings"]}


def test_an_end_that_nobody_declares_is_assumed_and_said(shop: Path) -> None:
    found = account(shop)
    assert found["as_of"] == AS_OF
    assert [warning["code"] for warning in found["warnings"]] == ["W_AS_OF_ASSUMED"]
    assert found["set_aside"] == account(shop, f"--as-of={AS_OF}")["set_aside"]


@pytest.mark.parametrize("day", ["2034-05-05", "2124-01-05", "9999-12-30"])
def test_an_end_that_is_far_from_all_rows_has_to_be_declared(tmp_path: Path, day: str) -> None:
    log = text([*SHOP, ("c00", day, "5")])(tmp_path).source
    done = check(log)
    assert (done.exit_code, done.stdout) == (3, "")
    assert "E_AS_OF" in done.stderr
    assert "--as-of" in done.stderr
    assert check(log, f"--as-of={AS_OF}").exit_code == 0


def test_a_saved_log_brings_its_own_end(shop: Path, tmp_path: Path) -> None:
    save_log(read_transactions(shop, as_of=AS_OF), tmp_path / "saved")
    found = account(tmp_path / "saved")
    assert found["as_of"] == AS_OF
    assert "W_AS_OF_ASSUMED" not in {warning["code"] for warning in found["warnings"]}


# ------------------------------------------------------------------------- the last run


def test_a_check_is_compared_with_an_earlier_one(shop: Path, tmp_path: Path) -> None:
    earlier = tmp_path / "earlier.json"
    earlier.write_text(check(shop, f"--as-of={AS_OF}", "--json").stdout)
    same = account(shop, f"--as-of={AS_OF}", f"--previous={earlier}")
    assert same["warnings"] == []
    later = account(shop, "--as-of=2024-03-05", f"--previous={earlier}")
    assert "W_NOTHING_NEW" in {warning["code"] for warning in later["warnings"]}


@pytest.mark.parametrize(
    "content", ["", "{}", "[]", "null", '{"error": {"code": "E_FILE"}}', "[" * 100_000, None]
)
def test_what_is_no_earlier_check_is_one_sentence(
    shop: Path, tmp_path: Path, content: str | None
) -> None:
    earlier = tmp_path / "earlier.json"
    if content is not None:
        earlier.write_text(content)
    done = check(shop, f"--as-of={AS_OF}", f"--previous={earlier}")
    assert done.exit_code == 3, done.exception
    assert done.stderr.startswith("clv: E_PREVIOUS: ")


# -------------------------------------------------------------------- every way of reading


def source_said(source: Any, folder: Path) -> list[str]:
    """Name a log as a command line does; tables in memory become Parquet files."""
    if isinstance(source, DatabaseQuery):
        asked = {"sql": source.sql, "table": source.table}
        return [str(source.database), *(f"--{n}={v}" for n, v in asked.items() if v is not None)]
    if isinstance(source, pd.DataFrame):
        source.to_parquet(folder / "log.parquet")
    elif isinstance(source, pa.Table):
        pq.write_table(source, folder / "log.parquet")
    else:
        return [str(source)]
    return [str(folder / "log.parquet")]


def options_said(options: Mapping[str, Any], folder: Path) -> Iterator[str]:
    yield f"--as-of={options.get('as_of', AS_OF)}"
    for name, value in options.items():
        if name == "columns":
            yield "--map=" + ",".join(f'{ours}="{theirs}"' for ours, theirs in value.items())
        elif name == "cleaning":
            yield from switches_said(value)
        elif name == "rates":
            lines = {"to": value.to, "as_of": str(value.as_of), **value.per_unit}
            (folder / "rates.yml").write_text("".join(f"{k}: {v}\n" for k, v in lines.items()))
            yield f"--rates={folder / 'rates.yml'}"
        elif name != "as_of":
            yield f"--{name.replace('_', '-')}={value}"


def switches_said(cleaning: Cleaning) -> Iterator[str]:
    for switch in SWITCHES:
        yield f"--clean={switch}={getattr(cleaning, switch)}"
    yield from (f"--test-id={name}" for name in cleaning.test_ids)
    if cleaning.start:
        yield f"--start={cleaning.start}"


def one_of_each() -> list[Case]:
    """One case of each fault, end and set of options; positions for names are for Python only."""
    cases = [case for part in (identities, money, times, files) for case in part.CASES]
    chosen = {(case.code, case.error, tuple(sorted(case.options))): case for case in cases}
    return [case for case in chosen.values() if case.options.get("columns") != files.POSITIONS]


def name(case: Case) -> str:
    return f"{case.code} {case.meaning}"


@pytest.mark.parametrize("case", one_of_each(), ids=name)
def test_a_fault_ends_on_the_command_line_as_it_does_in_python(case: Case, tmp_path: Path) -> None:
    given = case.build(tmp_path)
    said = [*source_said(given.source, tmp_path), *options_said(case.options, tmp_path)]
    if case.error:
        done = check(*said)
        assert (done.exit_code, done.stdout) == (3, ""), done.exception
        assert done.stderr.startswith(f"clv: {case.error}: ")
        assert done.stderr.count("\n") == 1
        return
    found = account(*said)
    assert {reason: n for reason, n in found["set_aside"].items() if n} == case.aside
    assert found["repaired"] == case.repaired
    assert {warning["code"] for warning in found["warnings"]} == case.notices
    assert found["rows_in"] == given.rows
    assert found["rows_used"] + sum(found["set_aside"].values()) == given.rows
    paid = found["amounts"]
    assert math.isclose(paid["in"], given.money, rel_tol=1e-12)
    assert math.isclose(paid["used"] + math.fsum(paid["set_aside"].values()), paid["in"])


# ----------------------------------------------------------------- what hides in the options


def test_customers_to_leave_out_may_stand_in_a_file(tmp_path: Path) -> None:
    log = text([*SHOP, ("boss", "2024-01-05", "5"), ("007", "2024-01-06", "5")])(tmp_path).source
    (tmp_path / "staff.txt").write_text("\ufeffboss\r\n\n  007 \n", encoding="utf-8")
    found = account(log, f"--as-of={AS_OF}", f"--test-ids={tmp_path / 'staff.txt'}")
    assert found["set_aside"]["test_account"] == 2
    several = account(log, f"--as-of={AS_OF}", "--test-id=boss", "--clean=test_ids=007,x")
    assert several["set_aside"]["test_account"] == 2


def test_a_query_may_be_called_sql_or_query(tmp_path: Path) -> None:
    query = files.database(sql="SELECT * FROM orders")(tmp_path).source
    for option in ("--sql", "--query"):
        assert account(query.database, option, query.sql, f"--as-of={AS_OF}")["rows_in"] == 60


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("nowhere.csv",), "E_FILE", "nowhere.csv"),
        (("",), "E_FILE", ""),
        (("a\nb\0.csv",), "E_FILE", "b"),
        (("\udcff.csv",), "E_FILE", ""),
        (("a" * 5000,), "E_FILE", "aaa"),
        (("env:NO_SUCH_VARIABLE", "--table=x"), "E_DATABASE", "not set"),
        (("env:SHOP",), "E_QUERY", "--table"),
        (("postgresql://me:secret@host/shop",), "E_SECRET", "env:NAME"),
        (("postgresql://me:secret@host/shop", "--table=x"), "E_SECRET", "env:NAME"),
        (("postgresql+psycopg2://me:secret@host/shop",), "E_SECRET", "env:NAME"),
        (("nowhere.csv", "--clean=returns"), "E_CLEANING", "net, drop"),
        (("nowhere.csv", "--clean=return=drop"), "E_CLEANING", "'return'"),
        (("nowhere.csv", "--clean=start=soon"), "E_DAY", "YYYY-MM-DD"),
        (("nowhere.csv", "--test-ids=nowhere.txt"), "E_FILE", "nowhere.txt"),
        (("nowhere.csv", "--rates=nowhere.yml"), "E_RATES", "nowhere.yml"),
        (("nowhere.csv", "--as-of=soon"), "E_DAY", "YYYY-MM-DD"),
    ],
)
def test_what_cannot_be_meant_is_one_sentence(
    arguments: tuple[str, ...], code: str, words: str
) -> None:
    done = check(*arguments)
    assert (done.exit_code, done.stdout) == (3, ""), done.exception
    assert done.stderr.startswith(f"clv: {code}: ")
    assert done.stderr.count("\n") == 1
    assert words in done.stderr
    assert "secret" not in done.stderr


@pytest.mark.parametrize(
    "arguments", [(), ("x", "--bogus"), ("x", "--threads=many"), ("x", "--threads=0"), ("x", "y")]
)
def test_what_the_command_does_not_know_is_one_sentence(arguments: tuple[str, ...]) -> None:
    done = check(*arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith("clv: ")
    assert done.stderr.endswith("; main check --help lists what there is\n")
