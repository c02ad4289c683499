import numpy as np
import pandas as pd
import pytest

from clv.errors import InputError
from clv.rules import load_system
from clv.rules.change.chances import LabelChances
from clv.rules.change.expectation import expected_moves, moved_beyond_chance

N = 4000


def lucky_customers(seed: int = 1) -> dict[str, "pd.Series[float]"]:
    """Spend around a level of each customer's own, before and after; nothing is done to anyone."""
    rng = np.random.default_rng(seed)
    level = rng.gamma(6.0, 1 / 125.0, N)  # a rate: the higher, the less is spent
    before, after = (rng.gamma(4.0, 1 / level) for _ in range(2))
    expected = 4.0 * (125.0 + before) / (6.0 + 4.0 - 1)
    index = pd.Index([f"c{n:04}" for n in range(N)])
    columns = {"before": before, "after": after, "expected": expected}
    return {name: pd.Series(values, index) for name, values in columns.items()}


def cells(spend: "pd.Series[float]") -> "pd.Series[str]":
    return pd.Series(np.where(spend > spend.median(), "high", "low"), spend.index, dtype="str")


def by_lot(seed: int = 2) -> "pd.Series[bool]":
    rng = np.random.default_rng(seed)
    return pd.Series(rng.random(N) < 0.5, [f"c{n:04}" for n in range(N)])


def test_a_return_to_the_mean_is_credited_to_nobody() -> None:
    shop = lucky_customers()
    labels = cells(shop["before"])
    for control in (None, by_lot()):
        found = moved_beyond_chance(
            labels, shop["before"], shop["after"], shop["expected"], control
        )
        assert found["change"]["low"] > 5  # looks like success
        assert found["change"]["high"] < -5  # looks like failure
        assert (found["lower"] < 0).all()
        assert (found["upper"] > 0).all()
        assert not found["credited"].any()


def test_what_was_done_is_credited_beyond_the_return() -> None:
    shop, control = lucky_customers(), by_lot()
    labels = cells(shop["before"])
    after = shop["after"] + 15.0 * (~control & labels.eq("high"))
    found = moved_beyond_chance(labels, shop["before"], after, shop["expected"], control)
    assert found["credited"].to_dict() == {"high": True, "low": False}
    assert found["lower"]["high"] < 15.0 < found["upper"]["high"]
    assert found["change"]["high"] < 0  # although the cell spends less than before


def test_controls_make_up_for_a_model_that_is_wrong() -> None:
    shop, control = lucky_customers(), by_lot()
    labels = cells(shop["before"])
    wrong = 0.5 * shop["expected"]
    alone = moved_beyond_chance(labels, shop["before"], shop["after"], wrong)
    assert alone["credited"].all()
    held = moved_beyond_chance(labels, shop["before"], shop["after"], wrong, control)
    assert not held["credited"].any()
    right = moved_beyond_chance(labels, shop["before"], shop["after"], shop["expected"], control)
    pd.testing.assert_frame_equal(held, right)


def test_intervals_cover_nothing_about_as_often_as_they_say() -> None:
    covered = []
    for seed in range(20):
        shop = lucky_customers(seed)
        some = {name: column.iloc[:400] for name, column in shop.items()}
        control = by_lot(seed + 100).iloc[:400]
        found = moved_beyond_chance(
            cells(some["before"]), some["before"], some["after"], some["expected"], control
        )
        covered += (found["lower"].lt(0) & found["upper"].gt(0)).tolist()
    assert sum(covered) >= 34  # of 40; 38 are expected


def test_numbers_by_hand() -> None:
    labels = pd.Series(["A", "A", "A", "B"])
    before, after = pd.Series([1.0, 2.0, 3.0, 4.0]), pd.Series([4.0, 4.0, 7.0, 9.0])
    found = moved_beyond_chance(labels, before, after, pd.Series([2.0, 3.0, 4.0, 4.0]))
    row = found.T["A"]
    assert row[["before", "after", "change", "expected_change"]].tolist() == [2.0, 5.0, 3.0, 1.0]
    # 2, 1, 3 beyond: mean 2, standard error 1 / sqrt(3), t of 2 degrees 4.3027
    assert row["beyond"] == 2.0
    assert row["lower"] == pytest.approx(2 - 4.302653 / np.sqrt(3))
    assert np.isnan(found["lower"]["B"])
    assert not found["credited"]["B"]


def test_the_unknown_are_left_out_and_counted() -> None:
    labels = pd.Series(["A"] * 4)
    spend = pd.Series([1.0, 2.0, 3.0, np.nan])
    found = moved_beyond_chance(labels, spend, spend, spend)
    assert found[["customers", "left_out"]].iloc[0].tolist() == [3, 1]


def test_without_controls_of_equal_expectation_nothing_is_said() -> None:
    labels = pd.Series(["A"] * 6)
    expected = pd.Series([1.0, 1.0, 1.0, 9.0, 9.0, 9.0])
    control = pd.Series([True, True, True, False, False, False])
    found = moved_beyond_chance(labels, expected, expected, expected, control)
    assert found[["customers", "left_out"]].iloc[0].tolist() == [0, 3]
    assert not found["credited"]["A"]


def test_customers_missing_in_a_series_are_refused() -> None:
    labels = pd.Series(["A", "A"])
    with pytest.raises(InputError, match=r"E_CUSTOMERS: 1 of 2 labelled.*missing in after"):
        moved_beyond_chance(labels, pd.Series([1.0, 2.0]), pd.Series([1.0]), pd.Series([1.0, 2.0]))


def forecast() -> LabelChances:
    """Ten customers, of whom five of six EI stay and all EIV do, or four and three."""
    now = pd.Series(["EI"] * 6 + ["EIV"] * 4, [f"c{n}" for n in range(10)], dtype="str")
    flows = np.array([[[5, 1], [0, 4]], [[4, 2], [1, 3]]])
    chances = pd.DataFrame(0.5, now.index, ["EI", "EIV"])
    system = load_system("t01_contribution_stability")
    return LabelChances(system, now, chances, flows, "2024-01-01", "2024-07-01")


def test_actual_moves_stand_beside_those_expected() -> None:
    later = pd.Series(["EI"] * 5 + ["EIV"] * 3 + ["EI"] * 2, [f"c{n}" for n in range(10)])
    later["newcomer"] = "EI"
    found = expected_moves(forecast(), later)
    assert found["expected"].tolist() == [4.5, 1.5, 0.5, 3.5]
    assert found["actual"].tolist() == [5, 1, 2, 2]
    assert found["beyond"].tolist() == [False, False, True, True]


def test_a_forecast_customer_without_a_later_label_is_refused() -> None:
    with pytest.raises(InputError, match="E_CUSTOMERS: 10 of 10"):
        expected_moves(forecast(), pd.Series(["EI"], ["somebody"]))


@pytest.mark.parametrize("level", [0, 1, 2])
def test_a_level_that_is_no_probability_is_refused(level: float) -> None:
    money = pd.Series([1.0, 2.0])
    with pytest.raises(InputError, match="E_PROBABILITY"):
        moved_beyond_chance(pd.Series(["EI", "EI"]), money, money, money, level=level)
