import numpy as np
import pandas as pd
import pytest

from clv.evaluation import (
    churn_score_too_good,
    horizon_beyond_history,
    one_time_buyers,
    pitfalls,
)


def customers(n: int = 200, slope: float = 0.0) -> pd.DataFrame:
    rng = np.random.default_rng(0)
    frequency = np.arange(n) % 20
    table = {
        "frequency": frequency,
        "T": 38.0 + 6 / 7,
        "monetary_value": np.where(frequency > 0, 20 + slope * frequency + rng.normal(0, 2, n), 0),
    }
    made = pd.DataFrame(table)
    made.attrs["time_unit"] = "W"
    return made


def test_one_time_buyers_are_counted() -> None:
    notice = one_time_buyers(customers())
    assert notice is not None
    assert notice.count == 10
    assert str(notice).startswith("CLV001: 10 of 200 customers (5%) bought once")
    assert one_time_buyers(customers().query("frequency > 0")) is None


@pytest.mark.parametrize(
    ("horizon", "factor"), [(39.0, None), (20.0, None), (40.0, "1.03"), (78.0, "2.00")]
)
def test_a_horizon_may_be_as_long_as_the_history_and_no_longer(
    horizon: float, factor: str | None
) -> None:
    notice = horizon_beyond_history(customers(), horizon)
    assert (notice is None) == (factor is None)
    assert notice is None or f"{factor} times" in str(notice)


def test_the_unit_of_the_table_says_how_long_a_day_is() -> None:
    days = pd.DataFrame({"T": [272.0]})
    days.attrs["time_unit"] = "D"
    assert horizon_beyond_history(days, 273.0) is None
    assert horizon_beyond_history(days, 274.0) is not None


@pytest.mark.parametrize(("area", "found"), [(0.77, False), (0.98, False), (0.999, True)])
def test_a_churn_score_near_perfection_is_suspicious(area: float, found: bool) -> None:
    assert (churn_score_too_good(area) is not None) == found


def test_the_pitfalls_that_apply_come_in_order() -> None:
    codes = [notice.code for notice in pitfalls(customers(slope=1.0), 78.0)]
    assert codes == ["CLV001", "CLV002"]
    clean = customers().query("frequency > 0")
    assert pitfalls(clean, 39.0) == ()
