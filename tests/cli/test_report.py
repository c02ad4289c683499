"""The command ends every fault of a user in one sentence and leaves what was there alone."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from clv import __version__
from clv.cli import main
from clv.reporting.publishing import read_journal
from clv.reporting.publishing.place import locked

ROOT = Path(__file__).parents[2]
SHOP = ROOT / "data" / "samples" / "shop.csv"
HEAD = "order_no,bought_on,client,total,channel\n"
SAID = {
    "transactions": str(SHOP),
    "map": "customer_id=client,date=bought_on,amount=total",
    "as-of": "2024-07-01",
    "horizon": "26w",
}


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """Folder of all reports, with one that was published earlier."""
    place = tmp_path / "reports" / "customer_base" / "2024-07-01"
    place.mkdir(parents=True)
    (place / "report.html").write_text("the last good report")
    return tmp_path / "reports"


@pytest.fixture
def report(output: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Call ``clv report customer_base`` on the shop's log; None leaves an option out."""
    monkeypatch.chdir(ROOT)

    def run(*more: str, name: str = "customer_base", **said: str | None) -> Result:
        settled = SAID | {key.replace("_", "-"): value for key, value in said.items()}
        options = [f"--{key}={value}" for key, value in settled.items() if value is not None]
        return CliRunner().invoke(main, ["report", name, *options, f"--output={output}", *more])

    return run


def log(tmp_path: Path, text: str) -> str:
    path = tmp_path / "log.csv"
    path.write_text(text, encoding="utf-8")
    return str(path)


def assert_one_sentence(done: Result, code: str, *words: str) -> None:
    assert done.exit_code == 3, done.exception
    assert done.stdout == ""
    assert done.stderr.startswith(f"clv: {code}: ")
    assert done.stderr.count("\n") == 1
    assert "; " in done.stderr  # what was found; what to do
    for word in words:
        assert word in done.stderr


def everything(folder: Path) -> dict[str, bytes | None]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None
        for path in folder.rglob("*")
    }


def assert_told_once(
    done: Result, output: Path, before: dict[str, bytes | None], code: str, as_of: str
) -> None:
    """What was there is as it was; the journal and the list of all reports tell of the failure."""
    after = everything(output)
    assert {name: after[name] for name in before} == before
    new = {"index.html", "customer_base/.journal.jsonl", "customer_base/.lock"}
    assert after.keys() - before.keys() == new
    (line,) = read_journal(output / "customer_base")
    assert (line["status"], line["code"], line["as_of"]) == ("failed", code, as_of)
    assert done.stderr == f"clv: {code}: {' '.join(line['sentence'].split())}\n"
    index = (output / "index.html").read_text(encoding="utf-8")
    assert f"<strong>The run for {as_of} failed</strong></p><p>{code}: " in index


# ------------------------------------------------------------------------------ logs


def rows(dates: list[str]) -> str:
    return HEAD + "".join(f"B{i},{day},{i % 7:05},{i}.50,web\n" for i, day in enumerate(dates))


DAY_OR_MONTH = [f"{1 + i % 12:02}/{1 + i * 5 % 12:02}/2023" for i in range(40)]
WHOLE = SHOP.read_text(encoding="utf-8")
SPREADSHEET = [str(45000 + i) for i in range(40)]


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("", "E_EMPTY", "export it again"),
        ("\n\n", "E_EMPTY", "blank lines"),
        (HEAD, "E_EMPTY", "no rows"),
        (rows(["2023-01-05", "2023-02-31", "2023-03-01"]), "E_DATE", "'2023-02-31'"),
        (rows(["2023-01-05", "soon", "2023-03-01"]), "E_DATE", "'soon'"),
        (rows(["2023-01-05", '"so\non"', "2023-03-01"]), "E_DATE", "for example"),
        (rows(DAY_OR_MONTH), "E_DATE_AMBIGUOUS", "'%d/%m/%Y' or '%m/%d/%Y'"),
        (rows(SPREADSHEET), "E_DATE_NUMERIC", "2023-03-15"),
        (WHOLE.replace(",67.88,", ",many,"), "E_AMOUNT", "'many'"),
        (WHOLE + WHOLE.removeprefix(HEAD), "E_DUPLICATE_ROWS", "loaded twice"),
        (WHOLE.replace("B1004,", "B1004,x,"), "E_RAGGED", "5 fields"),
        ("x" * 200, "E_DELIMITER", "one column"),
    ],
    ids=["empty", "blank lines", "header only", "a day that is none", "a word for a day",
         "a day over two lines", "day or month first", "days of a spreadsheet", "a word for a sum",
         "everything twice", "a field too many", "no table at all"],
)  # fmt: skip
def test_a_log_that_cannot_be_used_is_one_sentence(
    report: Callable[..., Result], tmp_path: Path, output: Path, text: str, code: str, words: str
) -> None:
    before = everything(output)
    done = report(transactions=log(tmp_path, text))
    assert_one_sentence(done, code, words)
    assert_told_once(done, output, before, code, SAID["as-of"])


