"""Assignments are read as they are, and the others shared out evenly."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clv.actions import known_owners, name_salespeople, read_owners, share_out
from clv.errors import InputError

CUSTOMERS = pd.Index(["007", "7", "=cmd", "O'Neil, Ann", "王"], name="customer_id")
money = st.lists(st.floats(0, 1e9), max_size=40)


def given_file(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    (tmp_path / "a.csv").write_bytes(text.encode(encoding))
    return tmp_path / "a.csv"


def test_ids_are_text_and_names_are_kept(tmp_path: Path) -> None:
    text = (
        'salesperson,customer_id,x\n=HYPERLINK("http://x"),007,1\nBo,7,\n" Ann ",=cmd,2\nBo,王,\n'
    )
    owners, found = read_owners(given_file(tmp_path, text, "utf-8-sig"), CUSTOMERS)
    assert found == []
    assert owners.to_dict() == {
        "007": '=HYPERLINK("http://x")', "7": "Bo", "=cmd": "Ann", "王": "Bo",
    }  # fmt: skip


def test_unknown_customers_are_counted_and_masked(tmp_path: Path) -> None:
    path = given_file(tmp_path, "customer_id,salesperson\n07,Bo\n7,Bo\nJane Doe,Ann\n")
    owners, (notice,) = read_owners(path, CUSTOMERS)
    assert owners.to_dict() == {"7": "Bo"}
    assert (notice.code, notice.count) == ("W_ASSIGNED_UNKNOWN", 2)
    assert "Jane" not in str(notice)


def test_a_customer_without_a_salesperson_is_left_to_be_shared_out(tmp_path: Path) -> None:
    path = given_file(tmp_path, "customer_id,salesperson\n007,Bo\n7,  \n=cmd,\n")
    assert list(read_owners(path, CUSTOMERS)[0].index) == ["007"]


def test_a_customer_assigned_twice_is_an_error_with_a_masked_sample(tmp_path: Path) -> None:
    rows = "".join(f"Jane Doe {n % 2},{n}\n" for n in range(4))
    with pytest.raises(InputError, match="2 customers are assigned more than once") as caught:
        read_owners(given_file(tmp_path, f"customer_id,salesperson\n{rows}"), CUSTOMERS)
    assert "Jane" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("", "utf-8"),
        ("id,who\n7,Bo\n", "utf-8"),
        ("customer_id,salesperson\n7,王\n", "utf-16"),
        ('customer_id,salesperson\n"7,Bo\n', "utf-8"),
    ],
)
def test_what_is_no_such_file_is_named(tmp_path: Path, text: str, encoding: str) -> None:
    with pytest.raises(InputError, match="E_ASSIGNMENTS"):
        read_owners(given_file(tmp_path, text, encoding), CUSTOMERS)


def test_a_file_that_is_not_there_is_named_without_its_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="FileNotFoundError") as caught:
        read_owners(tmp_path / "none.csv", CUSTOMERS)
    assert str(tmp_path) not in str(caught.value)


@given(money, st.integers(1, 12))
def test_lists_come_out_even(values: list[float], people: int) -> None:
    stakes = pd.Series(values, [f"c{n:02}" for n in range(len(values))], dtype=float)
    names = name_salespeople(people)
    found = share_out(stakes, names)
    sizes = found.value_counts().reindex(names, fill_value=0)
    totals = stakes.groupby(found).sum().reindex(names, fill_value=0.0)
    assert found.index.equals(stakes.index)
    assert sizes.max() - sizes.min() <= 1
    assert totals.max() - totals.min() <= stakes.max() * (1 + 1e-9) if len(stakes) else True


@given(st.permutations(range(20)))
def test_the_order_of_the_rows_does_not_matter(order: list[int]) -> None:
    stakes = pd.Series([float(n % 3) for n in range(20)], [f"c{n:02}" for n in range(20)])
    found = share_out(stakes.iloc[list(order)], ["Bo", "Ann", "Cy"])
    pd.testing.assert_series_equal(found.sort_index(), share_out(stakes, ["Bo", "Ann", "Cy"]))


def test_who_is_assigned_stays_and_counts() -> None:
    stakes = pd.Series([100.0, 5.0, 4.0, 3.0], list("abcd"))
    owners = pd.Series(["Ann", "gone"], ["a", "b"])
    found = share_out(stakes, ["Ann", "Bo"], owners)
    assert found.to_dict() == {"a": "Ann", "b": "Bo", "c": "Ann", "d": "Bo"}


def test_more_salespeople_than_customers_and_nobody_at_all() -> None:
    assert share_out(pd.Series([1.0], ["a"]), name_salespeople(3)).tolist() == ["Salesperson 1"]
    assert share_out(pd.Series(dtype=float), ["Ann"]).empty


@pytest.mark.parametrize("names", [[], ["Ann", "Ann"]])
def test_nobody_or_somebody_twice_is_refused(names: list[str]) -> None:
    with pytest.raises(InputError, match="E_SALESPEOPLE"):
        share_out(pd.Series([1.0], ["a"]), names)


def test_without_a_file_customers_stay_on_the_list_they_were_on() -> None:
    old = pd.DataFrame({"salesperson": ["Salesperson 2", "x"]}, ["7", "=cmd"])
    new = pd.DataFrame({"salesperson": ["Salesperson 1", None]}, ["7", "=cmd"])
    runs = {date(2024, 1, 1): old, date(2024, 1, 8): new}
    names, owners, found = known_owners("", 2, CUSTOMERS, runs)
    assert (names, found) == (["Salesperson 1", "Salesperson 2"], [])
    assert owners is not None
    assert owners.to_dict() == {"7": "Salesperson 1"}
    assert known_owners("", 2, CUSTOMERS)[1] is None
    assert known_owners("", 2, CUSTOMERS, {date(2024, 1, 1): pd.DataFrame()})[1] is None


def test_a_file_says_who_the_salespeople_are(tmp_path: Path) -> None:
    path = given_file(tmp_path, "customer_id,salesperson\n7,Bo\n007,Ann\n")
    assert known_owners(str(path), 9, CUSTOMERS)[0] == ["Ann", "Bo"]
    empty = given_file(tmp_path, "customer_id,salesperson\n")
    assert known_owners(str(empty), 2, CUSTOMERS)[0] == name_salespeople(2)
