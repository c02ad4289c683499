import os
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from clv.errors import InputError
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


def test_a_stream_is_refused_and_does_not_block(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(InputError, match="E_FILE: .* is no file, but a stream"):
        read_transactions(tmp_path / "pipe", as_of=AS_OF)


def test_a_database_file_asks_for_a_table_or_a_query(tmp_path: Path) -> None:
    duckdb.connect(str(tmp_path / "shop.duckdb")).execute("CREATE TABLE t AS SELECT 1 AS n").close()
    with pytest.raises(InputError, match="E_QUERY: shop.duckdb is a database"):
        read_transactions(tmp_path / "shop.duckdb", as_of=AS_OF)


def parquet_folder(folder: Path, *tables: pd.DataFrame) -> Path:
    for i, table in enumerate(tables):
        (folder / f"year={i}").mkdir(parents=True)
        table.to_parquet(folder / f"year={i}" / "part.parquet")
    return folder


def test_a_folder_of_parquet_files_is_one_log(tmp_path: Path) -> None:
    one, two = frame([("a", "2024-01-01", 5.5)]), frame([("b", "2024-02-01", 7.0)])
    assert days(read_transactions(parquet_folder(tmp_path / "log", one, two), as_of=AS_OF)) == CLEAN


def test_files_of_other_columns_in_one_folder_are_refused(tmp_path: Path) -> None:
    one, two = frame([("a", "2024-01-01", 5.5)]), frame([("b", "2024-02-01")])
    with pytest.raises(InputError, match="E_FILE: 1 of 2 files in log have other columns or types"):
        read_transactions(parquet_folder(tmp_path / "log", one, two), as_of=AS_OF)


def test_a_folder_without_parquet_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="E_FILE: the folder .* holds no Parquet file"):
        read_transactions(tmp_path, as_of=AS_OF)


def test_columns_of_one_name_in_parquet_do_not_hurt(tmp_path: Path) -> None:
    columns = [["a", "b"], ["2024-01-01", "2024-02-01"], [5.5, 7.0], [1, 2], [3, 4]]
    names = ["customer_id", "date", "amount", "n", "N"]
    path = tmp_path / "log.parquet"
    pq.write_table(pa.Table.from_arrays([pa.array(c) for c in columns], names), path)
    assert days(read_transactions(path, as_of=AS_OF)) == CLEAN


@pytest.mark.parametrize("log", ["postgresql://ann:s3cret@db/shop", "mysql://ann:s3cret@db"])
@pytest.mark.parametrize("kind", [str, Path])
def test_an_address_with_a_password_is_not_repeated(log: str, kind: type) -> None:
    with pytest.raises(InputError, match="E_SECRET") as caught:
        read_transactions(kind(log), as_of=AS_OF)
    assert "s3cret" not in str(caught.value)


def test_a_path_that_cannot_be_read_is_shown_by_its_name_only(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"E_FILE: nowhere\.csv cannot be read") as caught:
        read_transactions(tmp_path / "nowhere.csv", as_of=AS_OF)
    assert str(tmp_path) not in str(caught.value)


@pytest.mark.parametrize("relative", [True, False])
def test_a_path_below_is_shown_whole_with_the_file_that_was_meant(
    relative: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "orders.csv").touch()
    monkeypatch.chdir(tmp_path)
    path = Path("data/order.csv") if relative else tmp_path / "data" / "order.csv"
    with pytest.raises(InputError) as caught:
        read_transactions(path, as_of=AS_OF)
    assert str(caught.value) == (
        "E_FILE: data/order.csv cannot be read: No such file or directory; "
        "did you mean data/orders.csv"
    )


BYTES = {"customer_id": pa.array(["é".encode(), b"b"]), "date": ["2024-01-01", "2024-02-01"]}


@pytest.mark.parametrize("names", [["customer_id", "date"], ["customer_id", "date", "Date"]])
def test_bytes_in_parquet_are_text(names: list[str], tmp_path: Path) -> None:
    columns = [BYTES["customer_id"], BYTES["date"], BYTES["date"]][: len(names)]
    pq.write_table(pa.table(columns, names), tmp_path / "log.parquet")
    log = read_transactions(tmp_path / "log.parquet", as_of=AS_OF)
    assert sorted(day[0] for day in days(log)) == ["b", "é"]


def test_bytes_that_are_no_text_are_a_named_error(tmp_path: Path) -> None:
    table = pa.table({**BYTES, "customer_id": pa.array([b"\xff", b"b"])})
    pq.write_table(table, tmp_path / "log.parquet")
    with pytest.raises(InputError, match="E_FILE"):
        read_transactions(tmp_path / "log.parquet", as_of=AS_OF)


@pytest.mark.parametrize("folder", ["year=2024", "a [b]*", "it's"])
def test_the_name_of_a_folder_is_nothing_but_a_name(folder: str, tmp_path: Path) -> None:
    (tmp_path / folder).mkdir()
    path = tmp_path / folder / "log.parquet"
    frame(day[:3] for day in CLEAN).to_parquet(path)
    assert days(read_transactions(path, as_of=AS_OF)) == CLEAN


def test_categories_in_parquet_are_their_values(tmp_path: Path) -> None:
    path = tmp_path / "log.parquet"
    frame(day[:3] for day in CLEAN).astype({"customer_id": "category"}).to_parquet(path)
    assert days(read_transactions(path, as_of=AS_OF)) == CLEAN