@pytest.mark.parametrize(
    ("said", "code", "words"),
    [
        ({"transactions": "nowhere.csv"}, "E_FILE", "nowhere.csv"),
        ({"transactions": str(ROOT / "docs")}, "E_FILE", "no Parquet file"),
        ({"transactions": "a" * 500}, "E_FILE", "aaa"),
        ({"map": None}, "E_COLUMN_MISSING", "'client'"),
        ({"map": "customer_id=klient,date=bought_on"}, "E_COLUMN_MISSING", "'client'"),
        ({"map": "customer_id=client,day=bought_on"}, "E_COLUMN_UNKNOWN", "'day'"),
        ({"delimiter": ";"}, "E_DELIMITER", "','"),
        ({"delimiter": ""}, "E_DELIMITER", "one character"),
        ({"encoding": "utf-16"}, "E_ENCODING", "utf-8"),
        ({"encoding": "klingon"}, "E_ENCODING", "klingon"),
        ({"date_format": "%d/%m/%Y"}, "E_DATE", "'2022-07-02'"),
        ({"date_format": "%Q"}, "E_DATE_FORMAT", "'%Q'"),
        ({"decimal": "x"}, "E_AMOUNT_FORMAT", "'x'"),
        ({"time_zone": "Mars/Olympus"}, "E_TIME_ZONE", "'Mars/Olympus'"),
        ({"table": "orders"}, "E_DATABASE", "shop.csv"),
        ({"transactions": "env:NO_SUCH_VARIABLE", "table": "orders"}, "E_SECRET", "not set"),
        ({"memory_limit": "plenty"}, "E_MEMORY_LIMIT", "'plenty'"),
        ({"as_of": "2020-01-01"}, "E_AS_OF", "before the data starts"),
        ({"as_of": "0001-01-01"}, "E_AS_OF", "before the data starts"),
        ({"as_of": "2022-09-01"}, "E_CUT", "shorter horizon"),
        ({"horizon": "120w"}, "E_CUT", "starts on 2022-07-02"),
        ({"horizon": "1200m"}, "E_CUT", "starts on 2022-07-02"),
    ],
    ids=lambda value: str(value)[:40] if isinstance(value, dict) else "",
)
def test_a_log_that_cannot_be_used_as_it_is_told_is_one_sentence(
    report: Callable[..., Result], output: Path, said: dict[str, str], code: str, words: str
) -> None:
    before = everything(output)
    done = report(**said)
    assert_one_sentence(done, code, words)
    assert_told_once(done, output, before, code, said.get("as_of", SAID["as-of"]))


@pytest.mark.parametrize(
    ("said", "code", "words"),
    [
        ({"transactions": "a\nb.csv"}, "E_PARAMETER", "no text of one line"),
        ({"transactions": "a" * 5000}, "E_PARAMETER", "at most 4096 characters"),
        ({"map": "customer_id"}, "E_MAP", "customer_id=client"),
        ({"clean": "returns"}, "E_CLEANING", "net, drop"),
        ({"clean": "outlier=drop"}, "E_CLEANING", "'outlier'"),
        ({"start": "soon"}, "E_DAY", "YYYY-MM-DD"),
        ({"rates": "nowhere.yml"}, "E_RATES", "nowhere.yml"),
        ({"test_ids": "nowhere.txt"}, "E_FILE", "nowhere.txt"),
        ({"transactions": "env:SHOP"}, "E_QUERY", "--table"),
        ({"transactions": "postgresql://me:secret@host/shop"}, "E_SECRET", "env:NAME"),
        ({"as_of": None}, "E_PARAMETER", "add --as-of"),
        ({"horizon": None}, "E_PARAMETER", "add --horizon"),
        ({"as_of": "01.07.2024"}, "E_DAY", "YYYY-MM-DD"),
        ({"as_of": "2024-02-30"}, "E_DAY", "YYYY-MM-DD"),
        ({"horizon": "soon"}, "E_DURATION", "39w"),
        ({"horizon": "0w"}, "E_DURATION", "39w"),
        ({"name": "costumer_base"}, "E_REPORT", "there is customer_base"),
    ],
    ids=lambda value: str(value)[:40] if isinstance(value, dict) else "",
)
def test_an_option_that_cannot_be_used_is_one_sentence_and_no_run(
    report: Callable[..., Result], output: Path, said: dict[str, str], code: str, words: str
) -> None:
    before = everything(output)
    assert_one_sentence(report(**said), code, words)
    assert everything(output) == before


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ("hourz=1", "it takes transactions, as_of"),
        ("store=elsewhere", "store"),
        ("x = 1; import os=1", "it takes transactions, as_of"),
        ("ho\nurz=1", "it takes transactions, as_of"),
        ("hours", "NAME=VALUE"),
        ("hours=", "NAME=VALUE"),
        ("=1", "NAME=VALUE"),
        ("hours=many", "hours a month"),
        ("hours=ma\nny", "hours a month"),
        ("hours=-1", "is not a number from"),
        ("hours=nan", "a number"),
        ("draws=1.5", "a whole number"),
        ("draws=99", "from 200 to 100000"),
        ("seed=-1", "is not a whole number from"),
    ],
)
def test_a_setting_that_cannot_be_used_is_one_sentence(
    report: Callable[..., Result], output: Path, setting: str, words: str
) -> None:
    before = everything(output)
    assert_one_sentence(report(f"--set={setting}"), "E_PARAMETER", words)
    assert everything(output) == before


