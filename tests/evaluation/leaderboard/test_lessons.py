"""Origins and lessons: nothing on or after a day is seen, and a short log says so."""

from datetime import date
from itertools import pairwise

import pandas as pd
import pytest

from clv.customers import describe, outcomes, summarise
from clv.errors import InputError
from clv.evaluation.leaderboard import lesson_at, origins
from clv.transactions import Transactions, read_transactions
from tests.evaluation.leaderboard.shop import log


def test_the_last_outcome_ends_with_the_log_and_windows_do_not_overlap() -> None:
    days = origins(log(), "13w", 3)
    assert [(b - a).days for a, b in pairwise(days)] == [91, 91]
    assert (log().as_of - days[-1]).days == 91


def test_a_short_log_lends_overlapping_windows_or_says_that_it_cannot(
    cdnow_sample_log: Transactions,
) -> None:
    days = origins(cdnow_sample_log, "26w", 3)
    assert [day.isoformat() for day in days] == ["1997-07-02", "1997-10-01", "1997-12-31"]
    with pytest.raises(InputError, match="fewer origins") as raised:
        origins(cdnow_sample_log, "39w", 2)
    assert raised.value.code == "E_ORIGINS"
    with pytest.raises(InputError):
        origins(cdnow_sample_log, "13w", 0)


def test_a_lesson_is_what_the_tables_of_its_days_say() -> None:
    lesson = lesson_at(log(), date(2023, 12, 1), "13w")
    assert (lesson.horizon, lesson.earlier_horizon) == (13.0, 13.0)
    for table, day in ((lesson.known, "2023-12-01"), (lesson.earlier, "2023-09-01")):
        assert table["recency"].equals(summarise(log(), day)["recency"])
        period = table.attrs["period_days"]
        assert table["active_share"].equals(describe(log(), day, period)["active_share"])
    later = outcomes(log(), "2023-09-01", "2023-12-01")["purchases_holdout"]
    assert lesson.earlier_actual.equals(later)
    recent = lesson.known["recent_purchases"].reindex(later.index)
    assert recent.equals(later.rename("recent_purchases"))


def test_a_lesson_does_not_see_the_day_of_the_forecast_or_later() -> None:
    rows = log().query(
        "SELECT customer_id, day AS date, amount FROM purchase_days WHERE day < '2023-12-01'"
    )
    blind = read_transactions(rows, as_of="2023-12-01")
    seeing, unseeing = (lesson_at(each, date(2023, 12, 1), "13w") for each in (log(), blind))
    pd.testing.assert_frame_equal(seeing.known, unseeing.known)
    pd.testing.assert_frame_equal(seeing.earlier, unseeing.earlier)
    pd.testing.assert_series_equal(seeing.earlier_actual, unseeing.earlier_actual)


def test_short_horizons_have_origins_a_week_apart() -> None:
    assert [(b - a).days for a, b in pairwise(origins(log(), "1d", 3))] == [7, 7]
