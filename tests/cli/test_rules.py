"""The command lists the rules, shows one, explains a customer by it, and checks a file."""

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from clv.cli import main
from clv.customers import customer_facts
from clv.rules import SYSTEMS, ContributionStability
from clv.transactions import read_transactions, save_log

SHOP = Path(__file__).parents[2] / "data" / "samples" / "shop.csv"
MAP = "--map=customer_id=client,date=bought_on,amount=total,order_id=order_no"
AT = (f"--log={SHOP}", MAP, "--as-of=2024-07-01")
PACKAGED = (files("clv.rules") / "data" / "t01_contribution_stability.yml").read_text("utf-8")
COLUMNS = {"customer_id": "client", "date": "bought_on", "amount": "total", "order_id": "order_no"}


def rules(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["rules", *map(str, arguments)])


def said(*arguments: object) -> str:
    done = rules(*arguments)
    assert (done.exit_code, done.stderr) == (0, ""), done.stderr
    return done.stdout


def program(*arguments: object) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(said(*arguments, "--json"))
    return found


def refused(done: Result, code: str, *words: str) -> None:
    assert done.exit_code == 3, done.exception
    assert done.stderr.startswith(f"clv: {code}: ")
    assert done.stderr.count("\n") == 1
    assert "; " in done.stderr  # what was found; what to do
    for word in words:
        assert word in done.stderr


def own(tmp_path: Path, old: str = "", new: str = "") -> Path:
    assert old in PACKAGED
    path = tmp_path / "own.yml"
    path.write_text(PACKAGED.replace(old, new) if old else PACKAGED, "utf-8")
    return path


@pytest.fixture(scope="module")
def customer() -> str:
    """The first customer of the shop in EI: high contribution, and a stability that is known."""
    log = read_transactions(SHOP, columns=COLUMNS, as_of="2024-07-01")
    facts = customer_facts(log, "2024-07-01")
    labels = ContributionStability().fit(facts).assign(facts).labels
    return str(labels.index[labels.eq("EI")][0])


# ------------------------------------------------------------------------ list and show


def test_every_system_of_the_catalogue_has_a_line_with_title_and_question() -> None:
    lines = said().splitlines()
    assert [line.split(": ")[0] for line in lines] == list(SYSTEMS)
    for line, system in zip(lines, SYSTEMS.values(), strict=True):
        assert system().system.title.en in line
        assert system().system.question.en in line


def test_a_system_registered_later_is_listed_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(SYSTEMS, "T99", ContributionStability)
    assert len(said().splitlines()) == len(SYSTEMS)


def test_the_list_speaks_chinese() -> None:
    assert said("--language", "zh").startswith("T1: 现有客户：贡献度与稳定度")


def test_one_system_is_shown_with_cuts_cells_strategies_and_what_is_ours() -> None:
    shown = said("T1")
    assert shown.startswith("T1: Existing customers by contribution and stability (version 1)\n")
    for words in (
        "high: quantile 0.5, low: rest",
        "EII Drifting (contribution high; stability low)",
        "Turn around: Find out why they drift",
        "The names of EIII and EIV",
        "too_little_history: ",
    ):
        assert words in shown
    assert said("t1") == shown


def test_one_system_is_shown_in_chinese() -> None:
    shown = said("T1", "--language=zh")
    for words in ("现有客户", "扭转：先查清游离的原因", "EII 游离客户", "我们补充的内容"):
        assert words in shown


def test_a_program_gets_every_word_in_both_languages() -> None:
    found = program()
    assert [system["number"] for system in found["systems"]] == list(SYSTEMS)
    assert found["systems"][0] == (one := program("T1"))
    assert one["axes"][0]["levels"] == {"high": "quantile 0.5", "low": "rest"}
    assert one["cells"][1]["levels"] == {"contribution": ["high"], "stability": ["low"]}
    assert one["cells"][1]["strategy"]["title"] == {"en": "Turn around", "zh": "扭转"}
    assert len(one["ours"]) == 3
    assert set(one["missing"]) == {"no_purchase", "too_little_history", "unknown_field"}
    assert (one["settings"], one["reason"]) == ({}, None)


# ----------------------------------------------------------------------- one customer


def test_a_customer_is_explained_in_one_sentence(customer: str) -> None:
    sentence = said("T1", f"--customer={customer}", *AT)
    assert sentence.startswith(f"Customer {customer} is EI")
    assert sentence.count("\n") == 1
    assert "reaches the cut at" in sentence
    chinese = said("T1", f"--customer={customer}", "--language=zh", *AT)
    assert chinese.startswith(f"客户 {customer} 属于 EI")


def test_the_cdnow_log_is_the_one_without_another() -> None:
    assert said("T1", "--customer=00001").startswith("Customer 00001 is EIV (Not loyal)")


def test_a_program_gets_label_scores_cuts_and_reason(customer: str) -> None:
    found = program("T1", f"--customer={customer}", *AT)
    log = read_transactions(SHOP, columns=COLUMNS, as_of="2024-07-01")
    facts = customer_facts(log, "2024-07-01")
    placed = ContributionStability().fit(facts).assign(facts)
    assert found["customer"] == customer
    assert found["label"] == placed.labels[customer]
    assert found["scores"] == pytest.approx(placed.scores.loc[customer].to_dict())
    cut = placed.cuts["contribution"][0]
    assert found["cuts"]["contribution"] == [cut.to_dict()]
    assert found["sentence"]["zh"] == placed.explain(customer, "zh")
    assert found["reason"]["en"] in found["sentence"]["en"]
    assert (found["as_of"], found["number"], found["version"]) == ("2024-07-01", "T1", 1)


