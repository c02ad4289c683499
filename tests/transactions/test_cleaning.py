from pathlib import Path

import pytest

from clv.transactions import RULES
from tests.transactions.logs import HEADER, TWO, days, read_rows, read_text


def test_rules_have_distinct_names_and_meanings() -> None:
    assert len({rule.name for rule in RULES}) == len({rule.meaning for rule in RULES}) == len(RULES)


def test_the_first_rule_that_holds_gives_the_reason(tmp_path: Path) -> None:
    audit = read_text(tmp_path, TWO + ",,\n,1900-01-01,\na,,\na,1900-01-01,\na,2031-01-01,\n").audit
    found = {reason: n for reason, n in audit.set_aside.items() if n}
    assert found == {
        "customer_missing": 2,
        "date_missing": 1,
        "date_implausible": 1,
        "on_or_after_as_of": 1,
    }


def test_purchases_of_one_day_are_one() -> None:
    log = read_rows(("a", "2024-01-01", 5), ("a", "2024-01-01", 2.5), ("a", "2024-01-02", 1))
    assert days(log) == [("a", "2024-01-01", 7.5, 2, True), ("a", "2024-01-02", 1.0, 1, True)]
    assert log.audit.merged_same_day_rows == 1


@pytest.mark.parametrize(
    ("amounts", "net", "is_purchase"),
    [
        ((5, -2), 3.0, True),
        ((5, -5), 0.0, False),
        ((5, -7), -2.0, False),
        ((-7,), -7.0, False),
        ((0,), 0.0, True),
        ((0, -1), -1.0, False),
        ((0.1, 0.2, -0.3), 0.0, False),
    ],
)
def test_returns_are_netted_on_their_day_and_are_never_a_purchase(
    amounts: tuple[float, ...], net: float, is_purchase: bool
) -> None:
    rows = [("a", "2024-01-05", amount) for amount in amounts]
    log = read_rows(("a", "2024-01-01", 9), *rows)
    assert days(log)[1] == ("a", "2024-01-05", net, len(amounts), is_purchase)


def test_a_customer_with_returns_only_is_set_aside_with_the_money() -> None:
    log = read_rows(("a", "2024-01-01", 9), ("b", "2024-01-02", -4), ("b", "2024-01-03", -1))
    assert [row[0] for row in days(log)] == ["a"]
    assert log.audit.set_aside["return_only"] == 2
    assert log.audit.amount_set_aside["return_only"] == -5


def test_copies_within_an_order_are_dropped() -> None:
    kept = [(f"c{i}", "2024-01-03", 5, f"B{i}") for i in range(9)]
    log = read_rows(("a", "2024-01-01", 5, "A"), ("a", "2024-01-01", 5, "A"), *kept)
    assert days(log)[0] == ("a", "2024-01-01", 5.0, 1, True)
    assert log.audit.set_aside["duplicate_row"] == 1
    assert log.audit.amount_set_aside["duplicate_row"] == 5


def test_copies_without_an_order_are_kept() -> None:
    kept = [(f"c{i}", "2024-01-03", 5, f"B{i}") for i in range(9)]
    log = read_rows(("a", "2024-01-01", 5, ""), ("a", "2024-01-01", 5, ""), *kept)
    assert days(log)[0] == ("a", "2024-01-01", 10.0, 2, True)


def test_lines_of_an_order_that_differ_in_another_column_are_no_copies(tmp_path: Path) -> None:
    header = HEADER.strip() + ",order_id,product\n"
    lines = "a,2024-01-01,5,A,tea\na,2024-01-01,5,A,jam\n"
    log = read_text(tmp_path, header + lines, as_of="2024-01-05")
    assert log.audit.set_aside["duplicate_row"] == 0
    assert log.audit.notices == ()


def test_copies_in_a_log_without_amounts_change_nothing() -> None:
    log = read_rows(*[("a", "2024-01-01")] * 5, ("b", "2024-02-28"))
    assert log.audit.notices == ()
    assert [row[3] for row in days(log)] == [5, 1]
