import pandas as pd
import pytest

from clv.churn import churn_lessons, churn_table, no_purchase
from clv.customers import outcomes
from clv.errors import InputError
from clv.transactions import Transactions, read_transactions


def test_the_table_is_blind_to_the_day_itself_and_all_later_ones(
    cdnow_sample_log: Transactions,
) -> None:
    before = cdnow_sample_log.query(
        "SELECT customer_id, day AS date, amount FROM purchase_days WHERE day < '1997-10-01'"
    )
    cut_off = read_transactions(before.assign(date=before["date"].astype(str)), as_of="1997-10-01")
    pd.testing.assert_frame_equal(
        churn_table(cdnow_sample_log, "1997-10-01", 273, 30),
        churn_table(cut_off, "1997-10-01", 273, 30),
    )


def test_a_longer_horizon_makes_a_purchase_more_likely(cdnow_sample_log: Transactions) -> None:
    short, long = (churn_table(cdnow_sample_log, "1997-10-01", days, 30) for days in (136, 273))
    assert (long["model_logit"] >= short["model_logit"]).all()
    assert (long["model_logit"] > short["model_logit"]).mean() > 0.99
    same = ["log_purchases", "log_inactivity"]
    pd.testing.assert_frame_equal(short[same], long[same])


CUTS = ["1997-07-25", "1997-05-18"]


def test_a_table_says_of_which_day_it_speaks(cdnow_sample_log: Transactions) -> None:
    attrs = churn_table(cdnow_sample_log, "1997-10-01", 273, 30).attrs
    assert (attrs["as_of"], attrs["horizon_days"]) == ("1997-10-01", 273)


def test_lessons_are_the_tables_of_their_cuts_one_upon_the_other(
    cdnow_sample_log: Transactions,
) -> None:
    X, y = churn_lessons(cdnow_sample_log, CUTS, 68, 30, until="1997-10-01")
    assert X.index.equals(y.index)
    assert X["cut"].is_monotonic_increasing
    for cut in CUTS:
        rows = (X["cut"] == cut).to_numpy()
        alone = churn_table(cdnow_sample_log, cut, 68, 30)
        pd.testing.assert_frame_equal(X[rows].drop(columns="cut"), alone)
        end = pd.Timestamp(cut) + pd.Timedelta(days=68)
        labels = no_purchase(outcomes(cdnow_sample_log, cut, str(end.date())))
        pd.testing.assert_series_equal(y[rows], labels)
    told = {name: X.attrs[name] for name in ("as_of", "cuts", "until")}
    assert told == {"as_of": CUTS[0], "cuts": CUTS[::-1], "until": "1997-10-01"}


def test_lessons_are_blind_to_what_comes_after_their_windows(
    cdnow_sample_log: Transactions,
) -> None:
    before = cdnow_sample_log.query(
        "SELECT customer_id, day AS date, amount FROM purchase_days WHERE day < '1997-10-01'"
    )
    cut_off = read_transactions(before.assign(date=before["date"].astype(str)), as_of="1997-10-01")
    known, whole = (churn_lessons(log, CUTS, 68)[0] for log in (cut_off, cdnow_sample_log))
    pd.testing.assert_frame_equal(known, whole)


@pytest.mark.parametrize(
    ("cuts", "days", "said"),
    [
        ([], 68, "of 0 cuts"),
        ([CUTS[0], CUTS[0]], 68, "of 2 cuts 1 are different"),
        (CUTS, 69, "1 of 2 windows of 69 days end after 1997-10-01"),
        (CUTS, 0, "a window of 0 days holds no day"),
    ],
)
def test_lessons_that_cannot_be_held_are_refused(
    cdnow_sample_log: Transactions, cuts: list[str], days: int, said: str
) -> None:
    with pytest.raises(InputError, match=f"E_LESSON: {said}"):
        churn_lessons(cdnow_sample_log, cuts, days, until="1997-10-01")
