import pandas as pd
import pytest

from clv.churn import DEFINITIONS, ChurnThresholds, define_churn
from clv.customers import summarise
from clv.errors import InputError
from clv.models import NBD
from clv.transactions import Transactions, read_transactions


@pytest.fixture(scope="module")
def log(cdnow_sample_log: Transactions) -> Transactions:
    return cdnow_sample_log


def once(n: int = 30) -> Transactions:
    """A log in which nobody buys twice before March."""
    ids = [f"{i:02d}" for i in range(n)]
    rows = pd.DataFrame({"customer_id": ids, "date": "2024-01-05", "amount": 1.0})
    late = pd.DataFrame({"customer_id": ids[:5], "date": "2024-03-10", "amount": 1.0})
    return read_transactions(pd.concat([rows, late]), as_of="2024-04-01")


def test_every_definition_is_a_column_and_every_customer_a_row(log: Transactions) -> None:
    found = define_churn(log, "1997-10-01", 273)
    assert list(found.labels) == list(DEFINITIONS)
    assert len(found.labels) == 2357
    assert (found.labels.dtypes == "boolean").all()
    assert found.labels.attrs == {"as_of": "1997-10-01", "horizon_days": 273}


def test_states_are_blind_to_the_day_and_later(log: Transactions) -> None:
    query = "SELECT customer_id, day AS date, amount FROM purchase_days WHERE day < '1997-10-01'"
    before = log.query(query)
    known = read_transactions(before.assign(date=before["date"].astype(str)), as_of="1997-10-01")
    states = [name for name, kind in DEFINITIONS.items() if kind != "outcome"]
    pd.testing.assert_frame_equal(
        define_churn(log, "1997-10-01", 273).labels[states],
        define_churn(known, "1997-10-01", 273).labels[states],
    )


def test_outcomes_are_missing_where_the_log_ends_first_and_that_is_said(log: Transactions) -> None:
    found = define_churn(log, "1998-07-01", 30)
    assert found.bought is None
    assert found.labels[["no_purchase", "partial_defection"]].isna().all(axis=None)
    assert [notice.code for notice in found.notices] == ["W_CERTAINLY_ALIVE", "W_NO_OUTCOME"]


def test_the_notice_counts_those_whom_the_model_holds_for_alive(log: Transactions) -> None:
    told = define_churn(log, "1997-10-01", 273).notices[0]
    assert told.count == 1411
    assert "1,411 of 2,357 customers (60%)" in told.found
    everybody = define_churn(log, "1997-10-01", 273, model=NBD()).notices[0]
    assert everybody.count == 2357


def test_without_own_days_both_kinds_of_silence_agree_on_one_time_buyers(log: Transactions) -> None:
    labels = define_churn(log, "1997-10-01", 273).labels
    single = summarise(log, "1997-10-01")["frequency"].eq(0)
    assert labels["silent_days"][single].equals(
        labels["silent_intervals"][single].rename("silent_days")
    )
    assert not labels["silent_days"].equals(labels["silent_intervals"].rename("silent_days"))


def test_thresholds_move_the_lines(log: Transactions) -> None:
    strict = ChurnThresholds(days=30, intervals=1, no_purchase_above=0.3, alive_below=0.9)
    mild = ChurnThresholds(days=200, intervals=6, no_purchase_above=0.95, alive_below=0.1)
    more, fewer = (define_churn(log, "1997-10-01", 273, at).labels for at in (strict, mild))
    for name in ("silent_days", "silent_intervals", "unlikely_to_buy", "not_alive"):
        assert (fewer[name] <= more[name]).all()
        assert fewer[name].sum() < more[name].sum()


def test_where_nobody_came_back_there_is_no_gap_and_no_model_but_a_reason() -> None:
    found = define_churn(once(), "2024-03-01", 31)
    gone = ["silent_days", "silent_intervals", "unlikely_to_buy", "not_alive"]
    assert found.labels[gone].isna().all(axis=None)
    assert found.labels["no_purchase"].sum() == 25
    assert [notice.code for notice in found.notices] == ["W_NO_MODEL"]


def test_a_number_of_days_needs_no_gap() -> None:
    found = define_churn(once(), "2024-03-01", 31, ChurnThresholds(days=20))
    assert found.labels["silent_days"].all()


@pytest.mark.parametrize(
    "wrong",
    [
        ChurnThresholds(days=0),
        ChurnThresholds(intervals=-1),
        ChurnThresholds(no_purchase_above=1.5),
        ChurnThresholds(alive_below=-0.1),
        ChurnThresholds(share=1),
    ],
)
def test_a_line_that_cannot_be_drawn_is_refused(log: Transactions, wrong: ChurnThresholds) -> None:
    with pytest.raises(InputError, match="E_PARAMETER"):
        define_churn(log, "1997-10-01", 273, wrong)
