"""Parameters as they are given, checked, and moved by covariates for each customer."""

import re
from collections.abc import Mapping

import numpy as np
import pandas as pd
from sklearn.utils.validation import check_is_fitted

from clv.customers.columns import require_columns
from clv.errors import InputError
from clv.models.base import FittedModel
from clv.models.erlang_model import ErlangModel
from clv.simulate._stories import STORIES, FloatArray

__all__ = ["check_positive", "check_rows", "params_of", "spread"]

_COEFFICIENT = re.compile(r"(\w+)\[(.+)\]")


def spread(
    params: Mapping[str, float],
    names: tuple[str, ...],
    moves: Mapping[str, float],
    covariates: pd.DataFrame | None,
) -> dict[str, FloatArray]:
    """Return the parameters, one for each customer where a coefficient moves them.

    Parameters
    ----------
    params
        Each of ``names``, and coefficients such as ``"alpha[age]"``.
    names
        Parameters that there are.
    moves
        Direction in which a positive coefficient moves each parameter.
    covariates
        One row a customer, with the columns that coefficients name.

    Returns
    -------
    dict
        Arrays of shape (), or (n,) where covariates move the parameter.

    Raises
    ------
    InputError
        ``E_PARAMETER`` for a parameter that is missing, unknown or not positive, ``E_COLUMNS`` for
        a covariate that is missing.
    """
    plain = {name: value for name, value in params.items() if "[" not in name}
    if set(plain) != set(names):
        wrong = sorted(set(plain) ^ set(names))
        raise InputError("E_PARAMETER", "parameters do not fit", f"give {', '.join(names)}", wrong)
    check_positive(plain)
    if plain.get("k", 1) % 1:
        raise InputError(
            "E_PARAMETER", "k is no whole number", "give 1, 2, ...", [f"k={plain['k']}"]
        )
    theta = {name: np.asarray(value, dtype=np.float64) for name, value in plain.items()}
    for label, coefficient in params.items():
        if label in plain:
            continue
        target, column = _read(label, moves)
        z = _numbers(pd.DataFrame() if covariates is None else covariates, column)
        theta[target] = theta[target] * np.exp(moves[target] * coefficient * z)
    return theta


def _read(label: str, moves: Mapping[str, float]) -> tuple[str, str]:
    """Take the name of a coefficient apart."""
    match = _COEFFICIENT.fullmatch(label)
    if match is None or match[1] not in moves:
        known = ", ".join(f"{name}[column]" for name in moves) or "the model without covariates"
        raise InputError("E_PARAMETER", "no such coefficient", f"give {known}", [label])
    return match[1], match[2]


def _numbers(covariates: pd.DataFrame, column: str) -> FloatArray:
    values = require_columns(covariates, [column])[column].to_numpy(dtype=np.float64)
    if not np.isfinite(values).all():
        raise InputError("E_PARAMETER", "a covariate has no finite number", "fill it", [column])
    return values


def check_positive(values: Mapping[str, float]) -> None:
    """Raise ``E_PARAMETER`` for numbers that are not positive and finite."""
    wrong = [f"{name}={value}" for name, value in values.items() if not 0 < value < np.inf]
    if wrong:
        raise InputError("E_PARAMETER", "a positive number was expected", "correct it", wrong)


def check_rows(covariates: pd.DataFrame | None, n: int) -> None:
    """Raise ``E_PARAMETER`` where covariates do not have one row for each of n customers."""
    if covariates is not None and len(covariates) != n:
        raise InputError(
            "E_PARAMETER", f"covariates of {len(covariates)} customers for {n}", "give one row each"
        )


def params_of(model: FittedModel) -> dict[str, float]:
    """Return the parameters of a fitted model, with its order k where the story needs one."""
    check_is_fitted(model, "params_")
    story = STORIES.get(model.kind)
    if isinstance(model, ErlangModel) and story and "k" in story.names:
        return {"k": model.k_, **model.params_}
    return dict(model.params_)
