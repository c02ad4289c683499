from datetime import date, timedelta

import pandas as pd
import pytest

from clv.simulate import simulate_transactions
from clv.transactions import Transactions
from clv.transactions.read import read_transactions
from tests.transactions.notice_tables import codes, day, in_log, in_rows, regulars, rows

SHOPS = (
    ({"r": 0.25, "alpha": 4.5, "a": 0.8, "b": 2.4}, {"p": 6.25, "q": 3.74, "gamma": 15.4}),
    ({"r": 0.6, "alpha": 8.0, "a": 0.6, "b": 4.0}, {"p": 2.0, "q": 2.5, "gamma": 20.0}),
    ({"r": 2.0, "alpha": 3.0, "a": 0.3, "b": 3.0}, {"p": 1.0, "q": 5.0, "gamma": 50.0}),
)
START = date(2020, 1, 1)


def plain(shop: int, customers: int, days: int, join_days: int, seed: int) -> pd.DataFrame:
    """A log as the models draw it: nothing is wrong with it."""
    params, spend = SHOPS[shop]
    end = START + timedelta(days=days)
    log = simulate_transactions(params, customers, START, end, seed, spend, join_days=join_days)
    return log.rename(columns={"date": "day"})


def test_plain_logs_raise_no_false_alarm() -> None:
    alarms = []
    for seed in range(2):
        for shop in range(len(SHOPS)):
            for customers, days in ((60, 1100), (400, 200), (1500, 730)):
                for join_days in (1, 84, days):
                    log = plain(shop, customers, days, join_days, seed)
                    found = codes(in_rows(log)) - {"W_DUPLICATE_ROWS"}
                    found |= codes(in_log(log, START + timedelta(days=days)))
                    alarms += sorted(found)
    assert alarms == []


@pytest.mark.parametrize("as_of", ["1997-04-15", "1997-10-01", "1998-01-01"])
def test_cdnow_raises_no_false_alarm_whenever_it_ends(as_of: str) -> None:
    log = read_transactions("cdnow", as_of=as_of)
    assert codes(log.audit.notices) <= {"W_DUPLICATE_ROWS", "W_ZERO_AMOUNTS"}


def test_the_clean_log_of_cdnow_gives_no_notice_of_its_own(cdnow_log: Transactions) -> None:
    assert codes(cdnow_log.audit.notices) <= {"W_DUPLICATE_ROWS", "W_ZERO_AMOUNTS"}


@pytest.mark.parametrize("beside", [-1, 1])
def test_deliveries_are_noticed_on_the_day_before_and_after(beside: int) -> None:
    log = regulars()
    parts = log[10:].iloc[::8].assign(amount=0.0)
    parts["day"] = [d + timedelta(days=beside) for d in parts["day"]]
    (notice,) = in_log(pd.concat([log, parts]), day(401))
    assert (notice.code, notice.count) == ("W_SHIPMENTS", len(parts))


def test_free_visits_far_from_a_purchase_are_no_deliveries() -> None:
    log = regulars()
    visits = log.iloc[::8].assign(amount=0.0)
    visits["day"] = [d + timedelta(days=20) for d in visits["day"]]
    assert in_log(pd.concat([log, visits])) == []


def test_a_log_of_one_purchase_gives_no_notice() -> None:
    assert in_log(rows(("a", day(0), 5.0))) == []
