from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clv.actions import gain_of_optimum
from clv.errors import InputError
from clv.rules import Assignment, ContributionStability
from tests.rules.customers import FOUR, TABLES, customers

VALUES = FOUR["contribution"]


def placed(features: pd.DataFrame) -> Assignment:
    return ContributionStability().fit(features).assign(features)


def test_the_gain_is_that_of_the_sums_by_hand() -> None:
    table = gain_of_optimum(VALUES, placed(FOUR), 40, elasticity=(0.5, 0.5))
    fixed = sum(v * h**0.5 for v, h in zip(VALUES, (14, 16, 8, 2), strict=True))
    best = np.sqrt(40 * (VALUES**2).sum())  # by Cauchy and Schwarz
    assert table["fixed"].tolist() == pytest.approx([fixed] * 2)
    assert table["optimal"].tolist() == pytest.approx([best] * 2)
    assert table["gain"].tolist() == pytest.approx([best - fixed] * 2)
    assert table["share"].tolist() == pytest.approx([best / fixed - 1] * 2)


def test_without_doubt_the_interval_is_a_point() -> None:
    table = gain_of_optimum(VALUES, placed(FOUR), 40, elasticity=(0.5, 0.5))
    assert table["gain_lower"].tolist() == pytest.approx(table["gain"].tolist())
    assert table["gain_upper"].tolist() == pytest.approx(table["gain"].tolist())


def test_doubt_about_the_elasticity_widens_it() -> None:
    widths = []
    for off in (0.05, 0.2, 0.35):
        table = gain_of_optimum(VALUES, placed(FOUR), 40, elasticity=(0.5 - off, 0.5 + off))
        assert table["share"].between(table["share_lower"], table["share_upper"]).all()
        widths.append((table["share_upper"] - table["share_lower"]).iloc[0])
    assert widths == sorted(widths)


def test_a_plan_may_lose_where_values_are_doubtful() -> None:
    even = dict.fromkeys(["EI", "EII", "EIII", "EIV"], 1.0)
    one, other = VALUES.to_numpy(), VALUES.to_numpy()[::-1]
    draws = pd.DataFrame(np.array([one, one, one, other, other]).T, FOUR.index)
    table = gain_of_optimum(draws, placed(FOUR), 40, even)
    assert (table["gain"] > 0).all()
    assert (table["gain_lower"] < 0).all()


def test_planning_by_customer_gains_where_customers_of_a_cell_differ() -> None:
    features = customers([(9, 900.0, 9), (9, 500.0, 9), (2, 20.0, 2), (2, 10.0, 2)])
    values = pd.Series([900.0, 1.0, 20.0, 10.0], features.index)
    gain = gain_of_optimum(values, placed(features), 40)["gain"]
    assert gain["by_customer"] > gain["by_cell"]


def test_limits_of_the_values_widen_the_interval_in_money() -> None:
    limits = pd.DataFrame({"value": VALUES, "lower": VALUES / 2, "upper": VALUES * 2})
    sure = gain_of_optimum(VALUES, placed(FOUR), 40, elasticity=(0.5, 0.5))
    table = gain_of_optimum(limits, placed(FOUR), 40, elasticity=(0.5, 0.5), level=0.95)
    assert table["gain"].tolist() == pytest.approx(sure["gain"].tolist())
    assert (table["gain_lower"] / table["gain"]).tolist() == pytest.approx([0.5] * 2, abs=0.05)
    assert (table["gain_upper"] / table["gain"]).tolist() == pytest.approx([2] * 2, abs=0.1)


def test_draws_of_the_values_are_each_a_case() -> None:
    scale = np.random.default_rng(1).uniform(0.5, 1.5, 400)
    draws = pd.DataFrame(np.outer(VALUES, scale / scale.mean()), FOUR.index)
    sure = gain_of_optimum(VALUES, placed(FOUR), 40, elasticity=(0.5, 0.5))
    table = gain_of_optimum(draws, placed(FOUR), 40, elasticity=(0.5, 0.5), level=0.9)
    assert table["gain"].tolist() == pytest.approx(sure["gain"].tolist())
    assert (table["gain_lower"] / table["gain"]).tolist() == pytest.approx([0.55] * 2, abs=0.04)
    assert (table["gain_upper"] / table["gain"]).tolist() == pytest.approx([1.45] * 2, abs=0.04)


def test_those_without_a_cell_get_no_time_by_either_plan() -> None:
    features = FOUR.assign(purchases=[9, 6, 8, 0])
    found = ContributionStability().fit(FOUR).assign(features)
    with_them = gain_of_optimum(VALUES, found, 40)
    without = gain_of_optimum(
        VALUES.iloc[:3], ContributionStability().fit(FOUR).assign(features.iloc[:3]), 40
    )
    pd.testing.assert_frame_equal(with_them, without)


def test_where_the_cap_binds_everywhere_there_is_nothing_to_gain() -> None:
    table = gain_of_optimum(VALUES, placed(FOUR), 400, cap_minutes=30)
    assert table["gain"].tolist() == pytest.approx([0, 0], abs=1e-9)


@pytest.mark.parametrize(
    ("values", "more", "code"),
    [
        (VALUES, {"elasticity": (0.5, 1.0)}, "E_ELASTICITY"),
        (VALUES, {"elasticity": (0.7, 0.3)}, "E_ELASTICITY"),
        (VALUES, {"level": 1.0}, "E_PROBABILITY"),
        (VALUES.iloc[1:], {}, "E_UNKNOWN"),
        (VALUES * 0, {}, "E_NOBODY"),
        (pd.DataFrame({"v": VALUES, "lower": VALUES, "upper": VALUES * np.inf}), {}, "E_UNKNOWN"),
        (VALUES, {"weights": {"EI": 1.0}}, "E_WEIGHTS"),
        (VALUES, {"hours": 0}, "E_HOURS"),
    ],
)
def test_what_cannot_be_compared_is_refused(
    values: "pd.Series[float]", more: dict[str, Any], code: str
) -> None:
    with pytest.raises(InputError) as caught:
        gain_of_optimum(values, placed(FOUR), **{"hours": 40, **more})
    assert caught.value.code == code


@settings(max_examples=20)
@given(TABLES, st.floats(0.1, 0.9), st.one_of(st.none(), st.floats(5, 500)))
def test_on_the_middle_no_plan_is_better_than_the_one_by_customer(
    features: pd.DataFrame, elasticity: float, cap: float | None
) -> None:
    values = features["contribution"]
    table = gain_of_optimum(
        values, placed(features), 40, elasticity=(elasticity, elasticity), cap_minutes=cap
    )
    slack = 1e-9 * table["optimal"].max()
    assert table.loc["by_customer", "gain"] >= -slack
    assert table.loc["by_customer", "gain"] >= table.loc["by_cell", "gain"] - slack
    assert cap is not None or table.loc["by_cell", "gain"] >= -slack


@pytest.mark.parametrize("unit", [1e-6, 1e9])
def test_the_unit_of_money_does_not_change_the_share(unit: float) -> None:
    share = gain_of_optimum(VALUES * unit, placed(FOUR), 40)["share"].tolist()
    assert share == pytest.approx(gain_of_optimum(VALUES, placed(FOUR), 40)["share"].tolist())


def test_a_table_without_values_is_refused() -> None:
    with pytest.raises(InputError, match="E_UNKNOWN: there are no values"):
        gain_of_optimum(pd.DataFrame(index=FOUR.index), placed(FOUR), 40)
