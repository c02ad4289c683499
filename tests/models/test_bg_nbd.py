"""BG/NBD fits: published numbers, truths found again, boundaries named."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from clv.models import BGNBD, lifetimes_fit
from clv.simulate import simulate_customers
from tests.models import cdnow

NAMES = ["r", "alpha", "a", "b"]
TRUTH = {"r": 0.25, "alpha": 4.5, "a": 0.8, "b": 2.4}


def published(**params: float) -> BGNBD:
    """Return a model with given parameters, as if fitted."""
    model = BGNBD()
    model.params_, model.time_unit_ = params, "W"
    return model


PAPER = published(r=0.243, alpha=4.414, a=0.793, b=2.426)


def row(x: int, t_x: float, T: float) -> pd.DataFrame:
    """Return a table of one customer."""
    return pd.DataFrame({"frequency": [x], "recency": [t_x], "T": [T]})


def simulated(n: int, seed: int, **changed: float) -> pd.DataFrame:
    """Return customers who joined over 40 weeks."""
    ages = np.random.default_rng(seed).uniform(20, 60, n)
    return simulate_customers({**TRUTH, **changed}, ages, seed=seed)


@pytest.mark.parametrize(
    ("name", "optimum", "loglik"),
    [
        ("sample", [0.242595, 4.413602, 0.792922, 2.425907], -9582.4292),
        ("master", [0.251624, 4.788943, 0.723443, 2.161088], -95368.4439),
    ],
)
def test_cdnow_optimum_of_fader_hardie_and_lee(
    name: str, optimum: list[float], loglik: float
) -> None:
    """Marketing Science 24(2), 2005, table 2 and section 5, to more digits than printed."""
    model = BGNBD().fit(cdnow.customers(name))
    assert model.status_ == "converged"
    assert_allclose(model.loglik_, loglik, atol=1e-4)
    assert_allclose(list(model.params_.values()), optimum, rtol=2e-5)


def test_cdnow_fit_agrees_with_lifetimes_and_is_no_worse() -> None:
    customers = cdnow.customers("sample")
    ours, theirs = BGNBD().fit(customers), lifetimes_fit(customers, "bg_nbd")
    assert_allclose([ours.params_[k] for k in NAMES], [theirs[k] for k in NAMES], rtol=1e-4)
    peer = published(**{name: theirs[name] for name in NAMES})
    assert ours.score(customers) >= peer.score(customers)


def test_cdnow_is_settled_in_few_evaluations() -> None:
    model = BGNBD().fit(cdnow.customers("master"))
    assert model.evaluations_ <= 11
    assert (model.n_customers_, model.n_repeaters_) == (23_570, 9_451)
    assert model.n_histories_ < 9_000


def test_expected_purchases_of_a_new_customer_in_the_authors_sheet() -> None:
    times = [0.1429, 1, 3, 31.8571, 32, 78]
    sheet = [0.0078, 0.0532, 0.1506, 1.0405, 1.0437, 1.8576]
    model = BGNBD().fit(cdnow.customers("sample"))
    expected = [model.expected_purchases(t) for t in times]
    assert_allclose(expected[:-1], sheet[:-1], atol=5e-5)
    # The sheet ends a slowly converging series after some 140 terms.
    assert_allclose(expected[-1], sheet[-1], atol=5e-4)


def test_conditional_expectation_of_the_paper() -> None:
    assert PAPER.predict(row(2, 30.43, 38.86), 39.0).iloc[0] == pytest.approx(1.226, abs=5e-4)


@pytest.mark.parametrize(
    ("x", "expected"), [(10, 0.3474606), (15, 0.04283391), (20, 0.004158973), (25, 0.0003583685)]
)
def test_conditional_expectation_of_the_r_package_walkthrough(x: int, expected: float) -> None:
    """T* = 52, t_x = 20, T = 39; its optimiser ends 1e-4 from the optimum."""
    model = BGNBD().fit(cdnow.customers("sample"))
    assert model.predict(row(x, 20.0, 39.0), 52.0).iloc[0] == pytest.approx(expected, rel=1e-4)


def test_probability_of_no_purchase_in_the_authors_sheet() -> None:
    assert PAPER.new_customer_pmf(39.0, 0) == pytest.approx([0.5737864], abs=5e-8)


def test_parameters_of_simulated_customers_are_found_again() -> None:
    truth = pd.Series(TRUTH)
    inside = pd.Series(0, index=NAMES)
    for seed in range(60):
        limits = BGNBD().fit(simulated(1000, seed)).intervals_
        inside += (limits["lower"] < truth) & (truth < limits["upper"])
    assert inside.between(51, 60).all()  # of 60 intervals at 95%


def test_forecast_of_simulated_customers_is_unbiased() -> None:
    forecast, actual = 0.0, 0.0
    for seed in range(20):
        customers = simulated(2000, seed)
        model = BGNBD().fit(customers)
        forecast += model.predict(customers, 26.0).sum()
        played = published(**TRUTH).simulate_future(customers, 26.0, seed=seed + 1000)
        actual += float(played.sum())
    assert 0.98 < forecast / actual < 1.02


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"a": 1e-6, "b": 1.0}, "nobody drops out"),
        ({"a": 300.0, "b": 1e-4}, "everybody drops out after the first repeat purchase"),
        ({"a": 1e-3, "b": 1e-3}, "dropout is all or nothing"),
        ({"a": 1e3, "b": 3e3}, "one dropout probability for everyone"),
        ({"r": 1e4, "alpha": 1e5}, "one purchase rate for everyone"),
    ],
)
def test_a_boundary_is_named_and_gets_no_interval(changed: dict[str, float], words: str) -> None:
    model = BGNBD().fit(simulated(1000, 7, **changed))
    assert model.status_.startswith("boundary: ")
    assert words in model.status_
    assert model.standard_errors_[list(model.held_)].isna().all()
    assert model.standard_errors_.drop(list(model.held_)).gt(0).all()
    customers = simulated(500, 4)
    for horizon in (1.0, 39.0, 500.0):
        assert np.isfinite(model.predict(customers, horizon)).all()
        assert model.probability_active(customers, horizon).between(0, 1).all()


def test_one_dropout_probability_for_everyone_keeps_the_doubt_about_it() -> None:
    model = BGNBD().fit(simulated(2000, 8, a=300.0, b=700.0, r=8.0, alpha=40.0))
    assert "one dropout probability for everyone" in model.status_
    draws = model.sample_posterior(2000, seed=1)
    share = draws["a"] / (draws["a"] + draws["b"])
    low, high = share.quantile([0.005, 0.995])
    assert low < 0.3 < high
    assert 0.02 < high - low < 0.2


def test_probability_alive_is_one_for_everyone_without_a_repeat_purchase() -> None:
    model = BGNBD().fit(simulated(1000, 1))
    alive = model.probability_alive(simulated(300, 2))
    once = simulated(300, 2)["frequency"] == 0
    assert (alive[once] == 1).all()
    assert (alive[~once] < 1).all()


def test_one_line_of_the_likelihood_answers_for_a_customer() -> None:
    """Published for a .8, b 2.5, r .25, alpha 4, T = 40, x = 200, t_x = 38."""
    model = published(r=0.25, alpha=4.0, a=0.8, b=2.5)
    assert model.score(row(200, 38.0, 40.0)) == pytest.approx(100.7957, abs=5e-5)


def test_pmf_of_a_customer_is_that_of_playing_the_future() -> None:
    customers = pd.concat([row(2, 30.43, 38.86)] * 20_000)
    drawn = PAPER.simulate_future(customers, 39.0, seed=3)
    shares = np.bincount(drawn, minlength=6)[:6] / 20_000
    pmf = PAPER.pmf(row(2, 30.43, 38.86), 39.0, 5).to_numpy()[0]
    assert_allclose(shares, pmf, atol=4 * 0.5 / np.sqrt(20_000))


def test_next_purchase_is_where_the_chance_of_one_is_reached() -> None:
    """Solved by hand: 1 - q / P(alive) = (A / (A + t))^R."""
    customer = row(2, 30.43, 38.86)
    alive = PAPER.probability_alive(customer).iloc[0]
    rate, shape = 4.414 + 38.86, 2.243
    by_hand = rate * ((1 - 0.5 / alive) ** (-1 / shape) - 1)
    assert PAPER.next_purchase(customer).iloc[0] == pytest.approx(by_hand, rel=1e-9)
    assert PAPER.next_purchase(customer, alive + 1e-9).iloc[0] == np.inf
