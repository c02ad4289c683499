"""Fitted models moved to other points, on the scale on which parameters are unbounded."""

import numpy as np
from sklearn.base import clone

from clv.models._maths.arrays import FloatArray
from clv.models.checks.data import Model

__all__ = ["as_if_fitted", "errors_of", "moved", "point_of"]


def point_of(model: Model) -> FloatArray:
    """Return what a fitted model has learned on the scale on which it is unbounded.

    Parameters
    ----------
    model
        Fitted.

    Returns
    -------
    array
        Logarithms of the parameters, then the coefficients of covariates.

    Examples
    --------
    >>> from clv.models import BGNBD
    >>> from clv.models.checks.data import CheckData
    >>> point_of(CheckData.of(BGNBD()).fitted).shape
    (4,)
    """
    params = model.params_.items()
    values = [float(np.log(value)) if name in model.names else value for name, value in params]
    return np.asarray(values, dtype=np.float64)


def errors_of(model: Model) -> FloatArray:
    """Return the standard errors of `point_of`.

    Parameters
    ----------
    model
        Fitted.

    Returns
    -------
    array
        NaN on a boundary.

    Examples
    --------
    >>> from clv.models import BGNBD
    >>> from clv.models.checks.data import CheckData
    >>> bool((errors_of(CheckData.of(BGNBD()).fitted) > 0).all())
    True
    """
    scale = [value if name in model.names else 1.0 for name, value in model.params_.items()]
    return np.asarray(model.standard_errors_ / scale, dtype=np.float64)


def moved(model: Model, shift: FloatArray) -> Model:
    """Return a copy of a fitted model at another point.

    Parameters
    ----------
    model
        Fitted.
    shift
        Added to `point_of`.

    Returns
    -------
    Model
        Which forecasts and scores there.

    Examples
    --------
    >>> from clv.models import BGNBD
    >>> from clv.models.checks.data import CheckData
    >>> fitted = CheckData.of(BGNBD()).fitted
    >>> bool(np.isclose(moved(fitted, np.full(4, np.log(2))).params_["r"], 2 * fitted.params_["r"]))
    True
    """
    values = {
        name: value * float(np.exp(by)) if name in model.names else value + float(by)
        for (name, value), by in zip(model.params_.items(), shift, strict=True)
    }
    return as_if_fitted(model, values)


def as_if_fitted(model: Model, params: dict[str, float]) -> Model:
    """Return a copy of a fitted model with other parameters.

    Parameters
    ----------
    model
        Fitted.
    params
        As in its ``params_``; those left out stay.

    Returns
    -------
    Model
        Which forecasts with these.

    Examples
    --------
    >>> from clv.models import BGNBD
    >>> from clv.models.checks.data import CheckData
    >>> data = CheckData.of(BGNBD())
    >>> as_if_fitted(data.fitted, {"r": 2.0}).params_["r"]
    2.0
    """
    other = clone(model)
    vars(other).update(vars(model))
    other.params_ = {**model.params_, **params}
    return other
