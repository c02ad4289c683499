"""One battery that every model passes, after scikit-learn's check_estimator."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from pandas.testing import assert_frame_equal, assert_series_equal
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.model_selection import cross_validate

from clv.models import BGNBD, FittedModel, GammaGamma
from clv.simulate import simulate_customers

CUSTOMERS = simulate_customers(
    {"r": 0.25, "alpha": 4.5, "a": 0.8, "b": 2.4},
    np.random.default_rng(0).uniform(20, 60, 1500),
    seed=1,
    spend={"p": 6.0, "q": 4.0, "gamma": 15.0},
)
CUSTOMERS.attrs["as_of"] = "2024-07-01"
Model = BGNBD | GammaGamma

every_model = pytest.mark.parametrize("kind", [BGNBD, GammaGamma])


def forecast(model: Model, customers: pd.DataFrame) -> pd.Series:
    """Return the model's own kind of prediction."""
    if isinstance(model, BGNBD):
        return model.predict(customers, 39.0)
    return model.predict(customers)


def answers(model: Model, customers: pd.DataFrame) -> list[Callable[[], object]]:
    """Return all that a fitted model can be asked."""
    asked: list[Callable[[], object]] = [
        lambda: forecast(model, customers),
        lambda: model.sample_posterior(2, seed=0),
        lambda: model.standard_errors_,
        lambda: model.intervals_,
        lambda: model.covariance_,
        lambda: model.score(customers),
    ]
    if isinstance(model, BGNBD):
        asked += [
            lambda: model.probability_alive(customers),
            lambda: model.probability_active(customers, 39.0),
            lambda: model.expected_purchases(39.0),
            lambda: model.pmf([0, 1], 39.0),
            lambda: model.simulate_future(customers, 39.0, seed=0),
        ]
    else:
        asked += [lambda: model.simulate_spend(customers, np.ones(len(customers)), seed=0)]
    return asked


@every_model
def test_fit_returns_the_model_itself(kind: type[Model]) -> None:
    model = kind()
    assert model.fit(CUSTOMERS) is model


@every_model
def test_a_clone_is_unfitted_and_fits_the_same(kind: type[Model]) -> None:
    model = kind().fit(CUSTOMERS)
    copy = clone(model)
    assert not hasattr(copy, "params_")
    assert copy.get_params() == model.get_params() == {}
    assert copy.fit(CUSTOMERS).params_ == model.params_


@every_model
def test_an_unfitted_model_answers_nothing(kind: type[Model]) -> None:
    for ask in answers(kind(), CUSTOMERS):
        with pytest.raises(NotFittedError):
            ask()


@every_model
def test_a_fitted_model_answers_everything(kind: type[Model]) -> None:
    for ask in answers(kind().fit(CUSTOMERS), CUSTOMERS):
        assert np.isfinite(np.asarray(ask(), dtype=float)).all()


@every_model
def test_the_table_is_left_as_it_was(kind: type[Model]) -> None:
    before = CUSTOMERS.copy(deep=True)
    model = kind().fit(CUSTOMERS)
    for ask in answers(model, CUSTOMERS):
        ask()
    assert_frame_equal(CUSTOMERS, before)
    assert CUSTOMERS.attrs == before.attrs


@every_model
def test_the_order_of_rows_changes_none_of_ten_digits(kind: type[Model]) -> None:
    shuffled = CUSTOMERS.sample(frac=1, random_state=1)
    model, other = kind().fit(CUSTOMERS), kind().fit(shuffled)
    assert_allclose(list(other.params_.values()), list(model.params_.values()), rtol=1e-10)
    assert_series_equal(
        forecast(other, shuffled).reindex(CUSTOMERS.index), forecast(model, CUSTOMERS), rtol=1e-10
    )


@every_model
def test_a_fit_repeats_to_the_last_bit(kind: type[Model]) -> None:
    assert kind().fit(CUSTOMERS).params_ == kind().fit(CUSTOMERS).params_


@every_model
def test_refitting_forgets_the_first_fit(kind: type[Model]) -> None:
    model = kind().fit(CUSTOMERS.head(700)).fit(CUSTOMERS)
    assert model.params_ == kind().fit(CUSTOMERS).params_
    assert model.n_customers_ == len(CUSTOMERS)


