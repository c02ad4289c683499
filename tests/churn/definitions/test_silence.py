import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clv.churn import silent_days, silent_intervals
from clv.errors import InputError


def buyers(*rows: tuple[float | None, int, float | None]) -> pd.DataFrame:
    names = ["inactivity", "purchases", "median_gap"]
    return pd.DataFrame(rows, columns=names).astype({"median_gap": float, "inactivity": float})


def test_the_limit_itself_is_no_churn() -> None:
    assert silent_days(buyers((30, 1, None), (31, 1, None)), 30).tolist() == [False, True]


def test_the_same_silence_is_long_for_one_and_short_for_another() -> None:
    table = buyers((22, 9, 7.0), (22, 9, 30.0))
    assert silent_intervals(table, 3).tolist() == [True, False]


def test_a_short_history_leans_on_the_population() -> None:
    # one own gap of 2 days and the population's of 10: (3 * 10 + 2) / 4 = 8 days
    table = buyers((24, 2, 2.0), (25, 2, 2.0))
    assert silent_intervals(table, 3, population=10).tolist() == [False, True]


def test_without_any_gap_or_silence_the_label_is_missing() -> None:
    assert silent_intervals(buyers((30, 1, None))).isna().all()
    assert silent_days(buyers((None, 1, None)), 30).isna().all()


@given(st.integers(0, 400), st.integers(1, 30), st.floats(1, 200), st.floats(0.1, 9))
def test_who_is_silent_for_more_intervals_is_so_for_fewer(
    silence: int, purchases: int, gap: float, m: float
) -> None:
    table = buyers((silence, purchases, gap if purchases > 1 else None))
    more, fewer = (silent_intervals(table, n, population=20).item() for n in (m + 1, m))
    assert more <= fewer


@pytest.mark.parametrize("number", [0, -1, math.nan, math.inf])
def test_no_length_of_silence_is_refused(number: float) -> None:
    table = buyers((30, 1, None))
    with pytest.raises(InputError, match="E_PARAMETER: days"):
        silent_days(table, number)
    with pytest.raises(InputError, match="E_PARAMETER: intervals"):
        silent_intervals(table, number)
