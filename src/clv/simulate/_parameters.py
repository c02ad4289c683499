"""Parameters as they are given, checked, and moved by covariates for each customer."""

import re
from collections.abc import Mapping

import numpy as np
import pandas as pd
from sklearn.utils.validation import check_is_fitted

from clv.customers.columns import require_columns
from clv.errors import InputError, mask
from clv.models._maths.arrays import FloatArray
from clv.models.base import FittedModel

__all__ = ["check_positive", "check_rows", "names_of", "params_of", "spread"]

_COEFFICIENT = re.compile(r"(\w+)\[(.+)\]")
_ORDER = "k"


def names_of(model: type[FittedModel]) -> tuple[str, ...]:
    """Return the parameters that a story of the model needs: its own, and the order k if any."""
    return (_ORDER, *model.names) if _ORDER in model.own_facts else model.names


def spread(
    params: Mapping[str, float], model: type[FittedModel], covariates: pd.DataFrame | None
) -> dict[str, FloatArray]:
    """Return the parameters, one for each customer where a coefficient moves them.

    Parameters
    ----------
    params
        The parameters of the model, and coefficients such as ``"alpha[age]"``.
    model
        Says which parameters there are, and how a positive coefficient moves them.
    covariates
        One row a customer, with the columns that coefficients name.

    Returns
    -------
    dict
        Arrays of shape (), or (n,) where covariates move the parameter.

    Raises
    ------
    InputError
        ``E_PARAMETER`` for a parameter that is missing, unknown or not positive, ``E_COVARIATES``
        for a coefficient of a model that takes none, ``E_COLUMNS`` for a covariate that is missing.
    """
    plain = {name: value for name, value in params.items() if "[" not in name}
    _check_names(list(plain), model)
    check_positive(plain)
    if plain.get(_ORDER, 1) % 1:
        raise InputError(
            "E_PARAMETER", "k is no whole number", "give 1, 2, ...", [f"k={plain[_ORDER]}"]
        )
    theta = {name: np.asarray(value, dtype=np.float64) for name, value in plain.items()}
    for label, coefficient in params.items():
        if label in plain:
            continue
        target, direction, column = _read(label, model)
        z = _numbers(pd.DataFrame() if covariates is None else covariates, column)
        theta[target] = theta[target] * np.exp(direction * coefficient * z)
    return theta


def _check_names(given: list[str], model: type[FittedModel]) -> None:
    """Raise ``E_PARAMETER`` where parameters are missing, or of another model."""
    names = names_of(model)
    missing = ", ".join(name for name in names if name not in given)
    unknown = ", ".join(mask(name) for name in given if name not in names)
    if missing or unknown:
        found = [f"needs {missing}"] * bool(missing) + [f"knows no {unknown}"] * bool(unknown)
        to_do = [f"give {missing}"] * bool(missing) + [f"leave out {unknown}"] * bool(unknown)
        raise InputError(
            "E_PARAMETER",
            f"{model.kind} {' and '.join(found)}",
            f"{' and '.join(to_do)}: its parameters are {', '.join(names)}",
        )


def _read(label: str, model: type[FittedModel]) -> tuple[str, float, str]:
    """Take the name of a coefficient apart: parameter, direction and covariate."""
    if not model.moves:
        raise InputError(
            "E_COVARIATES",
            f"{model.kind} takes no covariates, and a coefficient of one is given",
            "leave it out, or choose a model that takes some, such as bg_nbd or pareto_nbd",
            [label],
        )
    moves = {name: way for targets in model.moves.values() for name, way in targets.items()}
    match = _COEFFICIENT.fullmatch(label)
    if match is None or match[1] not in moves:
        known = ", ".join(f"{name}[column]" for name in moves)
        raise InputError(
            "E_PARAMETER", f"{model.kind} has no such coefficient", f"give {known}", [label]
        )
    return match[1], moves[match[1]], match[2]


def _numbers(covariates: pd.DataFrame, column: str) -> FloatArray:
    values = require_columns(covariates, [column])[column].to_numpy(dtype=np.float64)
    bad = int((~np.isfinite(values)).sum())
    if bad:
        raise InputError(
            "E_PARAMETER",
            f"{bad} of {values.size} customers have no finite number in a covariate",
            "give each a number, such as the mean of the others",
            [column],
        )
    return values


def check_positive(values: Mapping[str, float]) -> None:
    """Raise ``E_PARAMETER`` for numbers that are not positive and finite."""
    wrong = {name: value for name, value in values.items() if not 0 < value < np.inf}
    if wrong:
        raise InputError(
            "E_PARAMETER",
            "what must be positive and finite is not",
            f"give a number above 0 for {', '.join(wrong)}",
            [f"{name}={value}" for name, value in wrong.items()],
        )


def check_rows(covariates: pd.DataFrame | None, n: int) -> None:
    """Raise ``E_PARAMETER`` where covariates do not have one row for each of n customers."""
    if covariates is not None and len(covariates) != n:
        raise InputError(
            "E_PARAMETER",
            f"there are covariates of {len(covariates)} customers for {n}",
            "give one row of covariates for each customer",
        )


def params_of(model: FittedModel) -> dict[str, float]:
    """Return the parameters of a fitted model, with its order k where it has one."""
    check_is_fitted(model, "params_")
    order = {_ORDER: getattr(model, f"{_ORDER}_")} if _ORDER in model.own_facts else {}
    return {**order, **model.params_}
