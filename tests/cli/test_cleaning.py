"""Cleaning rules from a command line: the switches of the package, under their own names."""

from datetime import date
from pathlib import Path

import pytest

from clv.cli.cleaning import cleaning_rules
from clv.errors import InputError
from clv.transactions import Cleaning
from clv.transactions.cleaning import SWITCHES


def test_nothing_said_leaves_every_switch_where_it_is() -> None:
    assert cleaning_rules({}) == Cleaning()


@pytest.mark.parametrize("switch", SWITCHES)
def test_every_switch_can_be_set_to_every_position(switch: str) -> None:
    for position in SWITCHES[switch]:
        rules = cleaning_rules({"clean": [f" {switch} = {position} "]})
        assert getattr(rules, switch) == position


def test_ids_come_from_every_place_that_names_some(tmp_path: Path) -> None:
    path = tmp_path / "staff.txt"
    path.write_text("007\n\n  Jane Doe \r\n", encoding="utf-8")
    said = {"clean": ["test_ids=a, b,"], "test_id": ("c",), "test_ids": path}
    assert cleaning_rules(said).test_ids == ("a", "b", "c", "007", "Jane Doe")


def test_guests_can_be_named() -> None:
    rules = cleaning_rules({"clean": ["guests=drop", "guest_ids=Gast,Kasse"]})
    assert (rules.guests, rules.guest_ids) == ("drop", ("Gast", "Kasse"))


@pytest.mark.parametrize("said", [{"start": "2023-01-01"}, {"clean": ["start=2023-01-01"]}])
def test_a_first_day_can_be_declared_either_way(said: dict[str, object]) -> None:
    assert cleaning_rules(said).start == date(2023, 1, 1)


@pytest.mark.parametrize(
    "pair", ["returns", "returns=", "returns=keep", "Returns=drop", "=drop", ""]
)
def test_what_is_no_rule_names_those_that_are(pair: str) -> None:
    with pytest.raises(InputError, match=r"E_CLEANING: .*\(--clean ") as caught:
        cleaning_rules({"clean": [pair]})
    assert "net" in caught.value.remedy or "returns" in caught.value.remedy


def test_a_file_of_ids_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "staff.txt").write_bytes("张三".encode("gb18030"))
    with pytest.raises(InputError, match=r"E_ENCODING: staff\.txt"):
        cleaning_rules({"test_ids": tmp_path / "staff.txt"})
    with pytest.raises(InputError, match="E_FILE") as caught:
        cleaning_rules({"test_ids": tmp_path})
    assert str(tmp_path.parent) not in str(caught.value)


def test_a_bound_for_outliers_can_be_given() -> None:
    said = {"clean": ["outliers=drop", "outlier_bound=99.5"]}
    assert cleaning_rules(said) == Cleaning(outliers="drop", outlier_bound=99.5)


@pytest.mark.parametrize("bound", ["much", "-5", "nan", ""])
def test_a_bound_that_is_no_amount_is_refused(bound: str) -> None:
    with pytest.raises(InputError, match="E_CLEANING: outlier_bound"):
        cleaning_rules({"clean": [f"outlier_bound={bound}"]})
