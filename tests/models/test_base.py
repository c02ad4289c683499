"""One battery that every model passes, after scikit-learn's check_estimator."""

from collections.abc import Callable
from functools import partial

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from pandas.testing import assert_frame_equal, assert_series_equal
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.model_selection import cross_validate

from clv.models import BGNBD, FittedModel, GammaGamma, PurchaseModel
from clv.models.mbg_nbd import MBGNBD
from clv.models.nbd import NBD
from clv.simulate import simulate_customers

CUSTOMERS = simulate_customers(
    {"r": 0.25, "alpha": 4.5, "a": 0.8, "b": 2.4},
    np.random.default_rng(0).uniform(20, 60, 1500),
    seed=1,
    spend={"p": 6.0, "q": 4.0, "gamma": 15.0},
)
CUSTOMERS.attrs["as_of"] = "2024-07-01"
CUSTOMERS["card"] = np.random.default_rng(2).normal(40.0, 9.0, len(CUSTOMERS))
Model = PurchaseModel | GammaGamma
Kind = Callable[[], Model]

KINDS: dict[str, Kind] = {
    "bg_nbd": BGNBD,
    "bg_nbd with covariates": partial(BGNBD, ("card",), ("card",)),
    "mbg_nbd": MBGNBD,
    "nbd": NBD,
    "gamma_gamma": GammaGamma,
    "gamma_gamma with covariates": partial(GammaGamma, ("card",)),
}
every_model = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)


def forecast(model: Model, customers: pd.DataFrame) -> pd.Series:
    """Return the model's own kind of prediction."""
    if isinstance(model, PurchaseModel):
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
    if isinstance(model, PurchaseModel):
        asked += [
            lambda: model.probability_alive(customers),
            lambda: model.probability_active(customers, 39.0),
            lambda: model.pmf(customers, 39.0, 3),
            lambda: model.next_purchase(customers, 1e-6),
            lambda: model.dert(customers, 0.1),
            lambda: model.expected_purchases(39.0),
            lambda: model.new_customer_pmf(39.0, 3),
            lambda: model.simulate_future(customers, 39.0, seed=0),
            lambda: list(model.simulate_futures(customers, 39.0, draws=2, seed=0)),
        ]
    else:
        asked += [lambda: model.simulate_spend(customers, np.ones(len(customers)), seed=0)]
    return asked


@every_model
def test_fit_returns_the_model_itself(kind: Kind) -> None:
    model = kind()
    assert model.fit(CUSTOMERS) is model


@every_model
def test_a_clone_is_unfitted_and_fits_the_same(kind: Kind) -> None:
    model = kind().fit(CUSTOMERS)
    copy = clone(model)
    assert not hasattr(copy, "params_")
    assert copy.get_params() == model.get_params()
    assert copy.fit(CUSTOMERS).params_ == model.params_


@every_model
def test_an_unfitted_model_answers_nothing(kind: Kind) -> None:
    for ask in answers(kind(), CUSTOMERS):
        with pytest.raises(NotFittedError):
            ask()


@every_model
def test_a_fitted_model_answers_everything(kind: Kind) -> None:
    for ask in answers(kind().fit(CUSTOMERS), CUSTOMERS.head(200)):
        assert np.isfinite(np.asarray(ask(), dtype=float)).all()


@every_model
def test_the_table_is_left_as_it_was(kind: Kind) -> None:
    before = CUSTOMERS.copy(deep=True)
    model = kind().fit(CUSTOMERS)
    for ask in answers(model, CUSTOMERS):
        ask()
    assert_frame_equal(CUSTOMERS, before)
    assert CUSTOMERS.attrs == before.attrs


@every_model
def test_the_order_of_rows_changes_none_of_ten_digits(kind: Kind) -> None:
    shuffled = CUSTOMERS.sample(frac=1, random_state=1)
    model, other = kind().fit(CUSTOMERS), kind().fit(shuffled)
    assert_allclose(list(other.params_.values()), list(model.params_.values()), rtol=1e-10)
    assert_series_equal(
        forecast(other, shuffled).reindex(CUSTOMERS.index), forecast(model, CUSTOMERS), rtol=1e-10
    )


@every_model
def test_a_fit_repeats_to_the_last_bit(kind: Kind) -> None:
    assert kind().fit(CUSTOMERS).params_ == kind().fit(CUSTOMERS).params_


@every_model
def test_refitting_forgets_the_first_fit(kind: Kind) -> None:
    model = kind().fit(CUSTOMERS.head(700)).fit(CUSTOMERS)
    assert model.params_ == kind().fit(CUSTOMERS).params_
    assert model.n_customers_ == len(CUSTOMERS)


@every_model
def test_further_columns_and_foreign_types_change_nothing(kind: Kind) -> None:
    dressed = CUSTOMERS.assign(note="x").convert_dtypes()
    assert kind().fit(dressed).params_ == kind().fit(CUSTOMERS).params_