@every_model
def test_further_columns_and_foreign_types_change_nothing(kind: type[Model]) -> None:
    dressed = CUSTOMERS.assign(note="x").convert_dtypes()
    assert kind().fit(dressed).params_ == kind().fit(CUSTOMERS).params_


@every_model
def test_a_weight_of_two_is_two_customers(kind: type[Model]) -> None:
    weight = np.arange(len(CUSTOMERS)) % 3
    repeated = CUSTOMERS.loc[CUSTOMERS.index.repeat(weight)]
    weighted, counted = kind().fit(CUSTOMERS, sample_weight=weight), kind().fit(repeated)
    assert_allclose(list(weighted.params_.values()), list(counted.params_.values()), rtol=1e-7)
    assert weighted.loglik_ == pytest.approx(counted.loglik_)
    assert_allclose(weighted.covariance_, counted.covariance_, rtol=1e-5)


@every_model
def test_the_optimum_is_higher_than_its_neighbourhood(kind: type[Model]) -> None:
    model = kind().fit(CUSTOMERS)
    assert np.linalg.eigvalsh(model.covariance_).min() > 0
    assert_allclose(model.covariance_, model.covariance_.T)
    assert model.aic > -2 * model.loglik_
    assert model.bic > model.aic


@every_model
def test_intervals_hold_the_estimate_and_stay_positive(kind: type[Model]) -> None:
    model = kind().fit(CUSTOMERS)
    estimate = pd.Series(model.params_)
    assert (model.intervals_["lower"] > 0).all()
    assert (model.intervals_["lower"] < estimate).all()
    assert (estimate < model.intervals_["upper"]).all()


@every_model
def test_posterior_draws_have_the_stated_errors(kind: type[Model]) -> None:
    model = kind().fit(CUSTOMERS)
    draws = np.log(model.sample_posterior(20_000, seed=3).to_numpy())
    assert_allclose(draws.mean(axis=0), np.log(list(model.params_.values())), atol=0.02)
    assert_allclose(np.cov(draws.T), model.covariance_, rtol=0.1, atol=2e-3)
    assert_frame_equal(model.sample_posterior(3, seed=3), model.sample_posterior(3, seed=3))


@every_model
def test_the_fit_remembers_what_it_saw(kind: type[Model]) -> None:
    model: FittedModel = kind().fit(CUSTOMERS)
    assert (model.time_unit_, model.as_of_) == ("W", "2024-07-01")
    assert model.n_repeaters_ == (CUSTOMERS["frequency"] > 0).sum()
    assert 0 < model.n_histories_ <= model.n_used_ <= model.n_customers_


@every_model
def test_answers_carry_the_index_of_the_table(kind: type[Model]) -> None:
    some = CUSTOMERS.iloc[[5, 3, 9]]
    assert forecast(kind().fit(CUSTOMERS), some).index.equals(some.index)


@every_model
def test_the_score_of_the_fitted_customers_is_their_mean_log_likelihood(kind: type[Model]) -> None:
    model = kind().fit(CUSTOMERS)
    assert model.score(CUSTOMERS) * model.n_used_ == pytest.approx(model.loglik_)


@every_model
def test_scikit_learn_can_cross_validate_it(kind: type[Model]) -> None:
    scores = cross_validate(kind(), CUSTOMERS, cv=3)["test_score"]
    assert_allclose(scores, kind().fit(CUSTOMERS).score(CUSTOMERS), rtol=0.1)


@every_model
def test_a_customer_is_judged_alone(kind: type[Model]) -> None:
    model = kind().fit(CUSTOMERS)
    together = forecast(model, CUSTOMERS)
    for position in (0, 7, 700):
        alone = forecast(model, CUSTOMERS.iloc[[position]])
        assert alone.iloc[0] == pytest.approx(together.iloc[position], rel=1e-9)


@every_model
def test_an_empty_table_gets_an_empty_answer(kind: type[Model]) -> None:
    assert forecast(kind().fit(CUSTOMERS), CUSTOMERS.head(0)).empty
