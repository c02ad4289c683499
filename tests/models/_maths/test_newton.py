"""The maximiser on functions whose maxima are known."""

import numpy as np

from clv.models._maths.arrays import FloatArray
from clv.models._maths.newton import maximise

LOW, HIGH = np.full(2, -5.0), np.full(2, 5.0)


def bowl(point: FloatArray) -> tuple[float, FloatArray, FloatArray]:
    """Return a quadratic with its maximum at (1, -2) and curvatures 100 and 1."""
    scale, apart = np.array([100.0, 1.0]), point - [1.0, -2.0]
    return -float(scale @ apart**2) / 2, -scale * apart, -np.diag(scale)


def slope(point: FloatArray) -> tuple[float, FloatArray, FloatArray]:
    """Rise for ever along the first coordinate, ever less: a ridge."""
    x, y = point
    value = -np.exp(-x) - y**2
    return value, np.array([np.exp(-x), -2 * y]), np.diag([-np.exp(-x), -2.0])


def two_hills(point: FloatArray) -> tuple[float, FloatArray, FloatArray]:
    """Rise to 0 at x = -1 and to a higher end where the box cuts the slope beyond x = 1."""
    x, y = point
    value = -((x**2 - 1) ** 2) + x - y**2
    gradient = np.array([-4 * x * (x**2 - 1) + 1, -2 * y])
    return value, gradient, np.diag([-12 * x**2 + 4, -2.0])


def test_a_quadratic_is_climbed_to_its_top() -> None:
    optimum = maximise(bowl, [np.zeros(2)], LOW, HIGH)
    np.testing.assert_allclose(optimum.point, [1, -2], atol=1e-12)
    np.testing.assert_allclose(optimum.covariance, np.diag([0.01, 1.0]))
    assert optimum.interior
    assert optimum.evaluations <= 4


def test_a_maximum_outside_the_box_ends_on_its_edge() -> None:
    optimum = maximise(bowl, [np.zeros(2)], LOW, np.array([0.5, 5.0]))
    np.testing.assert_allclose(optimum.point, [0.5, -2])
    assert optimum.settled
    assert optimum.free.tolist() == optimum.firm.tolist() == [False, True]
    np.testing.assert_allclose(optimum.covariance, np.diag([0.0, 1.0]))


def test_a_ridge_is_followed_to_the_edge_and_called_so() -> None:
    optimum = maximise(slope, [np.zeros(2)], LOW, HIGH)
    assert optimum.point[0] == 5
    assert not optimum.interior


def test_a_flat_interior_end_of_a_ridge_is_not_firm() -> None:
    optimum = maximise(slope, [np.zeros(2)], LOW, np.full(2, 500.0))
    assert optimum.settled
    assert optimum.free.all()
    assert optimum.firm.tolist() == [False, True]


def test_every_start_is_tried_until_one_ends_inside() -> None:
    high = np.array([0.0, 5.0])
    optimum = maximise(two_hills, [np.array([0.0, 0.0]), np.array([-1.0, 0.0])], LOW, high)
    assert optimum.interior
    np.testing.assert_allclose(4 * optimum.point[0] * (optimum.point[0] ** 2 - 1), 1)


def test_a_start_where_the_function_is_convex_leads_uphill() -> None:
    optimum = maximise(two_hills, [np.array([-0.2, 3.0])], LOW, HIGH)
    assert optimum.settled
    assert np.abs(optimum.gradient).max() < 1e-6


def test_overflow_on_the_way_shortens_the_step() -> None:
    def cliff(point: FloatArray) -> tuple[float, FloatArray, FloatArray]:
        if point[0] > 1.5:
            return np.nan, np.full(2, np.nan), np.full((2, 2), np.nan)
        return bowl(point)

    optimum = maximise(cliff, [np.array([-4.0, 0.0])], LOW, HIGH)
    np.testing.assert_allclose(optimum.point, [1, -2], atol=1e-9)
