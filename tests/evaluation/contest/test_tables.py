"""The table of the contest holds what is known at its day and nothing later."""

import pandas as pd

from clv.evaluation import contest_table
from clv.periods import Duration
from clv.transactions import Transactions, read_transactions


def test_the_table_is_blind_to_its_own_day_and_later(cdnow_sample_log: Transactions) -> None:
    horizon = Duration(39, "W")
    shorter = read_transactions("cdnow_sample", as_of="1997-10-01")
    pd.testing.assert_frame_equal(
        contest_table(cdnow_sample_log, "1997-10-01", horizon, 0.1),
        contest_table(shorter, "1997-10-01", horizon, 0.1),
    )


def test_a_later_coin_is_worth_less(cdnow_sample_log: Transactions) -> None:
    horizon = Duration(39, "W")
    plain, discounted = (
        contest_table(cdnow_sample_log, "1997-10-01", horizon, rate)["residual_value"]
        for rate in (0.0, 0.5)
    )
    assert (discounted < plain).all()
    assert (discounted > plain * 1.5 ** (-273 / 365.25)).all()
