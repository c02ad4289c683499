"""``clv rules``: the rule systems, what one of them says, and why one customer is where he is."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from clv.cli.account import plain
from clv.cli.account_json import error_json, to_json
from clv.cli.options import reading_options, take_reading
from clv.cli.reading import read_log
from clv.cli.rules_json import customer_json, system_json
from clv.cli.rules_text import system_lines
from clv.customers import customer_facts
from clv.errors import ClvError, InputError
from clv.rules import LANGUAGES, SYSTEMS, Assignment, RuleSystem, load_system, rule_system
from clv.transactions import Transactions

__all__ = ["rules"]

_FILE = click.Path(path_type=Path)
_LOG = "cdnow"


@click.command()
@click.argument("number", required=False)
@click.option("--customer", metavar="ID", help="Say where this customer stands, and why.")
@click.option("--log", help=f"Data set or path of the customer's log; {_LOG} unless said.")
@click.option("--as-of", help="Day from which the label speaks, YYYY-MM-DD.")
@click.option("--file", type=_FILE, help="Use this YAML file in place of the packaged one.")
@click.option("--check", "checked", type=_FILE, help="See whether a YAML file can be used.")
@click.option("--language", type=click.Choice(LANGUAGES), default="en", help="Of the text.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object, in both languages.")
@reading_options
def rules(as_json: bool, language: str, **given: Any) -> None:
    """List the rule systems, or show system NUMBER, such as T1, or explain one CUSTOMER by it."""
    said = take_reading(given)
    asked = {name: value for name, value in given.items() if value is not None}
    try:
        found, lines = _answer(asked, said, language)
    except ClvError as error:
        if as_json:
            click.echo(to_json(error_json(error)))
        raise
    for line in [to_json(found)] if as_json else map(plain, lines):
        click.echo(line)


def _answer(
    asked: Mapping[str, Any], said: Mapping[str, Any], language: str
) -> tuple[dict[str, Any], Iterator[str]]:
    """What was asked for, for a program and for a reader."""
    _check(asked, said)
    if "checked" in asked:
        return _checked(asked["checked"])
    if not {"number", "file"} & asked.keys():
        return _catalogue(language)
    rule = _rule(asked)
    if "customer" not in asked:
        return system_json(rule.system), system_lines(rule.system, language)
    placed = _place(rule, _read(asked.get("log", _LOG), asked.get("as_of"), said))
    sentence = placed.explain(asked["customer"], language)
    return customer_json(placed, asked["customer"]), iter([sentence])


def _catalogue(language: str) -> tuple[dict[str, Any], Iterator[str]]:
    systems = [system().system for system in SYSTEMS.values()]
    lines = (f"{s.id}: {s.title.to(language)}. {s.question.to(language)}" for s in systems)
    return {"systems": [system_json(system) for system in systems]}, lines


def _check(asked: Mapping[str, Any], said: Mapping[str, Any]) -> None:
    if "customer" not in asked and (said or {"log", "as_of"} & asked.keys()):
        raise InputError(
            "E_PARAMETER", "a log is described, but no customer is named", "add --customer ID"
        )
    if "customer" in asked and not {"number", "file"} & asked.keys():
        raise InputError(
            "E_NUMBER",
            "a customer is explained by one rule system, and none is named",
            f"write clv rules {next(iter(SYSTEMS))} --customer ID; clv rules lists them all",
        )
    if "checked" in asked and len(asked) > 1:
        raise InputError(
            "E_PARAMETER", "--check looks at a file and at nothing else", "use --file to apply it"
        )


def _checked(file: Path) -> tuple[dict[str, Any], Iterator[str]]:
    system = _own(file).system
    count = f"{len(system.axes)} axes, {len(system.cells)} cells, {len(system.settings)} settings"
    line = f"{file.name} can be used as {system.id}, version {system.version}: {count}"
    return {"file": file.name} | system_json(system), iter([line])


def _rule(asked: Mapping[str, Any]) -> RuleSystem:
    if "number" not in asked:
        return _own(asked["file"])
    return rule_system(asked["number"].upper())(file=asked.get("file"))


def _own(file: Path) -> RuleSystem:
    """The system that a file of one's own belongs to, by its id."""
    return rule_system(load_system(file).id)(file=file)


def _read(log: str, as_of: str | None, said: Mapping[str, Any]) -> Transactions:
    found = read_log(log, as_of, said)
    for notice in found.audit.notices:
        if notice.code == "W_AS_OF_ASSUMED":
            click.echo(plain(str(notice)), err=True)
    return found


def _place(rule: RuleSystem, log: Transactions) -> Assignment:
    facts = customer_facts(log, log.as_of)
    return rule.fit(facts).assign(facts)
