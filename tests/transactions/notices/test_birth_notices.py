from datetime import date

import pandas as pd
import pytest

from clv.simulate import simulate_transactions
from clv.transactions import Transactions
from tests.transactions.notice_tables import codes, in_log

KEEN = {"r": 2.0, "alpha": 3.0, "a": 0.3, "b": 3.0}
USUAL = {"r": 0.6, "alpha": 8.0, "a": 0.6, "b": 4.0}
START, CUT, END = date(2019, 1, 1), date(2021, 6, 1), date(2023, 1, 1)


def four_years(params: dict[str, float], seed: int, join_days: int = 1461) -> pd.DataFrame:
    log = simulate_transactions(params, 1500, START, END, seed, join_days=join_days)
    return log.rename(columns={"date": "day"}).assign(amount=1.0)


@pytest.mark.parametrize("params", [KEEN, USUAL])
@pytest.mark.parametrize("seed", range(3))
def test_a_log_that_begins_in_the_middle_is_noticed(params: dict[str, float], seed: int) -> None:
    log = four_years(params, seed)
    assert "W_LEFT_TRUNCATED" not in codes(in_log(log, END))
    assert "W_LEFT_TRUNCATED" in codes(in_log(log[log["day"] >= pd.Timestamp(CUT)], END))


@pytest.mark.parametrize("params", [KEEN, USUAL])
def test_a_rush_at_the_opening_is_no_cut(params: dict[str, float]) -> None:
    rush = four_years(params, 1, join_days=140)
    later = four_years(params, 2)
    few = later[later["customer_id"].str.endswith("7")].assign(
        customer_id=lambda log: "x" + log["customer_id"]
    )
    assert "W_LEFT_TRUNCATED" not in codes(in_log(pd.concat([rush, few]), END))


def test_a_cohort_by_design_is_no_cut(cdnow_log: Transactions) -> None:
    assert "W_LEFT_TRUNCATED" not in codes(cdnow_log.audit.notices)
