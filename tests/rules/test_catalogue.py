"""Systems by number, customers labelled by several of them at once, and a line on each."""

from importlib.resources import files

import pandas as pd
import pytest

from clv.errors import InputError
from clv.rules import (
    STATES,
    SYSTEMS,
    Activity,
    ContributionStability,
    label_customers,
    rule_system,
    summarise_labels,
)
from tests.rules.customers import FOUR
from tests.rules.facts import facts

FACTS = facts()


def test_a_number_leads_to_its_class() -> None:
    assert rule_system("T1") is ContributionStability
    assert rule_system("T6") is Activity
    assert all(rule_system(number)().system.id == number for number in SYSTEMS)


def test_every_file_of_a_system_is_in_the_catalogue_once() -> None:
    packaged = {path.name for path in (files("clv.rules") / "data").iterdir()}
    used = [f"{system.name}.yml" for system in SYSTEMS.values()]
    assert len(set(used)) == len(used)
    assert {name for name in packaged if name.startswith("t")} == set(used)


@pytest.mark.parametrize("number", ["T0", "T21", "t1", ""])
def test_a_number_that_is_not_there_is_refused_with_those_that_are(number: str) -> None:
    with pytest.raises(InputError, match=r"E_NUMBER.*T1, T2.*T20"):
        rule_system(number)
    with pytest.raises(InputError, match="E_NUMBER"):
        label_customers(FACTS, ["T1", number])


def test_customers_are_labelled_as_by_each_system_alone_in_the_order_asked_for() -> None:
    found = label_customers(FACTS, ["T12", "T1"])
    assert list(found) == ["T12", "T1"]
    for number, assignment in found.items():
        alone = rule_system(number)().fit(FACTS).assign(FACTS)
        pd.testing.assert_series_equal(assignment.labels, alone.labels)
        assert assignment.system.id == number


def test_all_systems_are_asked_unless_some_are_named() -> None:
    assert list(label_customers(FACTS)) == list(SYSTEMS)
    assert label_customers(FACTS, []) == {}


def test_a_column_that_a_system_needs_is_asked_for() -> None:
    with pytest.raises(InputError, match=r"E_COLUMNS.*contribution"):
        label_customers(FACTS.drop(columns="contribution"), ["T1"])


def test_the_line_of_a_system_counts_each_group_in_its_order() -> None:
    line = summarise_labels(label_customers(FOUR, ["T1"])).loc["T1"]
    assert line["groups"] == "Loyal 1, Drifting 1, Loyal but small 1, Not loyal 1"
    assert line["apart"] == ""
    assert line["title"] == "Existing customers by contribution and stability"


def test_those_without_a_group_are_counted_by_state_and_nobody_is_lost() -> None:
    found = label_customers(FACTS)
    table = summarise_labels(found)
    assert table.index.tolist() == list(SYSTEMS)
    assert table.index.name == "number"
    for number, assignment in found.items():
        groups, said = str(table["groups"][number]), str(table["apart"][number])
        apart = assignment.labels[assignment.labels.isin(STATES)]
        assert _total(said) == len(apart)
        assert _total(groups) == len(FACTS) - len(apart)
        assert all(STATES[state].en in said for state in apart.unique())


def _total(text: str) -> int:
    """The sum of the numbers in which the parts of a list end."""
    return sum(int(part.rsplit(" ", 1)[1]) for part in text.split(", ") if part[-1:].isdigit())


def test_an_empty_group_is_told_as_empty() -> None:
    line = summarise_labels(label_customers(FOUR.iloc[[0, 0]].set_axis(["a", "b"]), ["T1"])).iloc[0]
    assert line["groups"].count(" 0") == 3


def test_large_numbers_are_written_for_a_reader() -> None:
    many = pd.concat([FOUR] * 300).set_axis([f"c{n}" for n in range(1200)])
    line = summarise_labels(label_customers(many, ["T1"])).iloc[0]
    assert "300" in line["groups"]
    thousands = pd.concat([many] * 5).set_axis([f"c{n}" for n in range(6000)])
    assert "1,500" in summarise_labels(label_customers(thousands, ["T1"])).iloc[0]["groups"]


def test_the_words_are_there_in_chinese_too() -> None:
    line = summarise_labels(label_customers(FOUR, ["T1"]), "zh").iloc[0]
    assert all("一" <= line[part][0] <= "鿿" for part in ("title", "groups"))
    with pytest.raises(InputError, match="E_LANGUAGE"):
        summarise_labels(label_customers(FOUR, ["T1"]), "fr")


def test_nothing_labelled_is_an_empty_table() -> None:
    assert len(summarise_labels({})) == 0


def test_systems_that_have_nothing_to_learn_from_are_left_out_unless_asked_for() -> None:
    bare = facts()
    money = [c for c in map(str, bare) if any(w in c for w in ("contribution", "amount", "spend"))]
    bare[money] = float("nan")
    found = label_customers(bare)
    assert "T1" not in found
    assert {"T6", "T7", "T17"} <= set(found)
    with pytest.raises(InputError, match="E_VALUES"):
        label_customers(bare, ["T6", "T1"])
