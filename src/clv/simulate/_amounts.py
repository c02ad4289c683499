"""What simulated purchases cost."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from clv.models import GammaGamma
from clv.models._inputs.spend import LOG_FREQUENCY
from clv.models._maths.arrays import FloatArray, IntArray
from clv.simulate._parameters import spread

__all__ = ["draw_amounts"]


def draw_amounts(
    spend: Mapping[str, float],
    repeats: IntArray,
    owner: IntArray,
    covariates: pd.DataFrame | None,
    rng: np.random.Generator,
) -> FloatArray:
    """Draw an amount for each purchase from the Gamma-Gamma model.

    Parameters
    ----------
    spend
        ``p``, ``q``, ``gamma``, and coefficients such as ``"gamma[age]"``; a positive one raises
        spend. ``"gamma[log_frequency]"`` lets it go with frequency, as `GammaGamma` names it.
    repeats
        Repeat purchases of each customer, shape (n,).
    owner
        Customer of each purchase, shape (m,).
    covariates
        One row a customer.
    rng
        Source of chance.

    Returns
    -------
    array
        Shape (m,).
    """
    known = pd.DataFrame() if covariates is None else covariates
    if LOG_FREQUENCY not in known:
        known = known.assign(**{LOG_FREQUENCY: np.log(np.maximum(repeats, 1))})
    theta = spread(spend, GammaGamma, known)
    rate = rng.gamma(theta["q"], 1 / theta["gamma"], repeats.size)
    return np.asarray(rng.gamma(theta["p"], size=owner.size) / rate[owner], dtype=np.float64)
