"""Fitted models in numbers, and beside the reference."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from clv.errors import FitError
from clv.models.base import FittedModel
from clv.models.reference import lifetimes_fit

__all__ = ["compare_with_lifetimes", "describe_fit"]


def describe_fit(model: FittedModel) -> dict[str, Any]:
    """Say what a fit has found.

    Parameters
    ----------
    model
        A fitted model.

    Returns
    -------
    dict
        Under the model's kind: status, params, intervals (95%), loglik, aic, bic, n_customers,
        n_repeaters, n_used, n_histories and time_unit.
    """
    found = {
        "status": model.status_,
        "params": model.params_,
        "intervals": model.intervals_,
        "loglik": model.loglik_,
        "aic": model.aic,
        "bic": model.bic,
    }
    sizes = ("n_customers", "n_repeaters", "n_used", "n_histories", "time_unit")
    return {model.kind: found | {name: getattr(model, f"{name}_") for name in sizes}}


def compare_with_lifetimes(customers: pd.DataFrame, models: Sequence[FittedModel]) -> pd.DataFrame:
    """Set the parameters of fitted models beside those that lifetimes finds.

    Parameters
    ----------
    customers
        What the models were fitted on.
    models
        Fitted models that lifetimes knows as well.

    Returns
    -------
    pandas.DataFrame
        One row a parameter: model, parameter, estimate, lower, upper (95%), lifetimes, and
        relative_gap (absolute difference over lifetimes' value); NaN where lifetimes has failed.
    """
    rows = []
    for model in models:
        try:
            reference = lifetimes_fit(customers, model.kind)
        except FitError:  # where lifetimes fails there is no reference, which is no fault of ours
            reference = {}
        table = model.intervals_.assign(estimate=pd.Series(model.params_), model=model.kind)
        rows.append(table.assign(lifetimes=pd.Series(reference, dtype=float).reindex(table.index)))
    table = pd.concat(rows).rename_axis("parameter").reset_index()
    table["relative_gap"] = (table["estimate"] / table["lifetimes"] - 1).abs()
    return table[["model", "parameter", "estimate", "lower", "upper", "lifetimes", "relative_gap"]]
