import datetime
import subprocess
import sys
from typing import Any

import pyarrow as pa
import pytest

from clv.transactions.sources.sheets import column_array

DAY = datetime.date(2024, 1, 2)
MOMENT = datetime.datetime(2024, 1, 2, 9, 30)


@pytest.mark.parametrize(
    ("cells", "kind", "values"),
    [
        ([123.0, None, 7], pa.int64(), [123, None, 7]),
        ([123.0, 5.5], pa.float64(), [123.0, 5.5]),
        ([1e20, 1.0], pa.float64(), [1e20, 1.0]),
        ([DAY, None], pa.date32(), [DAY, None]),
        ([DAY, MOMENT], pa.timestamp("us"), [datetime.datetime(2024, 1, 2), MOMENT]),
        ([123.0, "007"], pa.string(), ["123", "007"]),
        ([5.5, 1e-7, 1e20, "x"], pa.string(), ["5.5", "0.0000001", "1" + "0" * 20, "x"]),
        ([DAY, 45292.0], pa.string(), ["2024-01-02", "45292"]),
        ([MOMENT, "x"], pa.string(), ["2024-01-02 09:30:00", "x"]),
        ([True, False], pa.string(), ["TRUE", "FALSE"]),
        ([True, 1.0], pa.string(), ["TRUE", "1"]),
        ([datetime.time(9, 30), DAY], pa.string(), ["09:30:00", "2024-01-02"]),
        ([None, None], pa.string(), [None, None]),
        ([], pa.string(), []),
    ],
)
def test_a_column_has_the_type_of_all_its_cells_or_is_text(
    cells: list[Any], kind: pa.DataType, values: list[Any]
) -> None:
    array = column_array(cells)
    assert array.type == kind
    assert array.to_pylist() == values


@pytest.mark.skipif(sys.platform == "win32", reason="no limits there")
@pytest.mark.parametrize("held", [(4 << 30, 4 << 30), (4 << 30, -1), (-1, -1)])
def test_a_limit_that_stands_already_is_not_raised(held: tuple[int, int]) -> None:
    import resource

    script = (
        "import resource; from clv.transactions.sources.sheets import _limit_memory; "
        f"resource.setrlimit(resource.RLIMIT_AS, {held}); _limit_memory(); "
        "print(*resource.getrlimit(resource.RLIMIT_AS))"
    )
    if resource.getrlimit(resource.RLIMIT_AS)[1] != resource.RLIM_INFINITY:
        pytest.skip("a limit stands already")
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    soft, hard = map(int, done.stdout.split())
    assert soft == (8 << 30 if held[0] == -1 else held[0])
    assert hard == held[1]
