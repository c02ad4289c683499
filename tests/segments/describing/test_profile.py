import numpy as np
import pandas as pd
import pytest

from clv.errors import InputError
from clv.segments import ValueBands, describe_groups, profile
from tests.segments.tables import customers

TABLE = customers(200)
LABELS = ValueBands(4, "contribution").fit(TABLE).labels(TABLE)


def test_customers_and_shares_add_up() -> None:
    groups = profile(TABLE, LABELS, ["purchases"])
    assert groups["customers"].sum() == 200
    assert groups["share_customers"].sum() == pytest.approx(1)
    assert groups["share_contribution"].sum() == pytest.approx(1)


def test_the_means_are_those_of_the_group() -> None:
    groups = profile(TABLE, LABELS, ["inactivity"])
    assert groups["inactivity"]["B2"] == TABLE["inactivity"][LABELS == "B2"].mean()


def test_row_order_does_not_matter() -> None:
    shuffled = TABLE.sample(frac=1, random_state=0)
    expected = profile(TABLE, LABELS, ["purchases"])
    pd.testing.assert_frame_equal(profile(shuffled, LABELS, ["purchases"]), expected)
    one, other = (describe_groups(each, LABELS, ["inactivity"]) for each in (TABLE, shuffled))
    pd.testing.assert_frame_equal(one, other)


@pytest.mark.parametrize("money", [0.0, -4.0, np.nan])
def test_of_no_money_nobody_has_a_share(money: float) -> None:
    groups = profile(TABLE.assign(contribution=money), LABELS, ["purchases"])
    assert groups["share_contribution"].isna().all()


def test_customers_without_a_group_are_counted_not_lost() -> None:
    with pytest.raises(InputError, match="E_LABELS: 20 of 200 customers have no group"):
        profile(TABLE, LABELS.iloc[20:], ["purchases"])


def test_limits_are_students_for_means_and_order_statistics_for_medians() -> None:
    table = pd.DataFrame({"x": np.arange(1.0, 11.0)})
    row = describe_groups(table, pd.Series("a", table.index), ["x"]).iloc[0]
    half = 2.2621571627 * np.sqrt(110 / 12 / 10)  # t(0.975; 9), variance of 1 to 10
    assert row["mean_lower"] == pytest.approx(5.5 - half)
    assert row["mean_upper"] == pytest.approx(5.5 + half)
    # Ranks 2 and 9 of 10 hold the median with probability 0.979 (Hahn and Meeker, table A.16).
    assert (row["median_lower"], row["median"], row["median_upper"]) == (2, 5.5, 9)


def test_limits_of_means_and_medians_hold_as_often_as_they_say() -> None:
    rng = np.random.default_rng(0)
    table = pd.DataFrame({"x": rng.exponential(size=400 * 40)})
    labels = pd.Series(np.repeat([f"{i:03d}" for i in range(400)], 40))
    found = describe_groups(table, labels, ["x"], level=0.9)
    for what, truth in (("mean", 1.0), ("median", np.log(2))):
        inside = (found[f"{what}_lower"] <= truth) & (truth <= found[f"{what}_upper"])
        assert 0.84 < inside.mean() < 0.96


def test_distance_is_in_standard_deviations_of_all_customers() -> None:
    found = describe_groups(TABLE, LABELS, ["inactivity"])["distance"].droplevel("feature")
    sizes = LABELS.value_counts().sort_index()
    assert (found * sizes).sum() == pytest.approx(0, abs=1e-9)
    own = TABLE["inactivity"]
    expected = (own[LABELS == "B1"].mean() - own.mean()) / own.std(ddof=0)
    assert found["B1"] == pytest.approx(expected)


def test_a_group_of_one_has_no_limits_and_missing_money_no_numbers() -> None:
    table = pd.DataFrame({"x": [1.0, 2.0, 3.0], "money": np.nan})
    found = describe_groups(table, pd.Series(["a", "b", "b"]), ["x", "money"])
    missing = found.isna().sum(axis=1)
    assert missing.to_dict() == {
        ("a", "x"): 4, ("a", "money"): 8, ("b", "x"): 2, ("b", "money"): 8
    }  # fmt: skip
    assert found["customers"].tolist() == [1, 0, 2, 0]


@pytest.mark.parametrize("level", [0.0, 1.0, 95.0])
def test_a_level_that_is_no_probability_is_refused(level: float) -> None:
    with pytest.raises(InputError, match="E_LEVEL"):
        describe_groups(TABLE, LABELS, ["purchases"], level)


def test_customers_with_two_labels_are_refused() -> None:
    with pytest.raises(InputError, match="E_LABELS: 1 of 201 labels repeat a customer"):
        profile(TABLE, pd.concat([LABELS, LABELS.iloc[:1]]), ["purchases"])