def test_a_value_of_any_length_is_shown_short(report: Callable[..., Result]) -> None:
    done = report(f"--set=seed={'9' * 5000}")
    assert_one_sentence(done, "E_PARAMETER", "seed")
    assert len(done.stderr) < 400


def test_a_browser_that_is_not_there_is_told_before_the_log_is_read(
    report: Callable[..., Result], output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = everything(output)
    monkeypatch.setattr("clv.reporting.pages.pdf.shutil.which", lambda _: None)
    done = report("--pdf")
    assert_one_sentence(done, "E_CHROMIUM", "apt-get install chromium")
    assert_told_once(done, output, before, "E_CHROMIUM", SAID["as-of"])


def test_an_output_that_is_a_file_is_one_sentence(
    report: Callable[..., Result], tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("mine")
    done = report(f"--output={tmp_path / 'file'}")
    assert_one_sentence(done, "E_OUTPUT", "choose another --output")
    assert (tmp_path / "file").read_text() == "mine"


def test_a_run_beside_another_one_says_so_and_asks_to_come_again(
    report: Callable[..., Result], output: Path
) -> None:
    with locked(output / "customer_base"):
        before = everything(output)
        done = report()
        assert everything(output) == before
    assert (done.exit_code, done.stdout) == (75, "")
    assert done.stderr.startswith("clv: E_RUNNING: another run of customer_base is under way")
    assert done.stderr.endswith("; wait for it to end\n")
    assert done.stderr.count("\n") == 1


def test_an_interrupt_is_one_sentence(
    report: Callable[..., Result], output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> Path:
        raise KeyboardInterrupt

    monkeypatch.setattr("clv.cli.making.run_report", interrupted)
    before = everything(output)
    done = report()
    assert (done.exit_code, done.stdout) == (130, "")
    assert done.stderr == "clv: stopped; what was published before stays as it was\n"
    assert everything(output) == before


@pytest.mark.parametrize(
    "text",
    ["", "reports:", "reports: {x: 1}", "reports: [1", "- 1", "reports: &a {x: *a}"],
    ids=["empty", "nothing", "a number", "no YAML", "a list", "an alias"],
)
def test_a_catalogue_that_cannot_be_used_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    for folder in ("notebooks", "reports"):
        (tmp_path / folder).mkdir()
    (tmp_path / "reports" / "catalogue.yml").write_text(text)
    monkeypatch.chdir(tmp_path)
    assert_one_sentence(CliRunner().invoke(main, ["list"]), "E_CATALOGUE", "mend the entry")


# ------------------------------------------------------------------------ what it tells


def test_the_list_names_every_report(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    done = CliRunner().invoke(main, ["list"])
    assert (done.exit_code, done.stderr) == (0, "")
    assert "customer_base: What the customers are worth (客户价值报告)\n" in done.stdout


@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help_names_the_commands(option: str) -> None:
    done = CliRunner().invoke(main, [option])
    assert (done.exit_code, done.stderr) == (0, "")
    for words in (
        "check     Show what reading makes of LOG.",
        "report    Make the report NAME and publish it.",
        "list      List the reports.",
        "run-due   Make every report that is due and not done.",
    ):
        assert words in done.stdout


def test_help_of_a_report_names_every_way_of_reading() -> None:
    told = CliRunner().invoke(main, ["report", "--help"]).stdout
    for option in (
        "as-of", "horizon", "transactions", "map", "date-format", "time-zone", "delimiter",
        "encoding", "decimal", "thousands", "sheet", "table", "sql", "rates", "clean", "test-id",
        "test-ids", "start", "memory-limit", "threads", "set", "output", "language", "pdf",
        "accept-alarms",
    ):  # fmt: skip
        assert f"--{option}" in told


def test_version_is_that_of_the_package() -> None:
    done = CliRunner().invoke(main, ["--version"], prog_name="clv")
    assert (done.exit_code, done.stdout) == (0, f"clv, version {__version__}\n")
