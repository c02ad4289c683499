"""Fits to resampled customers spread as they should, and none gets lost."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from clv.errors import InputError
from clv.models import BGNBD, GammaGamma
from clv.models.bootstrap import bootstrap_fits
from clv.simulate import simulate_customers
from tests.models import cdnow

TRUTH = {"r": 0.25, "alpha": 4.5, "a": 0.8, "b": 2.4}
SAMPLE = cdnow.customers("sample")


def simulated(n: int, seed: int) -> pd.DataFrame:
    ages = np.random.default_rng(seed).uniform(20, 60, n)
    return simulate_customers(TRUTH, ages, seed=seed)


@pytest.mark.parametrize("kind", [BGNBD, GammaGamma])
def test_the_spread_is_near_the_standard_error(kind: type[BGNBD] | type[GammaGamma]) -> None:
    customers = simulate_customers(
        TRUTH, np.full(6000, 39.0), seed=1, spend={"p": 6.0, "q": 4.0, "gamma": 15.0}
    )
    model = kind().fit(customers)
    fits = bootstrap_fits(model, customers, n=150)
    spread = np.log(fits[list(model.labels)]).std()
    errors = model.standard_errors_ / pd.Series(model.params_)
    assert fits["status"].eq("converged").all()
    assert_allclose(spread, errors, rtol=0.3)


def test_a_fit_is_that_of_the_customers_drawn() -> None:
    model = BGNBD().fit(SAMPLE)
    fits = bootstrap_fits(model, SAMPLE, n=2, seed=5)
    data = model._read(SAMPLE)
    share = data.weight / data.weight.sum()
    drawn = np.random.default_rng(5).multinomial(len(SAMPLE), share)
    table = pd.DataFrame({"frequency": data.x, "recency": data.t_x, "T": data.T})
    again = BGNBD().fit(table, drawn)
    assert_allclose(
        fits.iloc[0][list(model.labels)].astype(float), list(again.params_.values()), rtol=1e-5
    )


def test_few_customers_end_on_boundaries_that_are_counted() -> None:
    customers = simulated(100, 2)
    model = BGNBD().fit(customers)
    fits = bootstrap_fits(model, customers, n=40)
    assert set(fits["status"]) == {"converged", "boundary"}
    assert fits.attrs == {"failed": 0}
    assert fits.drop(columns="status").notna().all(axis=None)


def test_what_cannot_be_fitted_is_said_to_have_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    model = BGNBD().fit(SAMPLE)
    monkeypatch.setattr("clv.models.bootstrap.FEWEST_REPEATERS", 10**6)
    fits = bootstrap_fits(model, SAMPLE, n=3)
    assert fits["status"].tolist() == ["failed"] * 3
    assert fits.attrs == {"failed": 3}
    assert fits[list(model.labels)].isna().all(axis=None)


def test_a_seed_repeats_the_fits() -> None:
    customers = simulated(500, 1)
    model = BGNBD().fit(customers)
    one, same, other = (bootstrap_fits(model, customers, 3, seed) for seed in (1, 1, 2))
    assert one.equals(same)
    assert not one.equals(other)


def test_a_bar_is_shown_only_on_demand(capsys: pytest.CaptureFixture[str]) -> None:
    customers = simulated(500, 1)
    model = BGNBD().fit(customers)
    bootstrap_fits(model, customers, 2)
    assert capsys.readouterr().err == ""
    bootstrap_fits(model, customers, 2, progress=True)
    assert "bootstrap" in capsys.readouterr().err


def test_one_fit_shows_no_spread() -> None:
    with pytest.raises(InputError, match="E_DRAWS"):
        bootstrap_fits(BGNBD().fit(SAMPLE), SAMPLE, n=1)
