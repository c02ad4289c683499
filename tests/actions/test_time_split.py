import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clv.actions import DEFAULT_WEIGHTS, optimal_hours, split_hours
from clv.errors import InputError
from clv.rules import ContributionStability
from tests.rules.customers import FOUR, customers

EVEN = {"EI": 10, "EII": 10, "EIII": 10, "EIV": 10}
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


@given(SIZES.filter(lambda sizes: sum(sizes.values()) > 0), st.floats(0.5, 2000))
def test_all_hours_are_given_and_none_to_nobody(sizes: dict[str, int], hours: float) -> None:
    table = split_hours(sizes, hours)
    assert table["hours"].sum() == pytest.approx(hours)
    assert table["weight"].sum() == pytest.approx(1)
    assert (table.loc[table["customers"] == 0, "hours"] == 0).all()
    spent = (table["minutes_per_customer"] * table["customers"]).sum() / 60
    assert spent == pytest.approx(hours)


VALUE = {"EI": 90.0, "EII": 60.0, "EIII": 20.0, "EIV": 4.0}
SIZE = {"EI": 5, "EII": 20, "EIII": 40, "EIV": 200}


def total_return(hours: "np.ndarray[tuple[int], np.dtype[np.float64]]", elasticity: float) -> float:
    size, value = np.array(list(SIZE.values())), np.array(list(VALUE.values()))
    return float((size * value * (hours / size) ** elasticity).sum())


@pytest.mark.parametrize("elasticity", [0.2, 0.5, 0.8])
def test_no_other_split_returns_more(elasticity: float) -> None:
    best = optimal_hours(SIZE, VALUE, 40, elasticity)["hours"].to_numpy()
    others = 40 * np.random.default_rng(1).dirichlet(np.ones(4), size=500)
    assert total_return(best, elasticity) > max(total_return(o, elasticity) for o in others)


def test_the_last_minute_brings_the_same_everywhere() -> None:
    table = optimal_hours(SIZE, VALUE, 40, 0.5)
    last = np.array(list(VALUE.values())) * table["minutes_per_customer"] ** (0.5 - 1)
    assert last.tolist() == pytest.approx([last.iloc[0]] * 4)


def test_a_cell_that_nothing_can_be_gained_from_gets_no_time() -> None:
    table = optimal_hours(SIZE, VALUE | {"EIV": -3.0}, 40)
    assert table.loc["EIV", "hours"] == 0
    assert table["weights_from"].unique().tolist() == ["computed"]


def test_returns_that_do_not_diminish_are_refused() -> None:
    for elasticity in (0, 1, 2):
        with pytest.raises(InputError, match="E_ELASTICITY"):
            optimal_hours(SIZE, VALUE, 40, elasticity)


def test_where_nothing_can_be_gained_there_is_nothing_to_divide() -> None:
    with pytest.raises(InputError, match="E_NOBODY"):
        optimal_hours(SIZE, dict.fromkeys(VALUE, 0.0), 40)
