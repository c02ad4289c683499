import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from clv.errors import InputError
from clv.transactions import Transactions, read_transactions
from clv.transactions.previous import compare_with_previous, facts
from tests.transactions.notice_tables import codes, day, regulars

LOG = regulars(400, 800)


def read(log: pd.DataFrame, days: int) -> Transactions:
    table = log.rename(columns={"day": "date"})
    return read_transactions(table, as_of=day(days))


@pytest.fixture(scope="module")
def before() -> dict[str, Any]:
    return facts(read(LOG, 500))


def compared(log: pd.DataFrame, days: int, before: dict[str, Any]) -> set[str]:
    return codes(compare_with_previous(facts(read(log, days)), before))


def test_facts_are_ready_for_a_file(before: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "facts.json"
    path.write_text(json.dumps(before))
    assert compare_with_previous(before, path) == []
    assert compare_with_previous(before, str(path)) == []


def test_facts_of_weeks_and_months_add_up(before: dict[str, Any]) -> None:
    assert sum(before["monthly_rows"].values()) == before["rows_used"] == 4000
    assert before["weekly_rows"] == [56] * 13
    assert before["rows_per_customer"] == 10
    assert "digest" not in before


def test_the_next_run_of_a_steady_log_is_as_foretold(before: dict[str, Any]) -> None:
    assert compared(LOG, 590, before) == set()


def test_a_log_read_again_has_nothing_new(before: dict[str, Any]) -> None:
    old = LOG[LOG["day"] < day(500)]
    assert "W_NOTHING_NEW" in compared(old, 530, before)
    assert compared(old, 500, before) == set()


def test_the_digest_tells_new_content_of_equal_size() -> None:
    old = LOG[LOG["day"] < day(500)]
    first = facts(read(old, 500), with_digest=True)
    again = facts(read(old, 501), with_digest=True)
    other = old.assign(amount=old["amount"].iloc[::-1].to_numpy())
    assert "W_NOTHING_NEW" in codes(compare_with_previous(again, first))
    changed = facts(read(other, 501), with_digest=True)
    assert "W_NOTHING_NEW" not in codes(compare_with_previous(changed, first))


def test_another_source_is_not_compared(before: dict[str, Any]) -> None:
    other = {**before, "source": "shop.csv", "rows_per_customer": 99.0}
    assert codes(compare_with_previous(other, before)) == {"W_PREVIOUS_SOURCE"}


def test_exports_named_by_their_day_are_one_source(before: dict[str, Any]) -> None:
    june, july = ({**before, "source": f"sales_2024-0{n}.csv"} for n in (6, 7))
    assert compare_with_previous(july, june) == []


@pytest.mark.parametrize("content", ["", "no json", "[]", "{}", '{"as_of": "2024-01-01"}'])
def test_a_file_without_facts_is_refused(
    content: str, before: dict[str, Any], tmp_path: Path
) -> None:
    path = tmp_path / "facts.json"
    path.write_text(content)
    with pytest.raises(InputError, match="E_PREVIOUS"):
        compare_with_previous(before, path)


def test_a_file_that_is_not_there_is_refused(before: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(InputError, match="E_PREVIOUS"):
        compare_with_previous(before, tmp_path / "nowhere.json")


@pytest.mark.parametrize("name", ["as_of", "customers", "rows_used"])
def test_facts_that_cannot_be_are_refused(name: str, before: dict[str, Any]) -> None:
    with pytest.raises(InputError, match="E_PREVIOUS.*wrong"):
        compare_with_previous(before, {**before, name: None})
