import numpy as np
import pandas as pd
import pytest

from clv.customers import OUTCOMES, outcomes, summarise
from clv.errors import InputError
from clv.transactions import Transactions
from tests.customers.tables import values
from tests.transactions.logs import read_rows

ROWS = [
    ("a", "2024-01-01", 5),
    ("a", "2024-02-01", 6),
    ("a", "2024-02-01", 1),
    ("a", "2024-02-15", 8),
    ("b", "2024-01-09", 5),
    ("b", "2024-02-03", -2),
    ("c", "2024-02-05", 5),
    ("d", "2024-01-05", 5),
    ("d", "2024-03-01", 5),
]


def test_cdnow_bought_as_published_in_the_holdout(
    cdnow_log: Transactions, cdnow_sample_log: Transactions
) -> None:
    for log, purchases in ((cdnow_log, 19_684), (cdnow_sample_log, 1_882)):
        table = outcomes(log, "1997-10-01", "1998-07-01")
        assert table["purchases_holdout"].sum() == purchases


def test_the_customers_are_those_of_the_summary(
    cdnow_sample_log: Transactions, cdnow_sample_customers: pd.DataFrame
) -> None:
    table = outcomes(cdnow_sample_log, "1997-10-01", "1998-07-01")
    assert table.index.equals(cdnow_sample_customers.index)


def test_purchases_before_and_in_the_window_make_all_that_are_known_at_its_end(
    cdnow_sample_log: Transactions,
) -> None:
    before, after = (summarise(cdnow_sample_log, day) for day in ("1997-10-01", "1998-07-01"))
    table = outcomes(cdnow_sample_log, "1997-10-01", "1998-07-01")
    np.testing.assert_array_equal(
        before["purchases"] + table["purchases_holdout"], after["purchases"]
    )
    np.testing.assert_allclose(
        before["contribution"] + table["spend_holdout"], after["contribution"]
    )


def test_a_window_holds_its_start_and_not_its_end() -> None:
    table = outcomes(read_rows(*ROWS, as_of="2024-04-01"), "2024-02-01", "2024-03-01")
    assert tuple(table.columns) == OUTCOMES
    assert values(table, "a") == [2, 15.0, True]
    assert values(table, "b") == [0, -2.0, False]
    assert values(table, "d") == [0, 0.0, False]


def test_those_who_first_buy_within_the_window_are_counted_apart() -> None:
    table = outcomes(read_rows(*ROWS, as_of="2024-04-01"), "2024-02-01", "2024-03-01")
    assert table.index.tolist() == ["a", "b", "d"]
    assert table.attrs == {"as_of": "2024-02-01", "until": "2024-03-01", "newcomers": 1}


def test_spend_is_nan_in_a_log_without_amounts() -> None:
    log = read_rows(("a", "2024-01-01"), ("a", "2024-01-08"))
    table = outcomes(log, "2024-01-05", "2024-02-01")
    assert values(table, "a", "purchases_holdout") == [1]
    assert table["spend_holdout"].isna().all()


@pytest.mark.parametrize(
    ("start", "end", "code"),
    [
        ("2024-02-01", "2024-02-01", "E_WINDOW"),
        ("2024-02-01", "2024-04-02", "E_AS_OF"),
        ("2024-01-01", "2024-02-02", "E_AS_OF"),
        ("2024-03-05", "2024-03-20", "E_HOLDOUT_EMPTY"),
        ("2024-02-02", "2024-02-05", "E_HOLDOUT_EMPTY"),
    ],
)
def test_a_window_without_evidence_is_refused(start: str, end: str, code: str) -> None:
    with pytest.raises(InputError) as caught:
        outcomes(read_rows(*ROWS, as_of="2024-04-01"), start, end)
    assert caught.value.code == code
