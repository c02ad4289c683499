from pathlib import Path

import pandas as pd

from clv.transactions import read_transactions
from tests.transactions.logs import AS_OF, CLEAN, TWO, days, frame, read_text


def test_parquet_gives_what_text_gives(tmp_path: Path) -> None:
    table = frame([("a", "2024-01-01", 5.5), ("b", "2024-02-01", 7.0)])
    table["date"] = pd.to_datetime(table["date"])
    table.to_parquet(tmp_path / "log.parquet")
    log = read_transactions(tmp_path / "log.parquet", as_of=AS_OF)
    assert days(log) == CLEAN
    assert log.digest == read_text(tmp_path, TWO).digest


def test_a_path_may_be_a_text(tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text(TWO)
    assert days(read_transactions(str(tmp_path / "log.csv"), as_of=AS_OF)) == CLEAN
