"""What customers say about a fitted model's parameters, as one function of all of them."""

from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from clv.errors import InputError
from clv.models._inputs.spend import Spend
from clv.models._maths.arrays import FloatArray
from clv.models._maths.histories import Histories
from clv.models._maths.newton import Objective, Problem
from clv.models.base import FittedModel
from clv.models.gamma_gamma import LOWER, UPPER, GammaGamma
from clv.models.purchase_model import WIDEST_COEFFICIENT, PurchaseModel, Value

__all__ = [
    "Data",
    "likelihood",
    "log_density",
    "log_likelihood",
    "natural",
    "points_of",
    "reweighted",
]

Data = Histories | Spend
"""Customers as a likelihood sees them."""


def likelihood(
    model: FittedModel, customers: pd.DataFrame, sample_weight: ArrayLike | None = None
) -> tuple[Data, Problem]:
    """Prepare the log-likelihood of a fitted model on the customers it was fitted on.

    Parameters
    ----------
    model
        A fitted model of purchases or of spend.
    customers, sample_weight
        As in its fit.

    Returns
    -------
    tuple
        The data, and a problem in the units of the table that starts at the fitted point. Its box
        is that of the fit.

    Raises
    ------
    InputError
        ``E_MODEL`` for a model of another kind, ``E_OTHER_CUSTOMERS`` where the log-likelihood of
        the fitted parameters is not that of the fit.
    """
    data = _read(model, customers, sample_weight)
    here = model.score(customers, sample_weight) * float(data.weight.sum())
    if not np.isclose(here, model.loglik_, rtol=1e-9, atol=1e-3):
        raise InputError(
            "E_OTHER_CUSTOMERS",
            f"the log-likelihood here is {here:.2f}, and {model.loglik_:.2f} in the fit",
            "give the customers and weights that the model was fitted on, or fit it on these",
        )
    return data, Problem(log_likelihood(model, data), [model._point()], *_box(model, data))


def log_likelihood(model: FittedModel, data: Data) -> Objective:
    """Return value, gradient and Hessian as a function of log parameters and coefficients."""
    if isinstance(data, Spend):
        return _spend_model(model)._objective(data)
    return _purchase_model(model)._objective(data)


def log_density(model: FittedModel, data: Data) -> Value:
    """Return the value alone as a function of log parameters and coefficients."""
    if isinstance(data, Spend):
        objective = _spend_model(model)._objective(data)
        return lambda point: objective(point)[0]
    return _purchase_model(model)._value(data)


def reweighted(data: Data, weight: FloatArray) -> Data:
    """Return the same customers with other weights, without those of weight 0."""
    kept = np.flatnonzero(weight)
    return replace(data.at(kept), weight=weight[kept])


def points_of(model: FittedModel, draws: pd.DataFrame) -> FloatArray:
    """Return log parameters and coefficients, (n, q), of draws on the natural scale."""
    points = draws[list(model.labels)].to_numpy(dtype=np.float64, copy=True)
    k = len(model.names)
    points[:, :k] = np.log(points[:, :k])
    return points


def natural(model: FittedModel, points: FloatArray) -> pd.DataFrame:
    """Return points of shape (n, q) as a table on the natural scale."""
    return pd.DataFrame(model._natural(points), columns=list(model.labels))


def _read(model: FittedModel, customers: pd.DataFrame, sample_weight: ArrayLike | None) -> Data:
    if isinstance(model, GammaGamma):
        return model._read(customers, sample_weight).informative()
    return _purchase_model(model)._read(customers, sample_weight)


def _box(model: FittedModel, data: Data) -> tuple[FloatArray, FloatArray]:
    """Return the box of the fit, moved from its own units to those of the table."""
    if isinstance(data, Spend):
        design, lower, upper = _spend_model(model)._design(data), LOWER, UPPER
        shift = np.log([1.0, 1.0, data.average])
    else:
        purchases = _purchase_model(model)
        design, (_, _, lower, upper) = purchases._design(data), purchases._problem(data)
        age = 1.0 if purchases.discrete else data.mean_age
        shift = np.log([age if name in purchases.times else 1.0 for name in model.names])
    wide = WIDEST_COEFFICIENT / design.lever.std(axis=1) if design else np.zeros(0)
    return np.append(lower + shift, -wide), np.append(upper + shift, wide)


def _purchase_model(model: FittedModel) -> PurchaseModel:
    if not isinstance(model, PurchaseModel):
        raise _foreign(model)
    return model


def _spend_model(model: FittedModel) -> GammaGamma:
    if not isinstance(model, GammaGamma):
        raise _foreign(model)
    return model


def _foreign(model: FittedModel) -> InputError:
    return InputError(
        "E_MODEL",
        f"the likelihood of {type(model).__name__} is not known here",
        "give a model of purchases or GammaGamma",
    )
