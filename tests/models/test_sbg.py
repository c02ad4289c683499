"""Shifted beta-geometric fits: published numbers, truths found again, boundaries named."""

import mpmath
import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.model_selection import cross_validate

from clv.errors import FitError, InputError
from clv.models.cohorts import cohort_table
from clv.models.sbg import SBG

REGULAR = cohort_table([631, 468, 382, 326, 289, 262, 241], start=1000)
TRUTH = {"alpha": 0.7, "beta": 1.2}


def published(**params: float) -> SBG:
    """Return a model with given parameters, as if fitted."""
    model = SBG()
    model.params_, model.time_unit_ = params, None
    return model


def simulated(n: int, seed: int, **changed: float) -> pd.DataFrame:
    """Return customers who joined over ten periods, as seen at the end of them."""
    rng = np.random.default_rng(seed)
    seen = rng.integers(1, 11, n)
    new = pd.DataFrame({"tenure": np.zeros(n, dtype=int), "lost": False})
    made = published(**{**TRUTH, **changed}).simulate_future(new, 10, seed)
    lost = made < seen
    return pd.DataFrame({"tenure": np.where(lost, made + 1, seen), "lost": lost})


@pytest.fixture(scope="module")
def regular() -> SBG:
    return SBG().fit(REGULAR, sample_weight=REGULAR["weight"])


def test_the_regular_cohort_of_fader_and_hardie(regular: SBG) -> None:
    """Journal of Interactive Marketing 21(1), 2007; the optimum to more digits than printed."""
    assert regular.status_ == "converged"
    assert_allclose(list(regular.params_.values()), [0.704077, 1.182043], atol=5e-7)
    assert regular.loglik_ == pytest.approx(-1680.2652, abs=5e-5)
    assert regular.evaluations_ <= 8
    assert (regular.n_customers_, regular.lost_, regular.n_histories_) == (1000, 759, 8)


def test_the_projection_of_the_paper_follows_the_survivors(regular: SBG) -> None:
    seen = [0.631, 0.468, 0.382, 0.326, 0.289, 0.262, 0.241]
    assert_allclose(regular.survival(np.arange(1, 8)), seen, atol=0.007)
    assert regular.survival(0) == 1


def test_retention_rates_are_ratios_of_survival_and_rise(regular: SBG) -> None:
    t = np.arange(1, 13)
    rates = regular.retention_rate(t)
    assert_allclose(rates, regular.survival(t) / regular.survival(t - 1), rtol=1e-12)
    assert (np.diff(rates) > 0).all()


def test_a_table_of_customers_fits_as_the_cohort_does(regular: SBG) -> None:
    customers = REGULAR.loc[REGULAR.index.repeat(REGULAR["weight"])].reset_index(drop=True)
    model = SBG().fit(customers)
    assert_allclose(list(model.params_.values()), list(regular.params_.values()), rtol=1e-9)
    assert model.loglik_ == pytest.approx(regular.loglik_)
    assert model.score(customers) * model.n_used_ == pytest.approx(model.loglik_)
    assert model.bic == pytest.approx(regular.bic)


def test_prediction_conditions_on_what_has_been_survived(regular: SBG) -> None:
    table = pd.DataFrame(
        {"tenure": [0, 5, 5], "lost": [False, False, True]}, index=["new", "old", "gone"]
    )
    kept = regular.predict(table, 3)
    assert kept.name == "probability_kept"
    assert kept["new"] == pytest.approx(regular.survival(3))
    assert kept["old"] == pytest.approx(regular.survival(8) / regular.survival(5))
    assert kept["gone"] == 0
    assert (regular.predict(table, 0) == [1, 1, 0]).all()


@pytest.mark.parametrize("periods_per_year", [1, 12])
def test_residual_lifetime_is_that_of_the_paper(regular: SBG, periods_per_year: int) -> None:
    """Marketing Science 29(1), 2010, equation 6; period n of the paper is tenure n - 1."""
    table = pd.DataFrame({"tenure": [0, 1, 7], "lost": False})
    ours = regular.derl(table, 0.1, periods_per_year)
    alpha, beta = map(mpmath.mpf, regular.params_.values())
    d = mpmath.mpf("1.1") ** (mpmath.mpf(1) / periods_per_year) - 1
    exact = [
        (beta + n - 1) / (alpha + beta + n - 1)
        * mpmath.hyp2f1(1, beta + n, alpha + beta + n, 1 / (1 + d))
        for n in (1, 2, 8)
    ]  # fmt: skip
    assert_allclose(ours, [float(value) for value in exact], rtol=1e-11)
    worth = float(1 + d) ** -np.arange(3999)
    assert ours.iloc[0] == pytest.approx(float(regular.survival(np.arange(1, 4000)) @ worth))


