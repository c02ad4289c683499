"""Designs: what coefficients do to parameters, and the derivatives that follow from it."""

import numpy as np
from numpy.testing import assert_allclose

from clv.models._maths import bg_nbd
from clv.models._maths.arrays import FloatArray
from clv.models._maths.covariates import Design
from clv.models._maths.histories import Histories

LEVER = np.array([[1.0, 2.0, 4.0], [-1.0, 0.0, 5.0], [3.0, 3.0, 0.0]])
WEIGHT = np.array([1.0, 2.0, 1.0])
DESIGN = Design(2, np.array([0, 1, 1]), LEVER, WEIGHT)
POINT = np.array([0.3, -0.7, 0.5, 2.0, -1.0])


def purchases(m: int) -> tuple[Histories, Design]:
    """Return histories, and a design that moves three of four parameters, alpha by two columns."""
    rng = np.random.default_rng(5)
    x = rng.choice([0, 1, 2, 9], m)
    T = rng.uniform(5, 60, m)
    t_x = np.where(x > 0, T * rng.uniform(0.1, 1, m), 0.0)
    z = rng.normal(2.0, 0.5, (2, m))
    data = Histories(x, t_x, T, rng.uniform(0.5, 3, m), np.arange(m), z)
    levers = np.array([-z[0], -z[1], z[0], z[0]])
    return data, Design(4, np.array([1, 1, 2, 3]), levers, data.weight)


def test_coefficients_move_their_own_parameter_by_their_lever() -> None:
    first = 0.3 + 0.5 * LEVER[0]
    second = -0.7 + 2.0 * LEVER[1] - 1.0 * LEVER[2]
    assert_allclose(DESIGN.spread(POINT), [first, second])


def test_coefficients_of_zero_leave_the_parameters_alone() -> None:
    spread = DESIGN.spread(np.array([0.3, -0.7, 0, 0, 0]))
    assert_allclose(spread, [[0.3] * 3, [-0.7] * 3])


def test_standardised_levers_have_weighted_mean_zero_and_variance_one() -> None:
    lever = DESIGN.standardised().lever
    assert_allclose(lever @ WEIGHT, 0, atol=1e-12)
    assert_allclose(lever**2 @ WEIGHT / WEIGHT.sum(), 1)


def test_the_way_back_leads_to_the_same_parameters() -> None:
    there = DESIGN.standardised().spread(POINT)
    assert_allclose(DESIGN.spread(DESIGN.back @ POINT), there, rtol=1e-12)


def test_derivatives_of_the_objective_are_those_of_its_value() -> None:
    data, design = purchases(80)
    objective = design.objective(bg_nbd.pointwise(data))
    point, step = np.array([-0.5, 1.5, 0.2, 0.9, 0.3, -0.4, 0.2, -0.1]), 1e-5
    _, gradient, hessian = objective(point)
    ends = [(objective(point + d), objective(point - d)) for d in step * np.eye(8)]
    assert_allclose(gradient, [(up[0] - down[0]) / (2 * step) for up, down in ends], rtol=1e-6)
    slopes: list[FloatArray] = [(up[1] - down[1]) / (2 * step) for up, down in ends]
    assert_allclose(hessian, slopes, rtol=1e-5, atol=1e-5)
    assert_allclose(hessian, hessian.T, rtol=1e-10, atol=1e-10)


def test_the_objective_without_effect_is_the_likelihood_of_the_table() -> None:
    data, design = purchases(80)
    point = np.log([0.25, 4.5, 0.8, 2.4])
    plain = bg_nbd.log_likelihood(data)(point)
    value, gradient, hessian = design.objective(bg_nbd.pointwise(data))(np.append(point, [0] * 4))
    assert_allclose(value, plain[0], rtol=1e-12)
    assert_allclose(gradient[:4], plain[1], rtol=1e-9)
    assert_allclose(hessian[:4, :4], plain[2], rtol=1e-9)


def test_a_constant_lever_is_the_parameter_itself() -> None:
    data, _ = purchases(80)
    design = Design(4, np.array([1]), np.ones((1, 80)), data.weight)
    _, gradient, hessian = design.objective(bg_nbd.pointwise(data))(
        np.array([-1.0, 1.5, 0.0, 1.0, 0.3])
    )
    assert_allclose(gradient[4], gradient[1])
    assert_allclose(hessian[4], hessian[1])
