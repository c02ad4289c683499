from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from clv.customers.grains import GRAINS, grain_numbers, grain_sql, grain_start, require_grain
from clv.errors import InputError
from clv.transactions.engines.engine import connect

DAYS = pd.date_range("1967-12-25", "2025-03-05", freq="5D")


@pytest.mark.parametrize("grain", GRAINS)
def test_python_and_the_engine_agree_with_pandas_periods(grain: str) -> None:
    starts = DAYS.to_period(grain).start_time
    select = f"SELECT {grain_sql(grain, 'day')} AS start, day FROM days ORDER BY day"
    engine = connect()
    engine.table(
        "days",
        "SELECT CAST(DATE '1967-12-25' + 5 * CAST(range AS INTEGER) AS DATE) AS day "
        f"FROM range({len(DAYS)})",
    )
    np.testing.assert_array_equal(engine.frame(select)["start"], starts)
    assert [grain_start(day.date(), grain) for day in DAYS[:99]] == [s.date() for s in starts[:99]]


@pytest.mark.parametrize("grain", GRAINS)
def test_consecutive_stretches_have_consecutive_numbers(grain: str) -> None:
    starts = pd.period_range("1967-12-25", "2025-03-05", freq=grain).start_time
    assert set(np.diff(grain_numbers(starts, grain))) == {1}
    ends = starts[1:] - timedelta(days=1)
    np.testing.assert_array_equal(grain_numbers(ends, grain), grain_numbers(starts[:-1], grain))


def test_a_week_begins_on_monday() -> None:
    assert grain_start(date(2024, 3, 3), "W") == date(2024, 2, 26)
    assert grain_start(date(2024, 3, 4), "W") == date(2024, 3, 4)


def test_another_letter_is_refused() -> None:
    for letter in ("Y", "w", "", "WM"):
        with pytest.raises(InputError, match="E_GRAIN"):
            require_grain(letter)
    with pytest.raises(InputError, match=r"E_GRAIN.*use D \(day\), W \(week\), M \(month\)"):
        require_grain("Q", "DWM")
