"""Whether spend per purchase goes with frequency, and what that does to the forecasts."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.stats import t as student

from clv.models._inputs.spend import Spend, read_spend
from clv.models._maths.arrays import FloatArray
from clv.models.base import NORMAL_975
from clv.models.gamma_gamma import GammaGamma

__all__ = ["SpendDependence", "spend_dependence"]

CLASSES = {"1": 1, "2": 2, "3-4": 3, "5-9": 5, "10+": 10}
"""Each class of repeat purchases with the least number in it."""


@dataclass(frozen=True)
class SpendDependence:
    """How spend goes with frequency, and how far a model is off because of it.

    Parameters
    ----------
    correlation
        Spearman's, of frequency and mean spend among customers with repeat purchases, in [-1, 1].
    p_value
        Of no correlation, two-sided, by the approximation with Student's t.
    classes
        One row a class of frequency: ``customers``; ``observed``, the average of their mean spends,
        with its 95% limits ``lower`` and ``upper``; ``expected``, the average of what the model
        expects a further purchase of each to cost; ``error``, the latter over the former less 1,
        with 95% limits ``error_lower`` and ``error_upper`` (of pairs: each customer's expectation
        leans on the own mean). Limits are NaN for fewer than two customers.
    """

    correlation: float
    p_value: float
    classes: pd.DataFrame

    def __str__(self) -> str:
        known = self.classes.dropna(subset=["error"])
        lightest, heaviest = known.iloc[0], known.iloc[-1]
        return (
            f"The rank correlation of frequency and mean spend is {self.correlation:+.2f} "
            f"(p {_p_in_words(self.p_value)}). {_class_in_words(heaviest)} "
            f"{_class_in_words(lightest)}"
        )


def spend_dependence(
    customers: pd.DataFrame,
    model: GammaGamma | None = None,
    sample_weight: ArrayLike | None = None,
) -> SpendDependence:
    """Compare observed and expected spend by class of frequency.

    Parameters
    ----------
    customers
        One row a customer with ``frequency`` and ``monetary_value``.
    model
        Fitted; by default `GammaGamma` without covariates is fitted to these customers. Give the
        one with ``spend_covariates=("log_frequency",)`` to see whether it is the remedy.
    sample_weight
        Shape (n,), not negative; a customer of weight 2 counts as two.

    Returns
    -------
    SpendDependence
        Its text says by how much the heaviest and the lightest buyers are over- or undervalued.

    Raises
    ------
    FitError
        As `GammaGamma.fit`.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> x = rng.geometric(0.3, 3000)
    >>> mean = 20 * x**0.3 * rng.gamma(8.0 * x) / (8.0 * x) * rng.lognormal(0, 0.4, 3000)
    >>> customers = pd.DataFrame({"frequency": x, "monetary_value": mean})
    >>> plain = spend_dependence(customers)
    >>> remedy = GammaGamma(spend_covariates=("log_frequency",)).fit(customers)
    >>> cured = spend_dependence(customers, remedy)
    >>> bool(abs(cured.classes["error"].iloc[0]) < abs(plain.classes["error"].iloc[0]) / 3)
    True
    """
    if model is None:
        model = GammaGamma().fit(customers, sample_weight)
    everyone = read_spend(customers, sample_weight)
    used = np.flatnonzero((everyone.x > 0) & (everyone.weight > 0))
    data = everyone.informative()
    expected = model.predict(customers).to_numpy()[used]
    return SpendDependence(
        data.dependence,
        _p_value(data.dependence, float(data.weight.sum())),
        _by_class(data, expected),
    )


def _by_class(data: Spend, expected: FloatArray) -> pd.DataFrame:
    starts = np.array(list(CLASSES.values()))
    group = np.searchsorted(starts, data.x, side="right") - 1

    def total(values: FloatArray) -> FloatArray:
        sums = np.bincount(group, data.weight * values, minlength=starts.size)
        return sums.astype(np.float64)

    customers = total(np.ones(data.x.size))
    with np.errstate(divide="ignore", invalid="ignore"):  # empty classes, and those of one
        observed, forecast = total(data.mean) / customers, total(expected) / customers

        def reach(values: FloatArray) -> FloatArray:
            squares = total((values - (total(values) / customers)[group]) ** 2)
            error = np.sqrt(squares / (customers - 1) / customers)
            return np.where(customers > 1, NORMAL_975 * error, np.nan)

        error, doubt = forecast / observed - 1, reach(expected - data.mean) / observed
        columns = {
            "customers": customers,
            "observed": observed,
            "lower": observed - reach(data.mean),
            "upper": observed + reach(data.mean),
            "expected": forecast,
            "error": error,
            "error_lower": error - doubt,
            "error_upper": error + doubt,
        }
    return pd.DataFrame(columns, index=pd.Index(list(CLASSES), name="repeat_purchases"))


def _p_value(correlation: float, n: float) -> float:
    if abs(correlation) >= 1:
        return 0.0
    ratio = abs(correlation) * np.sqrt((n - 2) / (1 - correlation**2))
    return float(2 * student.sf(ratio, n - 2))


def _p_in_words(p_value: float) -> str:
    return "below .001" if p_value < 0.001 else f"{p_value:.3f}"


def _class_in_words(row: pd.Series) -> str:
    unsure = row["error_lower"] <= 0 <= row["error_upper"]
    word = "over" if row["error"] > 0 else "under"
    verdict = (
        "valued rightly within chance" if unsure else f"{word}valued by {abs(row['error']):.1%}"
    )
    return (
        f"The class of {row.name} repeat purchases ({row['customers']:,.0f} customers) is "
        f"{verdict}: "
        f"it spends {row['observed']:.2f} a purchase, {row['expected']:.2f} is expected."
    )
