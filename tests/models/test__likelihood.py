"""One function of all parameters, whatever the model, in the units of the table."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from clv.errors import InputError
from clv.models import BGNBD, NBD, SBG, FittedModel, GammaGamma, ParetoNBD
from clv.models._likelihood import (
    likelihood,
    log_density,
    log_likelihood,
    natural,
    points_of,
    reweighted,
)
from clv.models._maths.newton import maximise
from tests.models import cdnow

SAMPLE = cdnow.customers("sample")
COVARIED = SAMPLE.assign(z=np.random.default_rng(1).normal(size=len(SAMPLE)))


@pytest.mark.parametrize(
    "model",
    [NBD(), BGNBD(), BGNBD(rate_covariates=("z",)), GammaGamma(), GammaGamma(("log_frequency",))],
)
def test_it_starts_at_the_optimum_of_the_fit_inside_its_box(model: FittedModel) -> None:
    model.fit(COVARIED)
    _, problem = likelihood(model, COVARIED)
    again = maximise(*problem)
    assert again.value == pytest.approx(model.loglik_, abs=1e-3)
    assert_allclose(again.point, model._point(), atol=1e-5)
    assert (problem.lower < again.point).all()
    assert (again.point < problem.upper).all()


@pytest.mark.parametrize(
    "model",
    [BGNBD(), ParetoNBD(), ParetoNBD(("z",), ("z",)), GammaGamma()],
)
def test_the_value_alone_is_that_with_derivatives(model: FittedModel) -> None:
    some = COVARIED.head(300)
    model.fit(some)
    data, problem = likelihood(model, some)
    value = log_density(model, data)
    for moved in (0.0, 0.3):
        point = model._point() + moved
        assert value(point) == pytest.approx(problem.objective(point)[0], rel=1e-12)


def test_weights_of_zero_leave_customers_out() -> None:
    model = BGNBD().fit(SAMPLE)
    data, _ = likelihood(model, SAMPLE)
    weight = np.where(data.x > 2, 0.0, 2.0)
    fewer = reweighted(data, weight)
    assert fewer.x.max() == 2
    twice = log_likelihood(model, fewer)(model._point())[0]
    some = SAMPLE[SAMPLE["frequency"] <= 2].drop_duplicates(["frequency", "recency", "T"])
    assert twice == pytest.approx(2 * model.score(some) * len(some))


def test_points_and_draws_are_the_same_on_two_scales() -> None:
    model = BGNBD(rate_covariates=("z",)).fit(COVARIED)
    draws = model.sample_posterior(5, seed=1)
    assert_allclose(natural(model, points_of(model, draws)), draws)


def test_a_model_of_another_kind_is_refused() -> None:
    with pytest.raises(InputError, match="E_MODEL"):
        likelihood(SBG(), SAMPLE)
