"""Classes of customers never move, and nobody falls between them."""

import pandas as pd

from clv.customers import count_population, newcomers_per_week, purchases_per_week
from clv.transactions import Transactions, read_transactions


def log_of(days: dict[str, list[str]], as_of: str = "2024-07-01") -> Transactions:
    rows = [(who, day) for who, bought in days.items() for day in bought]
    return read_transactions(pd.DataFrame(rows, columns=["customer_id", "date"]), as_of=as_of)


def test_a_class_begins_where_its_name_says() -> None:
    log = log_of(
        {
            "once, today": ["2024-06-30"],
            "once, 29 days ago": ["2024-06-01"],
            "once, 30 days ago": ["2024-05-31"],
            "three times": ["2024-01-01", "2024-01-02", "2024-01-03"],
        }
    )
    found = count_population(log, "2024-07-01")
    assert found["frequency"] == {"0": 3, "1": 0, "2": 1, "3-4": 0, "5-9": 0, "10+": 0}
    assert list(found["inactivity"].values()) == [2, 1, 1, 0, 0, 0]
    assert list(found["inactivity"])[:2] == ["0-29", "30-89"]


def test_everybody_stands_in_one_class(cdnow_log: Transactions) -> None:
    for classes in count_population(cdnow_log, "1997-10-01").values():
        assert sum(classes.values()) == 23570


def test_nothing_on_or_after_the_day_is_counted() -> None:
    log = log_of({"a": ["2024-01-01", "2024-05-01"], "b": ["2024-05-01"]})
    assert sum(count_population(log, "2024-05-01")["frequency"].values()) == 1


def test_newcomers_stand_in_the_weeks_of_the_purchases() -> None:
    log = log_of({"a": ["2024-06-10", "2024-06-25"], "b": ["2024-06-24"]})
    weekly = newcomers_per_week(log)
    assert weekly.tolist() == [1, 0, 1]
    assert weekly.index.equals(purchases_per_week(log).index)


def test_all_customers_of_a_cohort_come_once(cdnow_log: Transactions) -> None:
    weekly = newcomers_per_week(cdnow_log)
    assert weekly.sum() == 23570
    assert (weekly.tail(52) == 0).all()
