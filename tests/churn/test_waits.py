import pandas as pd

from clv.churn import days_to_purchase, no_purchase
from clv.customers import outcomes
from clv.transactions import Transactions, read_transactions

DAYS = ("01-01", "02-01", "01-05", "02-10", "01-02", "02-03")


def test_waits_are_counted_from_the_day_of_the_cut() -> None:
    rows = pd.DataFrame(
        {
            "customer_id": ["a", "a", "b", "b", "c", "d"],
            "date": [f"2024-{day}" for day in DAYS],
            "amount": 1.0,
        }
    )
    log = read_transactions(rows, as_of="2024-03-01")
    waits = days_to_purchase(log, "2024-02-01", "2024-02-10")
    assert waits.fillna(-1).to_dict() == {"a": 0, "b": -1, "c": -1}


def test_nobody_has_a_wait_who_churned(cdnow_sample_log: Transactions) -> None:
    churned = no_purchase(outcomes(cdnow_sample_log, "1997-10-01", "1998-01-01"))
    waits = days_to_purchase(cdnow_sample_log, "1997-10-01", "1998-01-01")
    assert waits.index.equals(churned.index)
    assert waits.isna().equals(churned.rename("wait"))
    assert waits.dropna().between(0, 91).all()
