import pandas as pd

from clv.churn import churn_table
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
    same = short.columns.drop("model_logit")
    pd.testing.assert_frame_equal(short[same], long[same])
