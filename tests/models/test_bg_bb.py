"""BG/BB fits: published numbers, truths found again, boundaries named."""

import mpmath
import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from clv.datasets import donations
from clv.errors import FitError, InputError
from clv.models.bg_bb import BGBB

TRUTH = {"alpha": 1.2, "beta": 0.75, "gamma": 0.65, "delta": 2.8}
DONORS = donations().rename(columns={"periods": "T"})


def published(**params: float) -> BGBB:
    """Return a model with given parameters, as if fitted."""
    model = BGBB()
    model.params_, model.time_unit_ = params, "M"
    return model


def row(x: int, t_x: int, n: int = 6) -> pd.DataFrame:
    """Return a table of one customer."""
    return pd.DataFrame({"frequency": [x], "recency": [t_x], "T": [n]})


def simulated(n: int, seed: int, **changed: float) -> pd.DataFrame:
    """Play the story for customers who joined 5 to 12 opportunities ago."""
    rng = np.random.default_rng(seed)
    alpha, beta, gamma, delta = (TRUTH | changed).values()
    p, theta = rng.beta(alpha, beta, n), rng.beta(gamma, delta, n)
    T, alive = rng.integers(5, 13, n), np.ones(n, dtype=bool)
    x, t_x = np.zeros((2, n), dtype=int)
    for i in range(1, 13):
        alive &= rng.random(n) >= theta
        bought = alive & (rng.random(n) < p) & (i <= T)
        x, t_x = x + bought, np.where(bought, i, t_x)
    return pd.DataFrame({"frequency": x, "recency": t_x, "T": T})


@pytest.fixture(scope="module")
def donors() -> BGBB:
    return BGBB().fit(DONORS, sample_weight=DONORS["weights"])


def test_the_donors_of_fader_hardie_and_shang(donors: BGBB) -> None:
    """Marketing Science 29(6), 2010, table of estimates."""
    assert donors.status_ == "converged"
    assert_allclose(list(donors.params_.values()), [1.204, 0.750, 0.657, 2.783], atol=5e-4)
    assert donors.loglik_ == pytest.approx(-33225.58, abs=5e-3)
    assert donors.evaluations_ <= 8
    assert donors.n_histories_ == 22


def test_expectations_of_the_donors(donors: BGBB) -> None:
    """As printed by the R package's walkthrough, whose optimiser ends 1e-5 from the optimum."""
    assert donors.expected_purchases(10) == pytest.approx(3.179805, rel=5e-5)
    assert donors.predict(row(0, 0), 10).iloc[0] == pytest.approx(0.1302169, rel=5e-5)
    assert donors.predict(row(4, 5), 10).iloc[0] == pytest.approx(3.627858, rel=5e-5)
    assert donors.predict(DONORS, 5) @ DONORS["weights"] == pytest.approx(12_884, abs=0.5)


@pytest.mark.parametrize(("x", "t_x", "printed"), [(0, 0, 0.11), (2, 4, 0.59), (6, 6, 0.93)])
def test_alive_in_2002_is_alive_at_the_next_opportunity(
    donors: BGBB, x: int, t_x: int, printed: float
) -> None:
    """Opportunities end in 2001: the paper's P(alive) is that of surviving one more step."""
    ours = donors.probability_alive_next(row(x, t_x)).iloc[0]
    assert ours == pytest.approx(printed, abs=0.005)
    at_the_last = donors.probability_alive(row(x, t_x)).iloc[0]
    gamma, delta = donors.params_["gamma"], donors.params_["delta"]
    assert ours == pytest.approx(at_the_last * (delta + 6) / (gamma + delta + 6))
    assert (at_the_last == 1) == (t_x == 6)


def test_weights_and_repeated_rows_are_the_same(donors: BGBB) -> None:
    repeated = DONORS.loc[DONORS.index.repeat(DONORS["weights"])].reset_index(drop=True)
    model = BGBB().fit(repeated)
    assert_allclose(list(model.params_.values()), list(donors.params_.values()), rtol=1e-8)
    assert model.n_customers_ == 11_104
    assert model.n_repeaters_ == 11_104 - 3464


def test_new_donors_take_up_to_all_opportunities(donors: BGBB) -> None:
    pmf = donors.new_customer_pmf(6, 8)
    assert pmf.sum() == pytest.approx(1)
    assert (pmf[7:] == 0).all()
    assert pmf @ np.arange(9) == pytest.approx(donors.expected_purchases(6))
    assert pmf[0] * 11_104 == pytest.approx(3464, rel=0.02)


