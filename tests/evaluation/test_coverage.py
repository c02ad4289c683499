from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from clv.evaluation import coverage
from clv.reporting.results import to_plain


def months(n: int, step: int = 30) -> pd.DataFrame:
    starts = [date(2023, 1, 1) + timedelta(days=step * i) for i in range(n)]
    misses = np.resize([0.1, 0.3], n)
    return pd.DataFrame(
        {
            "made": starts,
            "start": starts,
            "end": [start + timedelta(days=30) for start in starts],
            "quantity": "spend",
            "expected": 100.0 * (1 + misses),
            "actual": 100.0,
            "miss": misses,
            "inside": np.resize([True, False], n),
        }
    )


def test_it_counts_and_sums() -> None:
    found = coverage(months(4)).loc["spend"]
    assert list(found[["periods", "inside", "expected", "actual"]]) == [4, 2, 480, 400]
    assert found["bias"] == pytest.approx(0.2)


def test_few_periods_have_no_interval_of_their_bias() -> None:
    assert coverage(months(7)).loc["spend", ["lower", "upper"]].isna().all()


def test_eight_periods_have_one_around_the_mean_miss() -> None:
    found = coverage(months(8)).loc["spend"]
    assert 0.1 < found["lower"] < 0.2 < found["upper"] < 0.3
    assert found["lower"] + found["upper"] == pytest.approx(0.4)


def test_periods_that_overlap_do_not_count_twice() -> None:
    assert coverage(months(14, step=15)).loc["spend", ["lower", "upper"]].isna().all()
    assert coverage(months(16, step=15)).loc["spend", ["lower", "upper"]].notna().all()


def test_only_the_first_period_of_a_run_counts() -> None:
    rows = months(9).assign(made=date(2022, 1, 1))
    assert coverage(rows).loc["spend", ["lower", "upper"]].isna().all()


def test_nothing_gives_an_empty_table_which_is_stored_as_an_empty_mapping() -> None:
    assert coverage(months(0)).empty
    assert to_plain(coverage(months(0))) == {}


@pytest.mark.parametrize("came", [0.0, -100.0])
def test_nothing_that_came_gives_no_bias(came: float) -> None:
    assert np.isnan(coverage(months(2).assign(actual=came))["bias"]["spend"])
