"""A saved log is the same log, and speaks from the same day only."""

from pathlib import Path

import pandas as pd
import pytest

from clv.errors import InputError
from clv.transactions import (
    Cleaning,
    Transactions,
    is_saved_log,
    open_log,
    read_transactions,
    save_log,
    saved_as_of,
)


def test_a_saved_log_is_the_same_log(cdnow_log: Transactions, tmp_path: Path) -> None:
    opened = read_transactions(save_log(cdnow_log, tmp_path / "log"), as_of="1998-07-01")
    everything = "SELECT * FROM purchase_days ORDER BY customer_id, day"
    pd.testing.assert_frame_equal(opened.query(everything), cdnow_log.query(everything))
    assert opened == cdnow_log
    assert opened.audit == cdnow_log.audit
    assert opened.source == "CDNOW, whole cohort"


def test_saving_twice_gives_the_same_bytes(cdnow_log: Transactions, tmp_path: Path) -> None:
    one, two = (save_log(cdnow_log, tmp_path / name) for name in ("one", "two"))
    for file in one.iterdir():
        assert file.read_bytes() == (two / file.name).read_bytes()


def test_a_saved_log_does_not_speak_from_another_day(
    cdnow_log: Transactions, tmp_path: Path
) -> None:
    save_log(cdnow_log, tmp_path)
    with pytest.raises(InputError, match="speaks from 1998-07-01, not from 1998-06-01"):
        read_transactions(str(tmp_path), as_of="1998-06-01")


def test_other_folders_are_no_saved_logs(tmp_path: Path) -> None:
    assert not is_saved_log(tmp_path)
    assert not is_saved_log(tmp_path / "absent")


def test_a_saved_log_keeps_its_categories(tmp_path: Path) -> None:
    table = pd.DataFrame(
        {
            "customer_id": ["a", "b"],
            "date": ["2024-01-01", "2024-01-02"],
            "category": ["tea", "jam"],
        }
    )
    save_log(read_transactions(table, as_of="2024-02-01"), tmp_path)
    opened = read_transactions(tmp_path, as_of="2024-02-01")
    assert opened.columns == {"category"}
    found = opened.query("SELECT category FROM category_days ORDER BY customer_id")
    assert found["category"].tolist() == ["tea", "jam"]


def test_a_saved_log_tells_its_day(cdnow_log: Transactions, tmp_path: Path) -> None:
    assert str(saved_as_of(save_log(cdnow_log, tmp_path))) == "1998-07-01"


@pytest.mark.parametrize("damage", ["a bit of the days", "a number of the account", "no json"])
def test_what_is_not_as_it_was_written_is_refused(
    damage: str, cdnow_sample_log: Transactions, tmp_path: Path
) -> None:
    days, facts = (
        save_log(cdnow_sample_log, tmp_path) / f for f in ("purchase_days.parquet", "log.json")
    )
    if damage == "a bit of the days":
        content = bytearray(days.read_bytes())
        content[len(content) // 2] ^= 1
        days.write_bytes(content)
    elif damage == "a number of the account":
        facts.write_text(facts.read_text().replace('"rows_in": 6', '"rows_in": 7'))
    else:
        facts.write_text("{")
    with pytest.raises(InputError, match="E_FILE: .* is not as it was written"):
        read_transactions(tmp_path, as_of="1998-07-01")


def test_a_saved_log_is_not_cleaned_again(cdnow_sample_log: Transactions, tmp_path: Path) -> None:
    save_log(cdnow_sample_log, tmp_path)
    with pytest.raises(InputError, match="E_SOURCE: .* is a saved log"):
        read_transactions(tmp_path, as_of="1998-07-01", cleaning=Cleaning(returns="drop"))


def test_a_log_may_be_opened_with_a_day_as_text(
    cdnow_sample_log: Transactions, tmp_path: Path
) -> None:
    assert open_log(save_log(cdnow_sample_log, tmp_path), "1998-07-01") == cdnow_sample_log
