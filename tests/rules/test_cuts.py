import json
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clv.errors import InputError
from clv.rules import Cut, CutRule, learn_cut
from clv.rules.cuts import exact_size

# Few distinct values, so that ties are the rule.
VALUES = st.lists(st.integers(-3, 9).map(float), min_size=1, max_size=60).map(pd.Series)
QUANTILES = st.integers(1, 99).map(lambda percent: percent / 100)


def high_share(values: pd.Series, threshold: float) -> float:
    return float((values >= threshold).mean())


def test_the_median_of_an_even_number_puts_half_on_the_high_side() -> None:
    cut = learn_cut(pd.Series([40.0, 10.0, 30.0, 20.0]))
    assert (cut.threshold, cut.share, cut.tied, cut.degenerate) == (30.0, 0.5, 0, False)


def test_of_two_equally_near_shares_the_larger_high_side_is_taken() -> None:
    assert learn_cut(pd.Series([1.0, 2.0, 3.0])).share == pytest.approx(2 / 3)


def test_a_tied_group_goes_to_the_side_that_brings_the_share_nearer() -> None:
    mostly_ones = learn_cut(pd.Series([1.0] * 6 + [2.0] * 4))
    assert (mostly_ones.threshold, mostly_ones.share, mostly_ones.tied) == (2.0, 0.4, 6)
    mostly_twos = learn_cut(pd.Series([1.0] * 4 + [2.0] * 6))
    assert (mostly_twos.threshold, mostly_twos.share, mostly_twos.tied) == (2.0, 0.6, 6)


def test_a_share_ten_points_off_is_tolerated_and_more_is_degenerate() -> None:
    assert not learn_cut(pd.Series([1.0] * 40 + [2.0] * 60)).degenerate
    assert learn_cut(pd.Series([1.0] * 39 + [2.0] * 61)).degenerate


def test_a_saturated_scale_may_leave_nobody_high() -> None:
    cut = learn_cut(pd.Series([1.0] * 10), 0.8)
    assert (cut.share, cut.degenerate, cut.tied) == (0.0, True, 10)
    assert not cut.high(pd.Series([1.0])).any()
    assert cut.high(pd.Series([1.001])).all()


def test_tied_counts_only_the_group_that_the_target_falls_into() -> None:
    assert learn_cut(pd.Series([1.0, 1.0, 1.0, 2.0, 2.0, 2.0])).tied == 0
    assert learn_cut(pd.Series([1.0] * 8 + [2.0, 3.0]), 0.8).tied == 0
    assert learn_cut(pd.Series([1.0] * 9 + [2.0]), 0.8).tied == 9


def test_pareto_takes_the_fewest_customers_nearest_to_the_share_of_money() -> None:
    cut = learn_cut(pd.Series([50.0, 30.0, 10.0, 5.0, 5.0, 0.0, -20.0]), "pareto 0.8")
    assert (cut.threshold, cut.share, cut.target_share) == (30.0, 0.8, 0.8)


def test_pareto_never_calls_a_customer_without_money_high() -> None:
    assert learn_cut(pd.Series([10.0, 0.0, 0.0]), "pareto 0.8").threshold == 10.0


def test_the_mean_of_equal_numbers_leaves_all_of_them_high() -> None:
    for value in (0.1, 0.7, 1 / 3, 1e-300):
        cut = learn_cut(pd.Series([value] * 7), "mean")
        assert cut.high(pd.Series([value])).all()
        assert cut.degenerate


def test_top_cuts_at_the_last_of_an_exact_number() -> None:
    cut = learn_cut(pd.Series([float(n) for n in range(1, 101)]), "top 0.05")
    assert (cut.threshold, cut.share, cut.target_share, cut.tied) == (96.0, 0.05, 0.05, 0)


def test_top_counts_the_equals_that_it_would_have_to_part() -> None:
    cut = learn_cut(pd.Series([9.0, 5.0, 5.0, 5.0, 1.0]), "top 0.4")
    assert (cut.threshold, cut.share, cut.tied) == (5.0, 0.4, 3)
    assert cut.high(pd.Series([9.0, 5.0, 1.0])).tolist() == [True, True, False]
    assert learn_cut(pd.Series([9.0, 5.0, 5.0, 1.0]), "top 0.75").tied == 0


