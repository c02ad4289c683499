import json

import pytest

from clv.transactions import RULES, Audit, Cleaning
from tests.transactions.logs import read_rows


def audit() -> Audit:
    return read_rows(
        ("a", "2024-01-01", 5), ("a", "2024-01-01", 0), ("a", "2024-01-09", -2), ("", "", 4)
    ).audit


def test_the_account_counts_what_became_of_every_row() -> None:
    found = audit()
    assert (found.rows_in, found.rows_used, found.set_aside["customer_missing"]) == (4, 3, 1)
    assert (found.amount_in, found.amount_used) == (7, 3)
    assert found.amount_set_aside["customer_missing"] == 4
    assert (found.zero_amount_rows, found.return_rows, found.merged_same_day_rows) == (1, 1, 1)


def test_every_reason_has_its_count() -> None:
    assert list(audit().set_aside) == list(audit().amount_set_aside) == [r.name for r in RULES]


def test_the_table_shows_only_the_reasons_that_were_found() -> None:
    table = audit().table()
    assert table["line"].tolist()[:3] == ["rows read", "set aside: no customer id", "rows used"]
    assert table["rows"].tolist()[:3] == [4, 1, 3]
    assert table["share"].tolist()[:3] == [1.0, 0.25, 0.75]


def test_the_table_says_what_is_so_among_the_rows_used() -> None:
    within = audit().table().set_index("line")["rows"].iloc[3:]
    assert within.to_dict() == {
        "of these returns": 1,
        "of these of amount zero": 1,
        "of these merged with another of the same customer and day": 1,
        "of these on the day of a first purchase": 1,
    }


def test_every_mended_row_is_counted_by_the_name_of_the_repair() -> None:
    found = read_rows((" a", "2024-01-01", 5), ("a", "2024-01-02", 5)).audit
    assert found.repaired == {"id_blanks": 1}
    assert found.table()["line"].tolist()[-1] == "mended: id blanks"


def test_examples_are_masked() -> None:
    found = read_rows(("a", "2024-01-01", 5), ("jane@example.org", "1900-01-01", 5)).audit
    assert found.samples == {"date_implausible": ("1900-01-01",)}
    rows = [("a", "2024-01-01", 5), ("jane@example.org", "2024-01-02", 5)]
    left_out = read_rows(*rows, cleaning=Cleaning(test_ids=("jane@example.org",))).audit
    assert left_out.samples == {"test_account": ("j… (16 characters)",)}


def test_a_lost_row_breaks_the_law() -> None:
    with pytest.raises(AssertionError, match="3 rows"):
        Audit(3, 1, {"date_missing": 1}, 5.0, 5.0, {"date_missing": 0.0}).check()


def test_lost_money_breaks_the_law() -> None:
    Audit(1, 1, {}, 1e6, 1e6 + 0.5, {}).check()
    with pytest.raises(AssertionError, match="1000000"):
        Audit(1, 1, {}, 1e6, 1e6 + 1.5, {}).check()


def test_the_account_goes_through_json() -> None:
    found = audit().to_dict()
    assert json.loads(json.dumps(found))["set_aside"]["customer_missing"] == 1


def test_rounding_is_measured_by_the_money_that_moved() -> None:
    rows = [("a", "2024-01-01", 1e14), ("b", "2024-01-02", 0.3), ("a", "2024-01-04", -1e14)]
    assert read_rows(*rows).audit.amount_used == pytest.approx(0.3)
