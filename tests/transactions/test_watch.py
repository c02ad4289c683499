"""What the engine cannot do is one sentence with a name."""

from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from clv.errors import InputError
from clv.transactions import read_transactions
from clv.transactions.watch import watched
from tests.transactions.logs import AS_OF


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (duckdb.ConversionException("Could not cast 1e30 to DECIMAL(38,10)"), "E_AMOUNT"),
        (duckdb.ConversionException("Could not convert x"), "E_FILE"),
        (duckdb.OutOfRangeException("Overflow in HUGEINT addition"), "E_AMOUNT"),
        (duckdb.NotImplementedException("no such type"), "E_FILE"),
        (duckdb.IOException(""), "E_FILE"),
        (pa.ArrowInvalid(""), "E_FILE"),
        (duckdb.OutOfMemoryException("full"), "E_MEMORY"),
        (MemoryError(), "E_MEMORY"),
    ],
)
def test_a_fault_of_the_engine_has_a_name(error: Exception, code: str) -> None:
    with pytest.raises(InputError, match=f"{code}: .*a table"), watched("a table", show=False):
        raise error


def test_a_type_that_the_engine_does_not_know_is_named(tmp_path: Path) -> None:
    wide = pa.array([Decimal("1.5")], pa.decimal256(60, 2))
    table = pa.table({"customer_id": ["a"], "date": ["2024-01-01"], "amount": wide})
    pq.write_table(table, tmp_path / "log.parquet")
    with pytest.raises(InputError, match=r"E_FILE: log\.parquet cannot be read: .*256"):
        read_transactions(tmp_path / "log.parquet", as_of=AS_OF)
