"""Waiting times against survival functions that can be turned around."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from clv.models._maths.arrays import FloatArray
from clv.models._maths.waiting import waiting_times


def pareto(t: FloatArray) -> FloatArray:
    return np.asarray((1 + t / np.array([3.0, 40.0, 1e5])) ** np.array([-0.3, -2.0, -50.0]))


@pytest.mark.parametrize("level", [0.01, 0.5, 0.999])
def test_waiting_times_turn_a_survival_function_around(level: float) -> None:
    waits = waiting_times(pareto, np.full(3, level), 39.0)
    exact = np.array([3.0, 40.0, 1e5]) * (level ** (1 / np.array([-0.3, -2.0, -50.0])) - 1)
    assert_allclose(waits, exact, rtol=1e-10)


def test_each_element_has_a_level_of_its_own() -> None:
    level = np.array([0.9, 0.5, 0.1])
    assert_allclose(pareto(waiting_times(pareto, level, 39.0)), level, rtol=1e-9)


def test_what_is_never_reached_takes_for_ever() -> None:
    waits = waiting_times(pareto, np.array([0.5, -0.1, 0.5]), 39.0)
    assert np.isposinf(waits).tolist() == [False, True, False]
    level = 0.3
    stays = waiting_times(lambda t: level + (1 - level) * np.exp(-t), np.array([0.2, 0.4]), 1.0)
    assert stays[0] == np.inf
    assert stays[1] == pytest.approx(np.log(7), rel=1e-9)


@pytest.mark.parametrize("scale", [0.0, 1e-3, 1e4])
def test_the_scale_does_not_move_the_answer(scale: float) -> None:
    waits = waiting_times(pareto, np.full(3, 0.5), scale)
    assert_allclose(waits, waiting_times(pareto, np.full(3, 0.5), 39.0), rtol=1e-12)


def test_nobody_waits_in_an_empty_table() -> None:
    assert waiting_times(lambda t: np.exp(-t), np.zeros(0), 39.0).size == 0
