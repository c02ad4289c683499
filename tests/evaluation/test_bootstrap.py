from collections.abc import Callable

import numpy as np
import pytest

from clv.errors import InputError
from clv.evaluation import (
    bootstrap,
    bootstrap_weights,
    interval,
    resample,
    simultaneous_reach,
)
from clv.evaluation.metrics.base import Floats


def mean(values: Floats) -> Callable[[Floats], Floats]:
    return lambda weights: np.asarray(weights @ values / len(values))


def test_every_resample_is_as_large_as_the_original() -> None:
    weights = np.concatenate(list(bootstrap_weights(30, draws=50)))
    assert weights.shape == (50, 30)
    assert (weights.sum(axis=1) == 30).all()
    assert ((weights >= 0) & (weights == weights.round())).all()


def test_customers_are_drawn_with_replacement_and_equal_chances() -> None:
    weights = np.concatenate(list(bootstrap_weights(30, draws=4000)))
    assert weights.mean(axis=0) == pytest.approx(np.ones(30), abs=0.08)
    assert weights.var() == pytest.approx(1 - 1 / 30, abs=0.03)


def test_the_size_of_a_block_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    values = np.arange(20.0)
    whole = resample(mean(values), 20, draws=25, seed=3)
    monkeypatch.setattr(bootstrap, "CELLS_AT_ONCE", 70)
    assert [len(block) for block in bootstrap_weights(20, draws=25)] == [3] * 8 + [1]
    assert np.array_equal(resample(mean(values), 20, draws=25, seed=3), whole)


def test_the_seed_decides_the_draws() -> None:
    first, again, other = (resample(mean(np.arange(9.0)), 9, 20, seed) for seed in (1, 1, 2))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_the_spread_is_the_standard_error_of_a_mean() -> None:
    values = np.random.default_rng(0).normal(0, 2, 400)
    samples = resample(mean(values), 400, draws=2000)
    assert samples.std() == pytest.approx(values.std() / 20, rel=0.06)
    lower, upper = interval(samples, 0.95)
    assert upper - lower == pytest.approx(2 * 1.96 * values.std() / 20, rel=0.08)


def test_an_interval_holds_its_share_of_the_samples_in_every_column() -> None:
    samples = np.random.default_rng(0).normal(size=(1000, 3))
    lower, upper = interval(samples, 0.8)
    assert ((samples >= lower) & (samples <= upper)).mean(axis=0) == pytest.approx([0.8] * 3)


def test_a_sample_that_cannot_be_computed_leaves_no_interval() -> None:
    lower, upper = interval(np.array([1.0, np.nan, 3.0]))
    assert np.isnan(lower)
    assert np.isnan(upper)


def test_no_draws_make_no_interval() -> None:
    with pytest.raises(InputError, match="E_DRAWS: 0 draws"):
        list(bootstrap_weights(5, draws=0))


def test_lines_that_stand_for_many_are_resampled_as_their_customers() -> None:
    stand_for = np.array([1, 5, 94])
    weights = np.concatenate(list(bootstrap_weights(3, 3000, stand_for=stand_for)))
    assert (weights.sum(axis=1) == 100).all()
    assert weights.mean(axis=0) == pytest.approx(stand_for, rel=0.1)
    assert weights.var(axis=0) == pytest.approx(stand_for * (1 - stand_for / 100), rel=0.1)


def test_one_figure_alone_reaches_as_far_as_its_own_interval() -> None:
    samples = np.random.default_rng(0).normal(3, 5, (40_000, 1))
    assert float(simultaneous_reach(samples, 0.95)) == pytest.approx(1.96, abs=0.03)


def test_figures_that_go_together_reach_less_far_than_separate_ones() -> None:
    rng = np.random.default_rng(1)
    apart = rng.normal(size=(20_000, 10))
    together = rng.normal(size=(20_000, 1)) + 0.1 * apart
    separate, joint = (float(simultaneous_reach(each, 0.95)) for each in (apart, together))
    assert separate == pytest.approx(2.80, abs=0.05)  # Bonferroni: 2.81
    assert 1.96 < joint < 2.3


def test_simultaneous_intervals_hold_together_as_often_as_they_say() -> None:
    rng = np.random.default_rng(2)
    covered = []
    for _ in range(200):
        data = rng.normal(size=(60, 5)) + rng.normal(size=(60, 1))
        samples = resample(mean(data), 60, 200, int(rng.integers(1 << 30)))
        reach = simultaneous_reach(samples, 0.9) * samples.std(axis=0, ddof=1)
        covered.append((np.abs(data.mean(axis=0)) <= reach).all())
    assert 0.83 < np.mean(covered) < 0.96


def test_a_figure_that_never_varies_does_not_widen_the_others() -> None:
    samples = np.random.default_rng(3).normal(size=(5000, 2))
    samples[:, 1] = 7.0
    alone = simultaneous_reach(samples[:, :1], 0.95)
    assert float(simultaneous_reach(samples, 0.95)) == pytest.approx(float(alone))
    assert float(simultaneous_reach(samples[:, 1:], 0.95)) == 0
