from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, minimize

from clv.actions import optimal_hours, optimal_minutes
from clv.errors import InputError

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


def test_the_optimum_keeps_the_cap() -> None:
    table = optimal_hours({"EI": 1, "EII": 1}, {"EI": 200.0, "EII": 100.0}, 10, cap_minutes=420)
    assert table["hours"].tolist() == pytest.approx([7, 3])


# -------------------------------------------------------------------------- by customer

BOOK = pd.Series([900.0, 250.0, 100.0, 30.0, 4.0, 0.0, -5.0], list("abcdefg"))


def revenue(minutes: "NDArray[Any]", elasticity: float) -> float:
    return float((BOOK.clip(lower=0) * (minutes / 60) ** elasticity).sum())


@pytest.mark.parametrize("elasticity", [0.2, 0.5, 0.8])
@pytest.mark.parametrize("cap", [None, 300.0, 150.0])
def test_a_general_optimiser_finds_nothing_better(elasticity: float, cap: float | None) -> None:
    best = optimal_minutes(BOOK, 10, elasticity, cap)
    found = minimize(  # type: ignore[call-overload]
        lambda m: -revenue(np.maximum(m, 0), elasticity),
        np.full(len(BOOK), 600 / len(BOOK)),
        bounds=Bounds(1e-6, cap or 600),
        constraints=LinearConstraint(np.ones(len(BOOK)), ub=600),
        method="SLSQP",
        tol=1e-12,
    )
    assert best.sum() == pytest.approx(600)
    assert revenue(best.to_numpy(), elasticity) >= -found.fun * (1 - 1e-6)
    assert revenue(best.to_numpy(), elasticity) == pytest.approx(-found.fun, rel=1e-3)


MONEY = st.one_of(st.just(0.0), st.floats(1e-3, 1e6))


@settings(max_examples=60)
@given(
    st.lists(MONEY, min_size=1, max_size=30).filter(any),
    st.floats(1, 500),
    st.floats(0.1, 0.9),
    st.one_of(st.none(), st.floats(1, 2000)),
)
def test_marginal_returns_are_equal_below_the_cap_and_higher_at_it(
    values: list[float], hours: float, elasticity: float, cap: float | None
) -> None:
    value = pd.Series(values)
    minutes = optimal_minutes(value, hours, elasticity, cap)
    some = value > 0
    limit = np.inf if cap is None else cap
    assert minutes.max() <= limit
    assert minutes[~some].eq(0).all()
    assert minutes.sum() == pytest.approx(min(60 * hours, limit * some.sum()))
    marginal = np.log(value[some]) - (1 - elasticity) * np.log(minutes[some])
    free = marginal[(minutes[some] < limit * (1 - 1e-9)).to_numpy()]
    assert not len(free) or np.ptp(free) <= 1e-6
    assert not len(free) or marginal.min() >= free.max() - 1e-6


def test_equal_customers_get_equal_minutes_in_whatever_order() -> None:
    value = pd.Series([5.0, 9.0, 5.0, 1.0], list("abcd"))
    minutes = optimal_minutes(value, 8, cap_minutes=200)
    assert minutes["a"] == minutes["c"]
    again = optimal_minutes(value.iloc[::-1], 8, cap_minutes=200).sort_index()
    assert again.tolist() == pytest.approx(minutes.tolist())


@pytest.mark.parametrize("unit", [1e-6, 1e9])
def test_the_unit_of_money_does_not_matter(unit: float) -> None:
    minutes = optimal_minutes(BOOK * unit, 10, 0.8, 200)
    assert minutes.tolist() == pytest.approx(optimal_minutes(BOOK, 10, 0.8, 200).tolist())


def test_what_the_capped_leave_reaches_those_of_next_to_no_value() -> None:
    minutes = optimal_minutes(pd.Series([1.0, 1e-8]), 10, 0.99, cap_minutes=400)
    assert minutes.tolist() == pytest.approx([400, 200])


@pytest.mark.parametrize(
    ("values", "more", "code"),
    [
        (BOOK, {"elasticity": 1.0}, "E_ELASTICITY"),
        (BOOK.mask(BOOK > 800), {}, "E_UNKNOWN"),
        (BOOK * np.inf, {}, "E_UNKNOWN"),
        (BOOK.set_axis(list("aacdefg")), {}, "E_CUSTOMER_TWICE"),
        (BOOK.clip(upper=0), {}, "E_NOBODY"),
        (BOOK.iloc[:0], {}, "E_NOBODY"),
        (BOOK, {"hours": 0}, "E_HOURS"),
        (BOOK, {"cap_minutes": 0}, "E_CAP"),
    ],
)
def test_what_cannot_be_planned_is_refused(
    values: "pd.Series[float]", more: dict[str, float], code: str
) -> None:
    with pytest.raises(InputError) as caught:
        optimal_minutes(values, **{"hours": 10, **more})
    assert caught.value.code == code


def test_no_minute_is_lost_among_many_customers() -> None:
    value = pd.Series(np.random.default_rng(1).lognormal(3, 2, 200_000))
    minutes = optimal_minutes(value, 160, cap_minutes=120)
    assert minutes.sum() == pytest.approx(9600)