@every_model
def test_a_weight_of_two_is_two_customers(kind: Kind) -> None:
    weight = np.arange(len(CUSTOMERS)) % 3
    repeated = CUSTOMERS.loc[CUSTOMERS.index.repeat(weight)]
    weighted, counted = kind().fit(CUSTOMERS, sample_weight=weight), kind().fit(repeated)
    assert_allclose(list(weighted.params_.values()), list(counted.params_.values()), rtol=1e-7)
    assert weighted.loglik_ == pytest.approx(counted.loglik_)
    assert_allclose(weighted.covariance_, counted.covariance_, rtol=1e-5)


@every_model
def test_the_optimum_is_higher_than_its_neighbourhood(kind: Kind) -> None:
    model = kind().fit(CUSTOMERS)
    assert np.linalg.eigvalsh(model.covariance_).min() > 0
    assert_allclose(model.covariance_, model.covariance_.T)
    assert model.aic > -2 * model.loglik_
    assert model.bic > model.aic


@every_model
def test_intervals_hold_the_estimate_and_stay_positive(kind: Kind) -> None:
    model = kind().fit(CUSTOMERS)
    estimate = pd.Series(model.params_)
    assert (model.intervals_["lower"][list(model.names)] > 0).all()
    assert (model.intervals_["lower"] < estimate).all()
    assert (estimate < model.intervals_["upper"]).all()


@every_model
def test_posterior_draws_have_the_stated_errors(kind: Kind) -> None:
    model = kind().fit(CUSTOMERS)
    natural = model.sample_posterior(20_000, seed=3)
    logs = natural.assign(**{name: np.log(natural[name]) for name in model.names})
    point = pd.Series(model.params_)
    point[list(model.names)] = np.log(point[list(model.names)])
    errors = pd.Series(np.sqrt(np.diag(model.covariance_)), point.index)
    assert_allclose((logs.mean() - point) / errors, 0, atol=5 / np.sqrt(20_000))
    scale = np.outer(errors, errors)
    assert_allclose(np.cov(logs.T) / scale, model.covariance_ / scale, atol=0.06)
    assert_frame_equal(model.sample_posterior(3, seed=3), model.sample_posterior(3, seed=3))


@every_model
def test_standard_errors_belong_to_the_intervals(kind: Kind) -> None:
    model = kind().fit(CUSTOMERS)
    limits, k = model.intervals_, len(model.names)
    reach = 1.959963984540054 * model.standard_errors_ / pd.Series(model.params_).abs()
    assert_allclose(limits["upper"].iloc[:k] / limits["lower"].iloc[:k], np.exp(2 * reach[:k]))
    width = 2 * 1.959963984540054 * model.standard_errors_.iloc[k:]
    assert_allclose((limits["upper"] - limits["lower"]).iloc[k:], width)
    assert tuple(limits.index) == model.labels == tuple(model.params_)


@every_model
def test_criteria_count_every_parameter(kind: Kind) -> None:
    model = kind().fit(CUSTOMERS)
    assert model.aic == pytest.approx(2 * len(model.params_) - 2 * model.loglik_)
    penalty = len(model.params_) * np.log(model.n_used_)
    assert model.bic == pytest.approx(penalty - 2 * model.loglik_)


@every_model
def test_the_fit_remembers_what_it_saw(kind: Kind) -> None:
    model: FittedModel = kind().fit(CUSTOMERS)
    assert (model.time_unit_, model.as_of_) == ("W", "2024-07-01")
    assert model.n_repeaters_ == (CUSTOMERS["frequency"] > 0).sum()
    assert 0 < model.n_histories_ <= model.n_used_ <= model.n_customers_


@every_model
def test_answers_carry_the_index_of_the_table(kind: Kind) -> None:
    some = CUSTOMERS.iloc[[5, 3, 9]]
    assert forecast(kind().fit(CUSTOMERS), some).index.equals(some.index)


@every_model
def test_the_score_of_the_fitted_customers_is_their_mean_log_likelihood(kind: Kind) -> None:
    model = kind().fit(CUSTOMERS)
    assert model.score(CUSTOMERS) * model.n_used_ == pytest.approx(model.loglik_)


@every_model
def test_scikit_learn_can_cross_validate_it(kind: Kind) -> None:
    scores = cross_validate(kind(), CUSTOMERS, cv=3)["test_score"]
    assert_allclose(scores, kind().fit(CUSTOMERS).score(CUSTOMERS), rtol=0.1)


@every_model
def test_a_customer_is_judged_alone(kind: Kind) -> None:
    model = kind().fit(CUSTOMERS)
    together = forecast(model, CUSTOMERS)
    for position in (0, 7, 700):
        alone = forecast(model, CUSTOMERS.iloc[[position]])
        assert alone.iloc[0] == pytest.approx(together.iloc[position], rel=1e-9)


@every_model
def test_an_empty_table_gets_an_empty_answer(kind: Kind) -> None:
    model, nobody = kind().fit(CUSTOMERS), CUSTOMERS.head(0)
    assert forecast(model, nobody).empty
    if isinstance(model, PurchaseModel):
        assert model.probability_alive(nobody).empty
        assert model.probability_active(nobody, 39.0).empty
        assert model.pmf(nobody, 39.0, 3).shape == (0, 4)
        assert model.next_purchase(nobody).empty
        assert model.dert(nobody, 0.1).empty
        assert model.simulate_future(nobody, 39.0, seed=1).size == 0