def test_a_log_is_read_to_its_last_day_and_that_is_said(customer: str, tmp_path: Path) -> None:
    done = rules("T1", f"--customer={customer}", f"--log={SHOP}", MAP)
    assert done.exit_code == 0
    assert done.stderr.startswith("W_AS_OF_ASSUMED: ")
    log = read_transactions(SHOP, columns=COLUMNS, as_of="2024-01-01")
    save_log(log, tmp_path / "saved")
    assert program("T1", f"--customer={customer}", f"--log={tmp_path / 'saved'}")["as_of"] == (
        "2024-01-01"
    )


# ------------------------------------------------------------------- a file of one's own


def test_a_file_of_ones_own_moves_the_cut(customer: str, tmp_path: Path) -> None:
    file = own(tmp_path, "levels: {high: quantile 0.5", "levels: {high: quantile 0.9")
    assert "high: quantile 0.9" in said("T1", f"--file={file}")
    theirs, ours = (
        program("T1", f"--customer={customer}", *AT, *more)["cuts"]["contribution"][0]["threshold"]
        for more in ((), (f"--file={file}",))
    )
    assert ours > theirs


def test_the_number_may_be_left_to_the_file(tmp_path: Path) -> None:
    assert said(f"--file={own(tmp_path)}") == said("T1")


def test_a_sound_file_is_said_to_be_sound(tmp_path: Path) -> None:
    file = own(tmp_path, "version: 1", "version: 4")
    assert said(f"--check={file}") == (
        "own.yml can be used as T1, version 4: 2 axes, 4 cells, 0 settings\n"
    )
    assert program(f"--check={file}")["version"] == 4


@pytest.mark.parametrize(
    ("old", "new", "code", "words"),
    [
        (
            "money\n    levels: {high: quantile 0.5",
            "money\n    levels: {high: quantile five",
            "E_SYSTEM",
            ("of own.yml", "quantile five"),
        ),
        ("id: T1", "id: T77", "E_NUMBER", ("'T77'", "T1")),
        ("  - key: stability", "  - key: steadiness", "E_SYSTEM", ("steadiness",)),
        ("question:", "questions:", "E_SYSTEM", ("of own.yml", "'questions' is not known")),
    ],
    ids=["no rule", "no such system", "another axis", "a mistyped key"],
)
@pytest.mark.parametrize("option", ["--check", "--file"])
def test_a_faulty_file_is_named_with_line_and_remedy(
    tmp_path: Path, option: str, old: str, new: str, code: str, words: tuple[str, ...]
) -> None:
    done = rules(f"{option}={(file := own(tmp_path, old, new))}")
    refused(done, code, *words)
    if words[0] == "of own.yml":
        lines = file.read_text("utf-8").splitlines()
        (line,) = (
            n for n, text in enumerate(lines, 1) if new.split("\n")[-1] in text and text[0] != "#"
        )
        assert f"line {line} of own.yml" in done.stderr


def test_a_file_for_another_system_is_refused(tmp_path: Path) -> None:
    refused(rules("T1", f"--file={own(tmp_path, 'id: T1', 'id: T2')}"), "E_SYSTEM", "T2", "T1")


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    for option in ("--file", "--check"):
        refused(rules(f"{option}={tmp_path / 'nowhere.yml'}"), "E_SYSTEM", "nowhere.yml")


# ---------------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("T0",), "E_NUMBER", "there is T1"),
        (("contribution",), "E_NUMBER", "there is T1"),
        (("T1", "--customer=nobody", *AT), "E_CUSTOMER", "'nobody'"),
        (("--customer=00001",), "E_NUMBER", "clv rules T1 --customer ID"),
        (("T1", f"--log={SHOP}"), "E_PARAMETER", "--customer"),
        (("T1", "--decimal=,"), "E_PARAMETER", "--customer"),
        (("T1", f"--check={SHOP}"), "E_PARAMETER", "--file"),
        (("T1", "--customer=1", "--log=nowhere.csv"), "E_FILE", "nowhere.csv"),
        (("T1", "--customer=1", f"--log={SHOP}", MAP, "--as-of=soon"), "E_DAY", "soon"),
    ],
)
def test_what_cannot_be_answered_is_one_sentence(
    arguments: tuple[str, ...], code: str, words: str
) -> None:
    done = rules(*arguments)
    refused(done, code, words)
    assert done.stdout == ""


def test_a_program_reads_why_there_is_no_answer() -> None:
    done = rules("T0", "--json")
    assert done.exit_code == 3
    assert json.loads(done.stdout)["error"]["code"] == "E_NUMBER"


def test_words_of_a_file_cannot_steer_the_terminal(tmp_path: Path) -> None:
    file = own(tmp_path, "en: Net revenue from", 'en: "\\e[2J from"\n      zh: x\n    old: "')
    refused(rules(f"--check={file}"), "E_SYSTEM")
    file = own(tmp_path, "title: {en: Contribution,", 'title: {en: "\\e[2JContribution",')
    assert "\x1b" not in said(f"--file={file}")
