import numpy as np
import pandas as pd
import pytest
from scipy.stats import binom

from clv.errors import InputError
from clv.rules import ContributionStability
from clv.rules.change.resampling import label_stability
from tests.rules.customers import customers

STEPS = customers([(9, float(n), n % 10 + 1) for n in range(101)])


def test_labels_far_from_the_cuts_stay_and_those_at_a_cut_do_not() -> None:
    rule = ContributionStability(stability="absolute 0.05")
    stays = label_stability(rule, STEPS, draws=30)
    assert stays.iloc[[0, 100]].tolist() == [1.0, 1.0]
    assert stays.iloc[50] < 0.8
    assert stays.between(0, 1).all()


def test_a_label_stays_as_often_as_the_resampled_median_stays_on_its_side() -> None:
    rule = ContributionStability(stability="absolute 0.05")
    stays = label_stability(rule, STEPS, draws=50, seed=2)
    # 55 stays high unless more than half of the resample lies above it
    moved = binom.sf(50, 101, 45 / 101)
    assert stays.iloc[55] == pytest.approx(1 - moved, abs=4 * np.sqrt(moved * (1 - moved) / 50))


def test_fixed_cuts_never_move_a_label() -> None:
    rule = ContributionStability(contribution="absolute 30", stability="absolute 0.5")
    assert label_stability(rule, STEPS, draws=5).eq(1).all()


def test_the_seed_decides_and_row_order_does_not() -> None:
    rule = ContributionStability()
    one = label_stability(rule, STEPS, draws=9, seed=3)
    pd.testing.assert_series_equal(
        one, label_stability(rule, STEPS.iloc[::-1], draws=9, seed=3).iloc[::-1]
    )
    assert not one.equals(label_stability(rule, STEPS, draws=9, seed=4))


def test_the_rule_given_stays_as_it_was() -> None:
    rule = ContributionStability().fit(STEPS)
    cuts = rule.cuts_
    label_stability(rule, STEPS, draws=2)
    assert rule.cuts_ is cuts


def test_a_resample_that_teaches_nothing_counts_against_the_labels() -> None:
    # only one of two customers can be judged: a quarter of the resamples lacks him
    table = customers([(9, 20.0, 5), (1, 10.0, 1)])
    stays = label_stability(ContributionStability(), table, draws=40, seed=1)
    assert stays.iloc[0] <= 0.95


def test_no_draws_are_refused() -> None:
    with pytest.raises(InputError, match="E_DRAWS"):
        label_stability(ContributionStability(), STEPS, draws=0)
