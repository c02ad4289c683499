from datetime import UTC, date, datetime
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
        "2024/03/01",
        "20240301",
        20240301,
        pd.Period("2024-03", "M"),
        datetime(2024, 3, 1, tzinfo=UTC),
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
    (notice,) = check_leaks(clean(name=["x", "y", "z", "x"] * 50), CUT, CHURNED)
    assert (notice.code, notice.count, notice.samples) == ("W_LEAK_UNTESTED", 1, ("name",))
    (few,) = check_leaks(clean()[["silence"]][:15], CUT, np.arange(15) < 9)
    assert few.count == 1


def test_an_outcome_of_other_length_is_refused() -> None:
    with pytest.raises(InputError, match="E_OUTCOME"):
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
    with pytest.raises(InputError, match=r"E_TOO_GOOD: b orders .*target alone comes closest"):
        stop_if_too_good({"a": 0.8, "b": 0.999}, X, CHURNED)
    with pytest.raises(InputError, match=r"E_TOO_GOOD: b orders who"):
        stop_if_too_good(pd.Series({"a": 0.8, "b": 0.999}), X[[]], CHURNED)


def test_scores_that_can_be_are_let_pass() -> None:
    assert stop_if_too_good({"a": 0.98, "b": np.nan}) == ()
    assert stop_if_too_good({"a": 0.99}, largest=0.995) == ()


def test_among_a_handful_a_perfect_score_is_said_and_stops_nothing() -> None:
    (notice,) = stop_if_too_good({"a": 1.0}, clean()[:12], np.arange(12) < 3)
    assert (notice.code, notice.count) == ("W_TOO_FEW_TO_TELL", 3)


@pytest.mark.parametrize(
    ("late", "kind"),
    [
        ("2024-03-01", object),
        ("2024-03-01", "str"),
        ("2024-03-01", "category"),
        (date(2024, 3, 1), "date32[pyarrow]"),
        (20240301, "Int64"),
    ],
)
def test_a_date_is_one_in_whatever_kind_of_column(late: Any, kind: Any) -> None:
    with pytest.raises(InputError, match="last is dated on or after 2024-03-01"):
        check_leaks(clean(last=pd.Series([late] * 200).astype(kind)), CUT)


@pytest.mark.parametrize(
    ("one", "others"),
    [("2024-03-05", ""), ("2024-03-05", "never"), (20240305, 0), (20240305, None)],
)
def test_one_late_date_among_other_words_is_found(one: Any, others: Any) -> None:
    with pytest.raises(InputError, match=r"for 1 of 200 rows \(up to 2024-03-05\)"):
        check_leaks(clean(last=[one, *[others] * 199]), CUT)


@pytest.mark.parametrize(
    "values",
    [
        np.arange(20_240_000, 20_240_200),  # no days: 20240000, 20240132
        np.arange(200) + 20_240_301.5,
        ["20240301", *["A1"] * 199],
        ["2024-13-45"] * 200,
        [20240229] * 200,
    ],
)
def test_numbers_and_words_that_are_no_late_days_raise_no_alarm(values: Any) -> None:
    check_leaks(clean(spend=values), CUT)


@pytest.mark.parametrize(
    "values",
    [
        pd.cut(np.arange(200.0), 4),
        pd.Series(np.arange(200), dtype="int64[pyarrow]"),
        np.arange(200).astype(np.float16),
        np.where(CHURNED[::-1], np.inf, 1.0),
        pd.array([None] * 200, dtype="Int64"),
        pd.Series([[1]] * 200),
        pd.Series([1, "a", None, 2.5] * 50),
    ],
    ids=["bins", "arrow", "half", "infinite", "unknown", "lists", "mixed"],
)
def test_columns_of_any_kind_are_looked_at(values: Any) -> None:
    check_leaks(clean(more=values), CUT, CHURNED)


def test_days_known_that_are_of_other_rows_or_no_days_are_refused() -> None:
    shifted = pd.Series(CUT, range(1, 201))
    with pytest.raises(InputError, match="E_INDEX: the 200 days on which silence was known"):
        check_leaks(clean(), CUT, known={"silence": shifted})
    for fault in ("next week", [CUT] * 3):
        with pytest.raises(InputError, match="E_DAY: the days on which silence was known"):
            check_leaks(clean(), CUT, known={"silence": fault})
    with pytest.raises(InputError, match="E_LEAK: silence was known"):
        check_leaks(clean(), CUT, known={"silence": pd.Timestamp(CUT, tz="UTC")})


def test_an_outcome_in_another_order_is_refused_before_it_hides_a_leak() -> None:
    with pytest.raises(InputError, match="E_OUTCOME"):
        check_leaks(clean(target=CHURNED), CUT, pd.Series(CHURNED)[::-1])


@given(st.integers(0, 200), st.floats(0.5, 2))
def test_an_honest_strong_feature_is_no_leak(seed: int, noise: float) -> None:
    rng = np.random.default_rng(seed)
    y = rng.uniform(size=300) < 0.3
    check_leaks(pd.DataFrame({"silence": y + noise * rng.normal(size=300)}), CUT, y)


def test_a_row_that_does_not_know_its_cut_is_held_against_the_day_itself() -> None:
    own = pd.Series([pd.NaT] * 3 + [pd.Timestamp("2024-02-01")] * 197)
    with pytest.raises(InputError, match="last is dated on or after the cut of its row for 3 of"):
        check_leaks(clean(cut=own, last=own.fillna(pd.Timestamp(CUT)).where(own.isna())), CUT)
