import numpy as np
import pandas as pd
import pytest

from clv.errors import InputError
from clv.rules.assignment import Assignment
from clv.rules.systems.concentration import Concentration


def table(money: list[float], purchases: int | list[int] = 2) -> pd.DataFrame:
    index = [f"c{n}" for n in range(len(money))]
    return pd.DataFrame({"purchases": purchases, "contribution": money}, index=index)


def assigned(features: pd.DataFrame) -> Assignment:
    return Concentration().fit(features).assign(features)


def test_five_and_one_per_cent_are_the_limits() -> None:
    found = assigned(table([50.0, 49.9, 10.0, 9.9, *[8.802] * 100]))
    assert found.scores["share"].sum() == pytest.approx(1)
    assert found.labels.iloc[:5].tolist() == [
        "critical", "notable", "notable", "scattered", "scattered"
    ]  # fmt: skip


def test_critical_customers_are_noticed_with_what_they_hold() -> None:
    found = assigned(table([60.0, 20.0, *[1.0] * 20]))
    assert [notice.code for notice in found.notices] == ["W_DEPENDENCE"]
    assert "2 of 22 customers are critical; together they hold 80%" in str(found.notices[0])


def test_a_scattered_business_needs_no_notice() -> None:
    found = assigned(table([1.0] * 200))
    assert set(found.labels) == {"scattered"}
    assert found.notices == ()


def test_losses_do_not_make_the_others_weigh_more() -> None:
    found = assigned(table([60.0, 40.0, -50.0]))
    assert found.scores["share"].tolist() == [0.6, 0.4, -0.5]
    assert found.labels.tolist() == ["critical", "critical", "scattered"]


def test_later_customers_are_measured_against_the_same_total() -> None:
    learned = Concentration().fit(table([10.0] * 100))
    assert learned.assign(table([60.0, 20.0, 5.0])).labels.tolist() == [
        "critical", "notable", "scattered"
    ]  # fmt: skip


def test_without_a_positive_contribution_there_are_no_shares() -> None:
    for money in ([0.0, -3.0], [np.nan, np.nan]):
        assert set(assigned(table(money)).labels) == {"not_applicable"}


def test_an_infinite_contribution_is_refused() -> None:
    with pytest.raises(InputError, match="E_VALUES"):
        Concentration().fit(table([1.0, np.inf]))


def test_who_never_bought_or_has_no_amount_is_apart() -> None:
    found = assigned(table([10.0, np.nan, 5.0], [1, 1, 0]))
    assert found.labels.tolist() == ["critical", "unknown_field", "no_purchase"]
    assert found.scores["share"].iloc[0] == 1
