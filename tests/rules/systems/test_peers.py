import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from clv.rules.systems._peers import STEP, learn_scale, nearest, on_grid, spread_sample

RNG = np.random.default_rng(0)
TRAITS = pd.DataFrame({"days": RNG.integers(0, 900, 300), "money": RNG.lognormal(3, 1, 300)})


def test_the_scale_has_mean_zero_and_spread_one() -> None:
    grid = on_grid(TRAITS, learn_scale(TRAITS)) * STEP
    assert abs(grid.mean(axis=0)).max() < 0.05
    assert abs(grid.std(axis=0) - 1).max() < 0.05


@settings(max_examples=20, deadline=None)
@given(st.sampled_from([1e-6, 0.01, 3.7, 1e9]), st.integers(0, 99))
def test_neither_unit_nor_order_matter(unit: float, seed: int) -> None:
    grid = on_grid(TRAITS, learn_scale(TRAITS))
    order = np.random.default_rng(seed).permutation(len(TRAITS))
    other = TRAITS.assign(money=TRAITS["money"] * unit).iloc[order]
    assert np.array_equal(on_grid(other, learn_scale(other)), grid[order])


def test_what_is_unknown_or_does_not_vary_counts_as_the_mean() -> None:
    table = pd.DataFrame({"same": [7.0, 7.0, 7.0], "none": np.nan, "some": [1.0, np.nan, 9.0]})
    grid = on_grid(table, learn_scale(table))
    assert grid[:, :2].tolist() == [[0, 0]] * 3
    assert grid[1, 2] == 0


def test_far_strangers_stay_within_the_grid() -> None:
    scale = learn_scale(TRAITS)
    wild = pd.DataFrame({"days": [1e300, -1e300], "money": [1e300, -1e300]})
    place, far, _ = nearest(on_grid(TRAITS, scale), on_grid(wild, scale), 5)
    assert place.tolist() == [0, 1]
    assert np.isfinite(far).all()


def test_the_sample_is_spread_evenly_and_names_nobody_twice() -> None:
    grid = on_grid(TRAITS, learn_scale(TRAITS))
    worth = TRAITS["money"].to_numpy()
    take = spread_sample(grid, worth, most=100)
    assert len(set(take)) == 100
    order = RNG.permutation(300)
    again = spread_sample(grid[order], worth[order], most=100)
    assert sorted(worth[order][again]) == sorted(worth[take])


def test_the_nearest_are_those_that_counting_finds() -> None:
    grid = on_grid(TRAITS, learn_scale(TRAITS))
    place, far, _ = nearest(grid, grid[:40], 7)
    for row in range(40):
        distances = np.sort(np.sqrt(((grid - grid[row]) ** 2).sum(axis=1)))[:7]
        assert np.allclose(far[place[row]], distances * STEP, atol=3e-3)


def test_of_equals_an_even_spread_is_taken() -> None:
    points = np.zeros((1000, 2), dtype=np.int64)  # sorted by worth
    _, far, who = nearest(points, points[:1], 50)
    assert far.max() < 0.001
    assert np.diff(np.sort(who[0])).max() < 50
    assert abs(who.mean() - 500) < 25


def test_equal_places_are_searched_once() -> None:
    grid = on_grid(TRAITS, learn_scale(TRAITS))
    place, far, _ = nearest(grid, np.repeat(grid[:3], 5, axis=0), 4)
    assert place.tolist() == [0] * 5 + [1] * 5 + [2] * 5
    assert far.shape == (3, 4)
