from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clv.churn import check_leaks, churn_lessons, churn_table, stop_if_too_good
from clv.errors import InputError
from clv.transactions import Transactions

CUT = "2024-03-01"
RNG = np.random.default_rng(0)
CHURNED = RNG.uniform(size=200) < 0.4


def clean(**more: Any) -> pd.DataFrame:
    columns = {"silence": CHURNED + RNG.normal(0, 1, 200), "seen": pd.Timestamp("2024-02-29")}
    return pd.DataFrame({**columns, **more})


def test_what_was_known_before_the_cut_passes() -> None:
    assert check_leaks(clean().drop(columns="seen"), CUT, CHURNED) == ()


@pytest.mark.parametrize(
    "late",
    [
        pd.Timestamp(CUT),
        pd.Timestamp("2024-03-05", tz="Europe/Berlin"),
        date(2024, 3, 1),
        "2024-03-01",
        "2024-03-01T10:00:00",
    ],
)
def test_a_date_on_the_cut_is_a_leak_in_whatever_form(late: Any) -> None:
    with pytest.raises(InputError, match=r"E_LEAK: last is dated on or after 2024-03-01 for 200"):
        check_leaks(clean(last=[late] * 200), CUT)


def test_dates_that_are_late_for_some_are_counted_and_dated() -> None:
    days = pd.Series(pd.Timestamp("2024-02-01"), range(200))
    days[:3] = pd.DatetimeIndex(["2024-03-01", "2024-05-01", pd.NaT])
    with pytest.raises(InputError, match=r"for 2 of 200 rows \(up to 2024-05-01\)"):
        check_leaks(clean(last=days), CUT)


def test_a_table_made_as_of_a_later_day_is_a_leak() -> None:
    X = clean()
    X.attrs["as_of"] = "2024-03-02"
    with pytest.raises(InputError, match="the table speaks as of 2024-03-02, after the cut"):
        check_leaks(X, CUT)
    X.attrs["as_of"] = CUT
    check_leaks(X, CUT)


def test_a_column_of_the_holdout_is_a_leak() -> None:
    with pytest.raises(InputError, match="spend_holdout was counted after the cut"):
        check_leaks(clean(spend_holdout=1.0), CUT)


def test_a_column_known_too_late_is_a_leak() -> None:
    check_leaks(clean(), CUT, known={"silence": "2024-02-29"})
    with pytest.raises(InputError, match="silence was known on or after 2024-03-01"):
        check_leaks(clean(), CUT, known={"silence": CUT})
    with pytest.raises(InputError, match="E_COLUMNS: the table has no column gone"):
        check_leaks(clean(), CUT, known={"gone": CUT})


@pytest.mark.parametrize("sign", [1, -1])
def test_a_column_that_orders_the_outcome_either_way_is_named(sign: int) -> None:
    with pytest.raises(InputError, match=r"target alone orders .* curve 1\.000"):
        check_leaks(clean(target=sign * CHURNED.astype(float)), CUT, CHURNED)


def test_values_that_are_missing_for_those_who_churn_are_named() -> None:
    days = np.where(CHURNED, np.nan, RNG.normal(0, 1, 200))
    with pytest.raises(InputError, match="next_visit alone orders"):
        check_leaks(clean(next_visit=days), CUT, CHURNED)


def test_all_leaks_are_named_at_once() -> None:
    with pytest.raises(InputError) as caught:
        check_leaks(clean(a_holdout=1, b=pd.Timestamp(CUT)), CUT)
    assert "a_holdout" in str(caught.value)
    assert "b is dated" in str(caught.value)


def test_columns_that_cannot_be_tested_are_said() -> None:
    (notice,) = check_leaks(clean(name="x"), CUT, CHURNED)
    assert (notice.code, notice.count) == ("W_LEAK_UNTESTED", 2)
    (few,) = check_leaks(clean()[["silence"]][:15], CUT, np.arange(15) < 9)
    assert few.count == 1


def test_an_outcome_of_other_length_is_refused() -> None:
    with pytest.raises(InputError, match="E_INDEX"):
        check_leaks(clean(), CUT, CHURNED[1:])


@given(st.integers(0, 500))
def test_noise_is_no_leak(seed: int) -> None:
    rng = np.random.default_rng(seed)
    y = np.arange(40) < 20
    check_leaks(pd.DataFrame({"noise": rng.normal(size=40)}), CUT, rng.permutation(y))


def test_lessons_pass_up_to_the_end_of_their_windows(cdnow_sample_log: Transactions) -> None:
    X, y = churn_lessons(cdnow_sample_log, ["1997-05-18", "1997-07-25"], 68, 30)
    assert check_leaks(X, "1997-10-01", y) == ()
    with pytest.raises(InputError, match="its outcomes end on 1997-10-01, after the cut"):
        check_leaks(X, "1997-09-30", y)
    late = X.assign(last=pd.Timestamp("1997-06-01"))
    with pytest.raises(InputError, match="last is dated on or after the cut of its row for 2,"):
        check_leaks(late, "1997-10-01")


def test_tables_of_a_log_pass_on_their_day_and_not_before(cdnow_sample_log: Transactions) -> None:
    X = churn_table(cdnow_sample_log, "1997-10-01", 273, 30)
    assert check_leaks(X, "1997-10-01") == ()
    with pytest.raises(InputError, match="E_LEAK"):
        check_leaks(X, "1997-09-30")


def test_a_score_too_good_to_be_true_stops_and_names_the_feature() -> None:
    X = clean(target=CHURNED.astype(float)).drop(columns="seen")
    with pytest.raises(InputError, match=r"E_TOO_GOOD: b orders .*features target does so best"):
        stop_if_too_good({"a": 0.8, "b": 0.999}, X, CHURNED)
    with pytest.raises(InputError, match=r"E_TOO_GOOD: b orders who"):
        stop_if_too_good(pd.Series({"a": 0.8, "b": 0.999}), X[[]], CHURNED)


def test_scores_that_can_be_are_let_pass() -> None:
    assert stop_if_too_good({"a": 0.98, "b": np.nan}) == ()
    assert stop_if_too_good({"a": 0.99}, largest=0.995) == ()


def test_among_a_handful_a_perfect_score_is_said_and_stops_nothing() -> None:
    (notice,) = stop_if_too_good({"a": 1.0}, clean()[:12], np.arange(12) < 3)
    assert (notice.code, notice.count) == ("W_TOO_FEW_TO_TELL", 3)
