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
