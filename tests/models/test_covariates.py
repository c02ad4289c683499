"""Models whose parameters differ by what is known of customers beforehand, from end to end."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from clv.errors import FitError
from clv.models import BGNBD, ParetoNBD
from clv.simulate import simulate_customers

TRUTH = {"r": 0.8, "alpha": 8.0, "a": 0.8, "b": 2.4}
EFFECTS = {"alpha[age]": 0.6, "alpha[card]": -0.5, "a[age]": 0.4, "b[age]": -0.3}
TIMES = ["recency", "T"]


def drawn(n: int, seed: int, **effects: float) -> pd.DataFrame:
    """Return customers with an age (mean 0), a card (0 or 1) and coefficients of the two."""
    rng = np.random.default_rng(seed)
    z = pd.DataFrame({"age": rng.normal(size=n), "card": rng.integers(0, 2, n)})
    return simulate_customers(TRUTH | effects, rng.uniform(20, 60, n), seed=seed, covariates=z)


CUSTOMERS = drawn(6000, 1, **EFFECTS)
MODEL = BGNBD(("age", "card"), ("age",)).fit(CUSTOMERS)
SMALL = drawn(800, 2, **{"alpha[age]": 0.6})


def in_errors(model: BGNBD, truth: dict[str, float]) -> pd.Series:
    """Return how many standard errors the estimates lie from the truth, on the scale of the fit."""
    errors, names = model.standard_errors_, list(model.names)
    gap = pd.Series(model.params_) - pd.Series(truth)
    gap[names] = [np.log(model.params_[k] / truth[k]) * model.params_[k] for k in names]
    return gap / errors


def test_coefficients_are_found_again() -> None:
    assert MODEL.status_ == "converged"
    assert MODEL.labels == ("r", "alpha", "a", "b", *EFFECTS)
    assert in_errors(MODEL, TRUTH | EFFECTS).abs().max() < 4
    # The data do say something: without effects they would be far from the truth.
    strong = ["alpha[age]", "alpha[card]"]
    assert (MODEL.standard_errors_[strong] < 0.1).all()


def test_intervals_of_coefficients_cover_what_they_say() -> None:
    inside = 0
    for seed in range(40):
        limits = BGNBD(("age",)).fit(drawn(600, 100 + seed, **{"alpha[age]": 0.6})).intervals_
        low, high = limits.loc["alpha[age]"].to_numpy()
        inside += int(low < 0.6 < high < low + 1)
    assert 34 <= inside <= 40  # of 40 intervals at 95%


def test_a_positive_coefficient_of_the_rate_means_more_purchases() -> None:
    one = pd.DataFrame({"frequency": [3, 3], "recency": [20.0, 20.0], "T": [39.0, 39.0]})
    one = one.assign(age=[0.0, 1.0], card=0)
    model = BGNBD(("age", "card")).fit(CUSTOMERS)
    assert model.params_["alpha[age]"] > 0
    new = pd.DataFrame({"frequency": 0, "recency": 0.0, "T": 0.0, "age": [0.0, 1.0], "card": 0})
    slow, fast = model.predict(new, 39.0)
    assert fast > 1.2 * slow
    assert model.expected_purchases(39.0) == pytest.approx(slow)
    assert model.new_customer_pmf(39.0, 3) == pytest.approx(model.pmf(new, 39.0, 3).to_numpy()[0])
    moved = BGNBD()
    shifted = model.params_["alpha"] * np.exp(-model.params_["alpha[age]"])
    moved.params_ = {name: model.params_[name] for name in model.names} | {"alpha": shifted}
    moved.time_unit_ = None
    assert_allclose(moved.predict(one, 39.0).iloc[1], model.predict(one, 39.0).iloc[1], rtol=1e-12)
    assert_allclose(moved.probability_alive(one)[1], model.probability_alive(one)[1], rtol=1e-12)


def test_coefficients_of_dropout_move_a_and_b() -> None:
    model = BGNBD((), ("age",)).fit(CUSTOMERS)
    z = 1.5
    plain = BGNBD()
    plain.params_ = {name: model.params_[name] for name in model.names}
    for name in ("a", "b"):
        plain.params_[name] *= np.exp(model.params_[f"{name}[age]"] * z)
    plain.time_unit_ = "W"
    some = CUSTOMERS.head(50).assign(age=z)
    for answer in ("predict", "probability_active", "dert"):
        given = (0.1, 26.0) if answer == "dert" else (26.0,)
        ours, theirs = (getattr(m, answer)(some, *given) for m in (model, plain))
        assert_allclose(ours, theirs, rtol=1e-9, err_msg=answer)
    assert_allclose(model.pmf(some, 26.0, 4), plain.pmf(some, 26.0, 4), rtol=1e-9)
    assert_allclose(model.next_purchase(some, 0.1), plain.next_purchase(some, 0.1), rtol=1e-9)
    assert (model.simulate_future(some, 26.0, 1) == plain.simulate_future(some, 26.0, 1)).all()


def test_futures_of_customers_agree_with_their_own_expectations() -> None:
    some = SMALL.head(300)
    model = BGNBD(("age",)).fit(SMALL)
    draws = np.stack([model.simulate_future(some, 39.0, seed=s) for s in range(300)])
    expected = model.predict(some, 39.0).to_numpy()
    error = draws.std(axis=0) / np.sqrt(300)
    assert_allclose((draws.mean(axis=0) - expected) / (error + 0.02), 0, atol=4.5)
    assert np.corrcoef(draws.mean(axis=0), expected)[0, 1] > 0.98


def test_what_has_no_effect_gets_a_coefficient_near_zero() -> None:
    rng = np.random.default_rng(7)
    noise = CUSTOMERS.assign(noise=rng.normal(size=len(CUSTOMERS)))
    model = BGNBD(("age", "card", "noise"), ("age",)).fit(noise)
    assert abs(model.params_["alpha[noise]"]) < 4 * model.standard_errors_["alpha[noise]"]
    assert model.loglik_ - MODEL.loglik_ < 8
    assert model.loglik_ >= MODEL.loglik_ - 1e-6


def test_covariates_raise_the_likelihood_of_what_they_explain() -> None:
    plain = BGNBD().fit(CUSTOMERS)
    assert MODEL.loglik_ > plain.loglik_ + 50
    assert MODEL.bic < plain.bic
    assert MODEL.score(CUSTOMERS) * len(CUSTOMERS) == pytest.approx(MODEL.loglik_)


def test_a_weight_of_two_is_two_rows() -> None:
    weight = np.arange(len(SMALL)) % 3
    repeated = SMALL.loc[SMALL.index.repeat(weight)]
    kind = BGNBD(("age",), ("card",))
    weighted = kind.fit(SMALL, sample_weight=weight)
    found, errors, loglik = weighted.params_, weighted.standard_errors_, weighted.loglik_
    counted = kind.fit(repeated)
    assert_allclose(list(found.values()), list(counted.params_.values()), rtol=1e-6)
    assert_allclose(errors, counted.standard_errors_, rtol=1e-5)
    assert loglik == pytest.approx(counted.loglik_)


def test_the_unit_of_time_scales_alpha_and_leaves_coefficients() -> None:
    days = CUSTOMERS.assign(**{name: CUSTOMERS[name] * 7 for name in TIMES})
    days.attrs["time_unit"] = "D"
    by_day = BGNBD(("age", "card"), ("age",)).fit(days)
    scales = pd.Series(1.0, list(MODEL.labels)).where(lambda s: s.index != "alpha", 7.0)
    assert_allclose(list(by_day.params_.values()), scales * list(MODEL.params_.values()), rtol=1e-6)
    assert_allclose(by_day.standard_errors_, scales * MODEL.standard_errors_, rtol=1e-5)
    assert_allclose(
        by_day.predict(days[:99], 182.0), MODEL.predict(CUSTOMERS[:99], 26.0), rtol=1e-6
    )


@pytest.mark.parametrize("scale", [1e-3, 1e5])
@pytest.mark.parametrize("shift", [0.0, 40.0])
def test_the_scale_and_the_zero_of_a_covariate_do_not_matter(scale: float, shift: float) -> None:
    other = SMALL.assign(age=(SMALL["age"] + shift) * scale)
    kind = BGNBD(("age",), ("age",))
    plain = kind.fit(SMALL)
    expected, errors, loglik = plain.params_, plain.standard_errors_, plain.loglik_
    forecast = plain.predict(SMALL, 39.0)
    model = kind.fit(other)
    assert model.status_ == "converged"
    assert model.loglik_ == pytest.approx(loglik, abs=1e-6)
    slopes = ["alpha[age]", "a[age]", "b[age]"]
    assert_allclose([model.params_[k] * scale for k in slopes], [expected[k] for k in slopes],
                    rtol=1e-4, atol=1e-6)  # fmt: skip
    assert_allclose(model.standard_errors_[slopes] * scale, errors[slopes], rtol=1e-4)
    assert_allclose(model.predict(other, 39.0), forecast, rtol=1e-5)


def test_covariates_of_very_different_scales_go_together() -> None:
    table = CUSTOMERS.assign(age=CUSTOMERS["age"] * 1e5, card=CUSTOMERS["card"] * 1e-3)
    model = BGNBD(("age", "card"), ("age",)).fit(table)
    assert model.loglik_ == pytest.approx(MODEL.loglik_, abs=1e-6)
    assert model.params_["alpha[card]"] == pytest.approx(MODEL.params_["alpha[card]"] * 1e3, 1e-5)


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        (SMALL.assign(one=1.0), ("one",)),
        (SMALL.assign(one=0.0), ("one",)),
        (SMALL.assign(twice=2 * SMALL["age"] - 3), ("age", "twice")),
        (SMALL.assign(no_card=1 - SMALL["card"]), ("card", "no_card")),
        (SMALL, ("age", "age")),
    ],
)
def test_covariates_that_cannot_be_told_apart_are_refused(
    table: pd.DataFrame, columns: tuple[str, ...]
) -> None:
    for kind in (BGNBD(columns), BGNBD((), columns)):
        with pytest.raises(FitError, match="E_COVARIATES"):
            kind.fit(table)


def test_a_covariate_that_varies_only_where_nothing_weighs_is_refused() -> None:
    table = SMALL.assign(card=np.arange(len(SMALL)) < 5)
    weight = (~table["card"]).astype(float)
    with pytest.raises(FitError, match="E_COVARIATES"):
        BGNBD(("card",)).fit(table.astype({"card": float}), sample_weight=weight)


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_a_covariate_without_a_number_is_refused(value: float) -> None:
    gap = SMALL.assign(age=SMALL["age"].where(SMALL["card"] > 0, value))
    with pytest.raises(FitError, match="E_COLUMNS: column age"):
        BGNBD(("age",)).fit(gap)
    with pytest.raises(FitError, match="E_COLUMNS: column age"):
        BGNBD(("age",)).fit(SMALL).predict(gap, 39.0)


def test_a_missing_covariate_is_named_in_the_fit_and_in_the_forecast() -> None:
    bare = SMALL.drop(columns="age")
    with pytest.raises(FitError, match="E_COLUMNS: .*no column age"):
        BGNBD((), ("age",)).fit(bare)
    with pytest.raises(FitError, match="E_COLUMNS: .*no column age"):
        BGNBD(("age",)).fit(SMALL).predict(bare, 39.0)


def test_text_as_a_covariate_is_refused() -> None:
    with pytest.raises(FitError, match="E_COLUMNS: column age"):
        BGNBD(("age",)).fit(SMALL.assign(age="old"))


@pytest.mark.parametrize(
    ("columns", "held"),
    [
        ((("age",), ()), ("a", "b")),
        (((), ("age",)), ("a", "b", "a[age]", "b[age]")),
        ((("age",), ("age",)), ("a", "b", "a[age]", "b[age]")),
    ],
)
def test_a_boundary_with_covariates_is_named_and_gets_no_interval(
    columns: tuple[tuple[str, ...], tuple[str, ...]], held: tuple[str, ...]
) -> None:
    rng = np.random.default_rng(3)
    z = pd.DataFrame({"age": rng.normal(size=600)})
    truth = TRUTH | {"a": 300.0, "b": 1e-4, "alpha[age]": 0.4}
    customers = simulate_customers(truth, rng.uniform(20, 60, 600), seed=3, covariates=z)
    model = BGNBD(*columns).fit(customers)
    assert model.status_ == "boundary: everybody drops out after the first repeat purchase"
    assert model.held_ == held
    assert model.standard_errors_[list(held)].isna().all()
    assert model.standard_errors_.drop(list(held)).gt(0).all()
    if columns[0]:
        assert abs(model.params_["alpha[age]"] - 0.4) < 4 * model.standard_errors_["alpha[age]"]
    assert np.isfinite(model.predict(customers, 39.0)).all()
    assert np.isfinite(model.sample_posterior(50, seed=1)).all(axis=None)


def test_rare_dropout_with_covariates_keeps_its_mean_and_loses_the_rest() -> None:
    rng = np.random.default_rng(3)
    z = pd.DataFrame({"age": rng.normal(size=600)})
    truth = TRUTH | {"a": 1e-6, "b": 1.0, "alpha[age]": 0.4}
    customers = simulate_customers(truth, rng.uniform(20, 60, 600), seed=3, covariates=z)
    model = BGNBD(("age",), ("age",)).fit(customers)
    assert model.status_.startswith("boundary: dropout has mean 0.00")
    assert model.held_ == ("a", "b", "a[age]", "b[age]")
    assert (model.probability_alive(customers) > 0.9).mean() > 0.95


def test_an_effect_without_limit_ends_with_a_status() -> None:
    """Only who has a card ever buys again: the coefficient would be infinite."""
    never = SMALL.assign(card=(SMALL["frequency"] > 0).astype(float))
    never.loc[never.index[:40], "card"] = 1.0
    model = BGNBD(("card",)).fit(never)
    assert model.params_["alpha[card]"] > 3
    assert np.isfinite(model.predict(never, 39.0)).all()


def test_a_posterior_draw_can_be_played() -> None:
    draws = MODEL.sample_posterior(2, seed=5)
    assert tuple(draws) == MODEL.labels
    some = CUSTOMERS.head(400)
    played = [MODEL.simulate_future(some, 26.0, 1, params=d) for d in draws.to_dict("records")]  # type: ignore[arg-type]
    assert (played[0] != played[1]).any()
    assert played[0].sum() > 0


def test_pareto_nbd_finds_its_coefficients_again() -> None:
    rng = np.random.default_rng(6)
    z = pd.DataFrame({"age": rng.normal(size=4000)})
    truth = {"r": 0.8, "alpha": 8.0, "s": 0.7, "beta": 12.0, "alpha[age]": 0.5, "beta[age]": -0.6}
    ages = rng.uniform(20, 60, 4000)
    customers = simulate_customers(truth, ages, seed=6, covariates=z, model="pareto_nbd")
    model = ParetoNBD(rate_covariates=("age",), dropout_covariates=("age",)).fit(customers)
    assert model.labels == tuple(truth)
    assert model.status_ == "converged"
    gap = pd.Series(model.params_) - pd.Series(truth)
    assert (gap / model.standard_errors_).abs().max() < 4
