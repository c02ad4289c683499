"""Spend that goes with frequency: measured, told in words, and cured."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from scipy.stats import spearmanr

from clv.models import GammaGamma
from clv.models.spend_dependence import SpendDependence, spend_dependence
from tests.models import cdnow


def table(n: int, seed: int, power: float) -> pd.DataFrame:
    """Return customers whose mean spend grows with a power of their frequency."""
    rng = np.random.default_rng(seed)
    x = rng.geometric(0.3, n)
    nu = rng.gamma(4.0, size=n) / (15 * x**power)
    return pd.DataFrame({"frequency": x, "monetary_value": rng.gamma(6.0 * x) / nu / x})


def test_cdnow_correlation_and_p_value_are_those_of_scipy() -> None:
    customers = cdnow.customers("sample")
    repeaters = customers[customers["frequency"] > 0]
    peer = spearmanr(repeaters["frequency"], repeaters["monetary_value"])
    found = spend_dependence(customers)
    assert found.correlation == pytest.approx(peer.statistic)
    assert found.p_value == pytest.approx(peer.pvalue, rel=1e-6)


def test_classes_are_those_of_the_table() -> None:
    customers = cdnow.customers("master")
    model = GammaGamma().fit(customers)
    found = spend_dependence(customers, model).classes
    frame = customers.assign(expected=model.predict(customers))
    some = frame[frame["frequency"].between(3, 4)]
    assert found.loc["3-4", "customers"] == len(some)
    assert found.loc["3-4", "observed"] == pytest.approx(some["monetary_value"].mean())
    assert found.loc["3-4", "expected"] == pytest.approx(some["expected"].mean())
    mean = some["monetary_value"].to_numpy()
    reach = 1.959964 * np.std(mean, ddof=1) / len(some) ** 0.5
    assert found.loc["3-4", "upper"] == pytest.approx(mean.mean() + reach)
    assert found["customers"].sum() == model.n_used_


def test_a_weight_of_two_is_two_customers() -> None:
    customers = table(300, 1, 0.3)
    weight = np.arange(300) % 3
    repeated = customers.loc[customers.index.repeat(weight)]
    one, other = spend_dependence(customers, sample_weight=weight), spend_dependence(repeated)
    assert one.correlation == pytest.approx(other.correlation)
    assert one.p_value == pytest.approx(other.p_value)
    assert_allclose(one.classes, other.classes, rtol=1e-6)


def test_words_say_by_how_much_the_heaviest_class_is_undervalued() -> None:
    found = spend_dependence(table(20_000, 2, 0.4))
    error = found.classes["error"]
    assert f"class of 10+ repeat purchases ({found.classes['customers'].iloc[-1]:,.0f}" in str(
        found
    )
    assert f"is undervalued by {-error.iloc[-1]:.1%}" in str(found)
    assert f"is overvalued by {error.iloc[0]:.1%}" in str(found)
    assert "p below .001" in str(found)


def test_the_covariate_is_the_remedy() -> None:
    customers = table(20_000, 2, 0.4)
    model = GammaGamma(spend_covariates=("log_frequency",)).fit(customers)
    plain, cured = spend_dependence(customers), spend_dependence(customers, model)
    assert plain.classes["error"].abs().max() > 0.04
    assert cured.classes["error"].abs().max() < 0.01


def test_unrelated_spend_is_valued_rightly() -> None:
    held = []
    for seed in range(20):
        found = spend_dependence(table(1000, seed, 0.0))
        held.append((found.classes["error_lower"] <= 0) & (found.classes["error_upper"] >= 0))
    assert np.mean(held) > 0.9
    assert "valued rightly within chance" in str(found)


def test_empty_classes_and_classes_of_one_have_no_limits() -> None:
    customers = table(400, 3, 0.0).query("frequency < 5")
    odd = pd.DataFrame({"frequency": [12], "monetary_value": [30.0]})
    found = spend_dependence(pd.concat([customers, odd]))
    assert found.classes["observed"].isna().tolist() == [False] * 3 + [True, False]
    assert found.classes.loc["10+", "customers"] == 1
    assert found.classes["upper"].isna().tolist() == [False] * 3 + [True, True]
    assert "class of 10+" in str(found)


def test_perfect_order_has_no_doubt() -> None:
    x = np.arange(1, 21)
    customers = pd.DataFrame({"frequency": x, "monetary_value": 10.0 + x})
    assert spend_dependence(customers).p_value == pytest.approx(0.0, abs=1e-12)
    assert isinstance(spend_dependence(customers), SpendDependence)
