from datetime import date
from itertools import pairwise

import pytest

from clv.customers import outcomes, period_outcomes
from clv.errors import InputError
from clv.periods import Window
from clv.transactions import Transactions
from tests.transactions.logs import read_rows

ROWS = [
    ("a", "2024-01-01", 5),
    ("a", "2024-02-01", 6),
    ("a", "2024-03-15", 8),
    ("b", "2024-01-09", 5),
    ("b", "2024-02-03", -2),
    ("c", "2024-02-05", 5),
    ("d", "2024-01-05", 5),
    ("d", "2024-03-01", 5),
]
WINDOWS = [
    Window(date(2024, 2, 1), date(2024, 3, 1)),
    Window(date(2024, 3, 1), date(2024, 4, 1)),
]


def counted(rows: list[tuple[str, str, int]], known: str = "2024-02-01") -> dict[str, list[float]]:
    table = period_outcomes(read_rows(*rows, as_of="2024-04-01"), known, WINDOWS)
    by = table.groupby("quantity")
    names = ("purchases", "spend", "buyers")
    found = {name: by.get_group(name)["actual"].tolist() for name in names}
    return found | {"so far": by.get_group("buyers")["actual_so_far"].tolist()}


def test_each_period_holds_its_start_and_not_its_end() -> None:
    assert counted(ROWS) == {
        "purchases": [1, 2],
        "spend": [4.0, 13.0],
        "buyers": [1, 2],
        "so far": [1, 2],
    }


def test_row_order_changes_nothing() -> None:
    assert counted(ROWS[::-1]) == counted(ROWS)


def test_who_joins_later_is_not_known() -> None:
    assert counted(ROWS, "2024-03-01")["purchases"] == [2, 2]


def test_what_comes_later_changes_nothing() -> None:
    later = read_rows(*ROWS, ("b", "2024-04-02", 9), as_of="2024-05-01")
    short = read_rows(*ROWS, as_of="2024-04-01")
    one, other = (period_outcomes(log, "2024-02-01", WINDOWS) for log in (later, short))
    assert one.equals(other)


def test_a_period_in_which_nobody_bought_is_zero() -> None:
    rows = [row for row in ROWS if row[1] < "2024-03"]
    assert counted(rows)["purchases"] == [1, 0]


def test_periods_make_what_outcomes_counts_in_the_whole(cdnow_sample_log: Transactions) -> None:
    edges = [date(1997, 10, 1), date(1997, 12, 15), date(1998, 7, 1)]
    windows = [Window(*pair) for pair in pairwise(edges)]
    table = period_outcomes(cdnow_sample_log, "1997-10-01", windows)
    whole = outcomes(cdnow_sample_log, "1997-10-01", "1998-07-01")
    last = table.groupby("quantity")["actual_so_far"].last()
    assert last["purchases"] == whole["purchases_holdout"].sum()
    assert last["spend"] == pytest.approx(whole["spend_holdout"].sum())
    assert last["buyers"] == whole["active_holdout"].sum()


def test_a_period_that_the_log_does_not_cover_is_refused(cdnow_sample_log: Transactions) -> None:
    beyond = [Window(date(1998, 6, 1), date(1998, 8, 1))]
    with pytest.raises(InputError, match="E_AS_OF"):
        period_outcomes(cdnow_sample_log, "1997-10-01", beyond)
    with pytest.raises(InputError, match="E_PERIOD"):
        period_outcomes(cdnow_sample_log, "1997-10-01", [])