def test_the_lost_have_no_residual_lifetime(regular: SBG) -> None:
    table = pd.DataFrame({"tenure": [2, 2], "lost": [True, False]})
    assert regular.derl(table, 0.1).iloc[0] == 0 < regular.derl(table, 0.1).iloc[1]


@pytest.mark.parametrize(("rate", "periods"), [(0.0, 1), (-0.1, 1), (np.nan, 1), (0.1, 0)])
def test_a_lifetime_without_discount_has_no_end(regular: SBG, rate: float, periods: float) -> None:
    with pytest.raises(InputError, match="E_RATE"):
        regular.derl(REGULAR, rate, periods)


def test_drawn_futures_agree_with_the_formulas(regular: SBG) -> None:
    table = pd.DataFrame({"tenure": np.full(50_000, 3), "lost": False})
    drawn = regular.simulate_future(table, 6, seed=1)
    assert drawn.max() == 6
    for t in (1, 3, 6):
        share = regular.predict(table.head(1), t).iloc[0]
        assert abs((drawn >= t).mean() - share) < 4 * 0.5 / np.sqrt(50_000)
    assert (regular.simulate_future(table.assign(lost=True), 6, seed=1) == 0).all()


def test_parameters_of_simulated_customers_are_found_again() -> None:
    truth, inside = pd.Series(TRUTH), pd.Series(0, index=["alpha", "beta"])
    for seed in range(100):
        limits = SBG().fit(simulated(1500, seed)).intervals_
        inside += (limits["lower"] < truth) & (truth < limits["upper"])
    assert inside.between(88, 100).all()  # of 100 intervals at 95%


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"alpha": 3e5, "beta": 7e5}, "churn has one probability for everyone, 0.3"),
        ({"alpha": 1e-6, "beta": 1e-6}, "churn is all or nothing, 0.5"),
    ],
)
def test_a_boundary_is_named_and_gets_no_interval(changed: dict[str, float], words: str) -> None:
    model = SBG().fit(simulated(2000, 3, **changed))
    assert model.status_.startswith(f"boundary: {words}")
    assert model.held_ == ("alpha", "beta")
    assert model.standard_errors_.isna().all()
    assert np.isfinite(model.predict(simulated(100, 1), 5)).all()
    assert np.isfinite(model.derl(simulated(100, 1), 0.1)).all()


def test_one_renewal_tells_the_mean_of_churn_and_no_more() -> None:
    cohort = cohort_table([700], start=1000)
    model = SBG().fit(cohort, cohort["weight"])
    assert model.status_ == (
        "boundary: churn has mean 0.3000 and unknown spread (alpha and beta only by their ratio)"
    )
    draws = model.sample_posterior(2000, seed=1)
    share = draws["alpha"] / draws.sum(axis=1)
    assert share.std() == pytest.approx(np.sqrt(0.3 * 0.7 / 1000), rel=0.1)


def test_what_says_nothing_is_refused() -> None:
    with pytest.raises(FitError, match="E_NOBODY_LOST"):
        SBG().fit(pd.DataFrame({"tenure": [4] * 20, "lost": False}))


def test_it_is_an_estimator() -> None:
    customers = simulated(600, 1)
    model = SBG()
    with pytest.raises(NotFittedError):
        model.predict(customers, 1)
    assert model.fit(customers) is model
    assert clone(model).fit(customers).params_ == model.params_
    scores = cross_validate(SBG(), customers, cv=3)["test_score"]
    assert_allclose(scores, model.score(customers), rtol=0.1)


def test_periods_of_another_length_are_refused() -> None:
    customers = simulated(600, 1)
    customers.attrs["time_unit"] = "M"
    model = SBG().fit(customers)
    customers.attrs["time_unit"] = "W"
    with pytest.raises(InputError, match="E_UNIT"):
        model.predict(customers, 3)