def test_top_of_too_few_is_nobody() -> None:
    cut = learn_cut(pd.Series([3.0, 7.0, 7.0]), "top 0.01")
    assert (cut.share, cut.tied) == (0.0, 0)
    assert not cut.high(pd.Series([7.0])).any()


def test_the_exact_size_rounds_halves_up_in_spite_of_binary_fractions() -> None:
    assert [exact_size(0.01, n) for n in (0, 49, 50, 149, 150)] == [0, 0, 1, 1, 2]
    assert exact_size(0.29, 50) == 15  # although 0.29 * 50 is less than 14.5


def test_an_absolute_cut_stays_where_it_is_put() -> None:
    cut = learn_cut(pd.Series([1.0, 2.0, 3.0, 4.0]), "absolute 2.5")
    assert (cut.threshold, cut.share, cut.target_share, cut.degenerate) == (2.5, 0.5, None, False)
    assert learn_cut(pd.Series([1.0, 2.0]), "absolute 5").degenerate


def test_unknown_values_are_left_out_and_are_never_high() -> None:
    values = pd.Series([1.0, np.nan, 2.0, np.nan])
    cut = learn_cut(values)
    assert cut.n == 2
    assert cut.high(values).tolist() == [False, False, True, False]


@pytest.mark.parametrize(
    ("values", "rule", "found"),
    [
        ([], 0.5, "no known value"),
        ([np.nan], 0.5, "no known value"),
        ([1.0, np.inf], 0.5, "an infinite value"),
        ([0.0, -1.0], "pareto 0.8", "no positive value"),
    ],
)
def test_a_scale_without_usable_values_is_refused(
    values: list[float], rule: float | str, found: str
) -> None:
    with pytest.raises(InputError, match=rf"E_VALUES.*contribution has {found}"):
        learn_cut(pd.Series(values, dtype=float, name="contribution"), rule)


@pytest.mark.parametrize(
    "rule",
    [
        0,
        1,
        -0.5,
        1.5,
        math.nan,
        "quantile",
        "absolute",
        "mean 3",
        "half",
        "",
        "pareto 80",
        "top",
        "top 5",
    ],
)
def test_a_rule_that_means_nothing_is_refused(rule: float | str) -> None:
    with pytest.raises(InputError, match=r"E_CUT_RULE.*write 'quantile 0.5'"):
        CutRule.of(rule)


@pytest.mark.parametrize(
    "text", ["quantile 0.8", "pareto 0.8", "top 0.01", "absolute -12.5", "mean"]
)
def test_a_rule_is_written_as_it_is_read(text: str) -> None:
    assert str(CutRule.of(text)) == text
    assert CutRule.of(CutRule.of(text)) == CutRule.of(text)


@given(VALUES, QUANTILES)
def test_no_other_threshold_comes_nearer_to_the_target(values: pd.Series, q: float) -> None:
    cut = learn_cut(values, q)
    assert cut.share == pytest.approx(high_share(values, cut.threshold))
    others = [0.0, *(high_share(values, value) for value in values.unique())]
    assert abs(cut.share - (1 - q)) <= min(abs(share - (1 - q)) for share in others) + 1e-9


@given(VALUES, QUANTILES)
def test_the_order_of_customers_does_not_matter(values: pd.Series, q: float) -> None:
    assert learn_cut(values.iloc[::-1], q) == learn_cut(values, q)


@given(VALUES, QUANTILES, st.sampled_from([0.01, 0.3, 7.0, 1e6]))
def test_the_unit_of_money_does_not_matter(values: pd.Series, q: float, unit: float) -> None:
    for rule in (q, f"pareto {q}") if values.max() > 0 else (q,):
        in_unit = learn_cut(values * unit, rule).high(values * unit)
        assert in_unit.equals(learn_cut(values, rule).high(values))


@given(VALUES, QUANTILES)
def test_a_cut_survives_json(values: pd.Series, q: float) -> None:
    cut = learn_cut(values, q)
    assert Cut.from_dict(json.loads(json.dumps(cut.to_dict()))) == cut
