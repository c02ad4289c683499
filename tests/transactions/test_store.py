"""A saved log is the same log, and speaks from the same day only."""

from pathlib import Path

import pandas as pd
import pytest

from clv.errors import InputError
from clv.transactions import Transactions, is_saved_log, read_transactions, save_log


def test_a_saved_log_is_the_same_log(cdnow_log: Transactions, tmp_path: Path) -> None:
    opened = read_transactions(save_log(cdnow_log, tmp_path / "log"), as_of="1998-07-01")
    everything = "FROM purchase_days ORDER BY customer_id, day"
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
