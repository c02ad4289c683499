import pytest

from clv.datasets import cdnow
from clv.transactions import Transactions, read_transactions
from tests.transactions.logs import frame, read_rows


def test_the_digest_ignores_the_order_of_rows_and_the_number_of_threads(
    cdnow_log: Transactions,
) -> None:
    lines = cdnow().path.read_text().splitlines()[1:]
    cells = [line.split() for line in reversed(lines)]
    table = frame([(c[0], c[1], c[3]) for c in cells])
    assert read_transactions(table, as_of="1998-07-01", threads=1).digest == cdnow_log.digest


def test_the_digest_sees_a_cent() -> None:
    one = read_rows(("a", "2024-01-01", 5.50)).digest
    assert one == read_rows(("a", "2024-01-01", "5.5")).digest
    assert one != read_rows(("a", "2024-01-01", 5.51)).digest


@pytest.mark.parametrize("column", ["discount", "cost", "category", "channel"])
def test_the_digest_sees_every_column_that_counts(column: str) -> None:
    table = frame([("a", "2024-01-01", 5.5), ("b", "2024-01-02", 6.0)])
    one, other = (
        read_transactions(table.assign(**{column: [value, "2"]}), as_of="2024-02-01").digest
        for value in ("1", "3")
    )
    assert one != other