def test_discounted_purchases_are_those_of_the_paper() -> None:
    model = published(**TRUTH)
    rate = 0.1
    z = mpmath.mpf(1 + rate) ** (-mpmath.mpf(1) / 12)
    a, b, g, d = TRUTH.values()
    series = mpmath.hyp2f1(1, d + 7, g + d + 7, z)
    exact = (a + 6) / (a + b + 6) * (d + 6) / (g + d + 6) * z * series
    assert model.dert(row(6, 6), rate).iloc[0] == pytest.approx(float(exact), rel=1e-10)
    steps = np.diff([model.predict(row(6, 6), t).iloc[0] for t in range(13)])
    year = model.dert(row(6, 6), rate, horizon=12).iloc[0]
    assert year == pytest.approx(float(steps @ [float(z**i) for i in range(1, 13)]), rel=1e-10)


def test_the_next_purchase_comes_at_an_opportunity(donors: BGBB) -> None:
    waits = donors.next_purchase(DONORS, 0.5)
    for (_, history), t in zip(DONORS.iterrows(), waits, strict=True):
        table = row(*history[["frequency", "recency"]])
        if np.isinf(t):
            assert donors.probability_active(table, 300).iloc[0] < 0.5
        else:
            assert donors.probability_active(table, t).iloc[0] >= 0.5
            assert donors.probability_active(table, t - 1).iloc[0] < 0.5
    assert np.isinf(waits).any()
    assert (waits == 1).any()


def test_drawn_futures_agree_with_the_formulas(donors: BGBB) -> None:
    table = pd.concat([row(2, 4)] * 40_000)
    drawn = donors.simulate_future(table, 5, seed=1)
    shares = np.bincount(drawn, minlength=6) / drawn.size
    assert_allclose(shares, donors.pmf(row(2, 4), 5, 5).iloc[0], atol=4 * 0.5 / 200)


def test_a_fraction_of_an_opportunity_is_refused(donors: BGBB) -> None:
    for ask in (donors.predict, donors.probability_active):
        with pytest.raises(InputError, match="E_HORIZON.*whole number"):
            ask(DONORS, 2.5)
    with pytest.raises(InputError, match="E_HORIZON"):
        donors.expected_purchases(0.5)


def test_weeks_and_fractions_are_refused_in_fit_and_forecast(donors: BGBB) -> None:
    weeks = DONORS.assign(T=DONORS["T"] + 0.5)
    with pytest.raises(FitError, match="E_HISTORY.*whole periods"):
        BGBB().fit(weeks)
    with pytest.raises(FitError, match="E_HISTORY.*whole periods"):
        donors.predict(weeks, 3)


def test_parameters_of_simulated_customers_are_found_again() -> None:
    truth, inside = pd.Series(TRUTH), pd.Series(0, index=list(TRUTH))
    for seed in range(60):
        limits = BGBB().fit(simulated(1500, seed)).intervals_
        inside += (limits["lower"] < truth) & (truth < limits["upper"])
    assert inside.between(51, 60).all()  # of 60 intervals at 95%


def test_forecast_of_simulated_customers_is_unbiased() -> None:
    forecast, actual = 0.0, 0.0
    for seed in range(10):
        customers = simulated(2000, seed)
        forecast += BGBB().fit(customers).predict(customers, 6).sum()
        actual += float(published(**TRUTH).simulate_future(customers, 6, seed + 1000).sum())
    assert 0.98 < forecast / actual < 1.02


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"gamma": 1e-7, "delta": 1.0}, "dropout never happens"),
        ({"gamma": 2e3, "delta": 8e3}, "dropout has one probability for everyone, 0."),
        ({"gamma": 1e-3, "delta": 3e-3}, "dropout is all or nothing, 0.2"),
        ({"alpha": 4e3, "beta": 6e3}, "buying has one probability for everyone, 0."),
    ],
)
def test_a_boundary_is_named_and_gets_no_interval(changed: dict[str, float], words: str) -> None:
    model = BGBB().fit(simulated(1500, 7, **changed))
    assert model.status_.startswith("boundary: ")
    assert words in model.status_
    assert model.standard_errors_[list(model.held_)].isna().all()
    customers = simulated(300, 4)
    for horizon in (1, 12, 200):
        assert np.isfinite(model.predict(customers, horizon)).all()
        assert model.probability_active(customers, horizon).between(0, 1).all()


def test_hundreds_of_opportunities_are_no_burden() -> None:
    rng = np.random.default_rng(2)
    n = rng.integers(100, 500, 300)
    t_x = rng.integers(0, n + 1)
    t_x[:50] = 0
    x = np.where(t_x > 0, rng.integers(0, t_x + 1).clip(1), 0)
    model = BGBB().fit(pd.DataFrame({"frequency": x, "recency": t_x, "T": n}))
    assert np.isfinite(model.loglik_)
