from datetime import date
from pathlib import Path

import duckdb
import pytest

from clv.errors import InputError
from clv.transactions import Transactions, read_transactions
from tests.transactions.logs import TWO, read_rows, write


def test_queries_take_values_apart_from_their_text(cdnow_log: Transactions) -> None:
    asked = "SELECT count(*) AS n FROM purchase_days WHERE day < $day"
    found = (cdnow_log.query(asked, {"day": date(1997, 1, day)})["n"].item() for day in (1, 2, 3))
    none, one, two = found
    assert none == 0 < one < two


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_text('/etc/passwd')",
        "COPY purchase_days TO '/tmp/stolen.csv'",
        "ATTACH '/tmp/other.db'",
        "SET enable_external_access = true",
        "SET memory_limit = '9GB'",
    ],
)
def test_a_query_reaches_nothing_outside(sql: str, tmp_path: Path) -> None:
    log = read_transactions(write(tmp_path, TWO), as_of="2024-03-01")
    with pytest.raises(duckdb.Error):
        log.query(sql)


def test_only_the_clean_days_are_left_in_the_engine() -> None:
    log = read_rows(("a", "2024-01-01", 5))
    tables = log.query("SELECT table_name FROM information_schema.tables")["table_name"]
    assert sorted(tables) == ["customer_facts", "day_rows", "purchase_days"]


def test_a_day_within_the_log_is_after_its_start_and_not_after_its_end() -> None:
    log = read_rows(("a", "2024-01-01", 5), as_of="2024-03-01")
    assert log.day_within("2024-01-02") == date(2024, 1, 2)
    assert log.day_within("2024-03-01") == date(2024, 3, 1)
    for outside in ("2024-01-01", "2024-03-02"):
        with pytest.raises(InputError, match="E_AS_OF"):
            log.day_within(outside)


def test_logs_with_equal_content_are_equal() -> None:
    rows = [("a", "2024-01-01", 5), ("b", "2024-01-02", 6)]
    assert read_rows(*rows) == read_rows(*rows[::-1])
    assert read_rows(*rows) != read_rows(*rows[:1])
