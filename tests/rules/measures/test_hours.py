import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clv.errors import InputError
from clv.rules import ContributionStability
from clv.rules.measures.hours import cell_sizes, default_weights, split_hours
from tests.rules.customers import FOUR, customers

EVEN = {"EI": 10, "EII": 10, "EIII": 10, "EIV": 10}
DEFAULT_WEIGHTS = default_weights()
SIZES = st.fixed_dictionaries({cell: st.integers(0, 500) for cell in DEFAULT_WEIGHTS})


def test_the_default_weights_are_marked_as_ours() -> None:
    assert split_hours(EVEN, 40)["weights_from"].unique().tolist() == ["ours"]
    assert split_hours(EVEN, 40, DEFAULT_WEIGHTS)["weights_from"].unique().tolist() == ["given"]


def test_drifting_customers_get_most_and_the_not_loyal_least() -> None:
    hours = split_hours(EVEN, 100)["hours"]
    assert hours.to_dict() == pytest.approx({"EI": 35, "EII": 40, "EIII": 20, "EIV": 5})


def test_an_empty_cell_leaves_its_share_to_the_others_in_proportion() -> None:
    table = split_hours(EVEN | {"EII": 0}, 60)
    assert table["hours"].to_dict() == pytest.approx({"EI": 35, "EII": 0, "EIII": 20, "EIV": 5})
    assert table["minutes_per_customer"].isna().tolist() == [False, True, False, False]


def test_a_cell_left_out_is_empty() -> None:
    left_out = pd.Series(["EI", "EIII", "EIV", "EI"]).value_counts()
    assert split_hours(left_out, 60)["customers"].to_dict() == {
        "EI": 2,
        "EII": 0,
        "EIII": 1,
        "EIV": 1,
    }


def test_a_cell_shares_its_hours_equally() -> None:
    assert split_hours(EVEN | {"EI": 70}, 100).loc["EI", "minutes_per_customer"] == 30


def test_labelled_customers_are_counted() -> None:
    table = split_hours(ContributionStability().fit(FOUR).assign(FOUR), 8)
    assert table["customers"].tolist() == [1, 1, 1, 1]


def test_customers_apart_are_shown_and_get_no_hours() -> None:
    features = customers([(9, 90.0, 9), (5, 50.0, 2), (1, 99.0, 1)])
    table = split_hours(ContributionStability(strict=True).fit(features).assign(features), 10)
    assert table["customers"].sum() == 3
    assert table.loc["too_little_history", "hours"] == 0
    assert table["hours"].sum() == pytest.approx(10)


@pytest.mark.parametrize(
    ("sizes", "hours", "weights", "code"),
    [
        (EVEN, 0, None, "E_HOURS"),
        (EVEN, float("nan"), None, "E_HOURS"),
        (EVEN, 10, {"EI": 1.0}, "E_WEIGHTS"),
        (EVEN | {"EV": 3}, 10, None, "E_WEIGHTS"),
        (EVEN, 10, DEFAULT_WEIGHTS | {"EI": -1.0}, "E_WEIGHTS"),
        (EVEN, 10, DEFAULT_WEIGHTS | {"EI": float("nan")}, "E_WEIGHTS"),
        (dict.fromkeys(EVEN, 0), 10, None, "E_NOBODY"),
        (EVEN, 10, dict.fromkeys(EVEN, 0.0), "E_NOBODY"),
    ],
)
def test_what_cannot_be_divided_is_refused(
    sizes: dict[str, int], hours: float, weights: dict[str, float] | None, code: str
) -> None:
    with pytest.raises(InputError) as caught:
        split_hours(sizes, hours, weights)
    assert caught.value.code == code


@settings(max_examples=50)
@given(SIZES.filter(lambda sizes: sum(sizes.values()) > 0), st.floats(0.5, 2000))
def test_all_hours_are_given_and_none_to_nobody(sizes: dict[str, int], hours: float) -> None:
    table = split_hours(sizes, hours)
    assert table["hours"].sum() == pytest.approx(hours)
    assert table["weight"].sum() == pytest.approx(1)
    assert (table.loc[table["customers"] == 0, "hours"] == 0).all()
    spent = (table["minutes_per_customer"] * table["customers"]).sum() / 60
    assert spent == pytest.approx(hours)


def test_the_weights_are_those_of_the_file() -> None:
    assert default_weights() == {"EI": 0.35, "EII": 0.40, "EIII": 0.20, "EIV": 0.05}


def test_what_exceeds_the_cap_goes_to_the_other_cells_by_their_weights() -> None:
    table = split_hours({"EI": 1, "EII": 10, "EIII": 10, "EIV": 10}, 65, cap_minutes=5 * 60)
    assert table["hours"].tolist() == pytest.approx([5, 60 * 40 / 65, 60 * 20 / 65, 60 * 5 / 65])


def test_hours_beyond_every_cap_are_given_to_nobody() -> None:
    table = split_hours(EVEN, 100, cap_minutes=60)
    assert table["hours"].tolist() == [10.0] * 4
    assert split_hours(EVEN, 100, cap_minutes=6000)["hours"].sum() == pytest.approx(100)


@settings(max_examples=50)
@given(
    SIZES.filter(lambda sizes: sum(sizes.values()) > 0), st.floats(0.5, 2000), st.floats(0.1, 500)
)
def test_nobody_gets_more_than_the_cap_and_no_hour_is_lost_below_it(
    sizes: dict[str, int], hours: float, cap: float
) -> None:
    minutes = split_hours(sizes, hours, cap_minutes=cap)["minutes_per_customer"].dropna()
    assert (minutes <= cap).all()
    given_out = sum(minutes[cell] * sizes[cell] for cell in minutes.index) / 60
    assert given_out == pytest.approx(min(hours, cap * sum(sizes.values()) / 60))


def test_customers_may_be_labelled_or_counted() -> None:
    assert cell_sizes(ContributionStability().fit(FOUR).assign(FOUR)).tolist() == [1, 1, 1, 1]
    assert cell_sizes({"EI": 3}).to_dict() == {"EI": 3}
