from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from clv.errors import InputError
from clv.transactions import RULES, Cleaning, read_transactions
from tests.transactions.logs import HEADER, TWO, days, frame, read_rows, read_text

WINSORISE = Cleaning(outliers="winsorise")


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


PRICED = [(f"c{i}", f"2024-01-{i + 1:02d}", 10.0 + i) for i in range(12)]


def test_winsorising_leaves_a_missing_amount_missing() -> None:
    audit = read_rows(*PRICED, ("x", "2024-01-05", None), cleaning=WINSORISE).audit
    assert (audit.set_aside["amount_missing"], audit.amount_used) == (1, 186)


@pytest.mark.parametrize("outliers", ["warn", "winsorise", "drop"])
def test_a_wrong_purchase_and_its_cancellation_go_together(outliers: Any) -> None:
    wrong = [("big", "2024-02-01", 1e6), ("big", "2024-02-09", -1e6), ("big", "2024-02-20", 10)]
    log = read_rows(*PRICED, *wrong, cleaning=Cleaning(outliers=outliers))
    facts = log.query("SELECT contribution FROM customer_facts WHERE customer_id = 'big'")
    assert facts["contribution"].item() == 10
    assert log.audit.repaired == ({"outlier_winsorised": 2} if outliers == "winsorise" else {})


def test_a_bound_for_outliers_may_be_given() -> None:
    log = read_rows(*PRICED, cleaning=Cleaning(outliers="drop", outlier_bound=20))
    assert log.audit.set_aside["outlier"] == 1
    assert log.audit.samples["outlier"] == ("21.0",)


@pytest.mark.parametrize(
    "wrong",
    [
        {"test_ids": "007"},
        {"test_ids": (7,)},
        {"outlier_bound": -1},
        {"start": "01.02.2024"},
        {"returns": "maybe"},
    ],
)
def test_a_switch_that_makes_no_sense_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(InputError, match="E_CLEANING|E_DAY"):
        Cleaning(**wrong)


def test_copies_are_dropped_or_kept_as_asked_however_many() -> None:
    twice = [*PRICED, *PRICED]
    dropped = read_rows(*twice, cleaning=Cleaning(duplicates="drop")).audit
    assert (dropped.rows_used, dropped.set_aside["duplicate_row"]) == (12, 12)
    assert read_rows(*twice, cleaning=Cleaning(duplicates="keep")).audit.rows_used == 24
    with pytest.raises(InputError, match="E_DUPLICATE_ROWS"):
        read_rows(*twice)


def test_a_cost_that_is_not_known_of_every_row_is_not_known_of_the_day() -> None:
    table = frame([("a", "2024-01-01", 100.0), ("a", "2024-01-01", 100.5)])
    for cost, known in (([None, 60.0], None), ([40.0, 60.0], 100.0)):
        log = read_transactions(table.assign(cost=pd.Series(cost)), as_of="2024-03-01")
        found = log.query("SELECT cost FROM purchase_days")["cost"].item()
        assert found == known or (known is None and pd.isna(found))


def test_a_discount_below_zero_is_refused_unless_it_belongs_to_a_return() -> None:
    table = frame([("a", "2024-01-01", 100.0), ("a", "2024-01-09", -50.0)])
    read_transactions(table.assign(discount=[1.0, -0.5]), as_of="2024-03-01")
    with pytest.raises(InputError, match="E_DISCOUNT: purchases with a discount below zero: 1"):
        read_transactions(table.assign(discount=[-1.0, 0.0]), as_of="2024-03-01")
