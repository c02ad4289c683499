import numpy as np
import pandas as pd
import pytest

from clv.customers import cohorts, summarise
from clv.errors import InputError
from clv.transactions import Transactions
from tests.transactions.logs import read_rows


@pytest.mark.parametrize("by", ["W", "M", "Q"])
def test_cohorts_add_up_to_the_customers(cdnow_sample_log: Transactions, by: str) -> None:
    table = cohorts(cdnow_sample_log, "1997-10-01", by)
    customers = summarise(cdnow_sample_log, "1997-10-01")
    assert table["customers"].sum() == len(customers)
    assert table["purchases"].sum() == customers["purchases"].sum()
    assert table["revenue"].sum() == pytest.approx(customers["contribution"].sum())
    repeaters = table["repeat_share"] @ table["customers"]
    assert repeaters == pytest.approx((customers["frequency"] > 0).sum())
    starts = customers["first_purchase"].dt.to_period(by).dt.start_time
    np.testing.assert_array_equal(table["customers"], starts.value_counts().sort_index())


def test_a_cohort_that_others_may_still_join_is_not_whole() -> None:
    log = read_rows(("a", "2024-01-01", 5), ("b", "2024-02-09", -2), ("b", "2024-02-10", 5))
    table = cohorts(log, "2024-02-20")
    assert table.index.tolist() == [pd.Timestamp("2024-01-01"), pd.Timestamp("2024-02-01")]
    assert table["whole"].tolist() == [True, False]
    assert table["revenue"].tolist() == [5, 3]
    assert table.attrs == {"as_of": "2024-02-20", "by": "M"}
    assert cohorts(log, "2024-03-01")["whole"].all()


def test_days_are_no_cohorts(cdnow_sample_log: Transactions) -> None:
    with pytest.raises(InputError, match=r"E_GRAIN.*W \(week\), M \(month\), Q \(quarter\)"):
        cohorts(cdnow_sample_log, "1997-10-01", by="D")
