"""One battery of checks for every model, in the manner of scikit-learn's check_estimator."""

import warnings
from typing import Literal, overload

import pandas as pd
from sklearn.base import clone

from clv.errors import ClvError
from clv.models.checks import (
    bounds,
    contracting,
    covariates,
    discounting,
    doubt,
    extremes,
    fitting,
    forecasting,
    form,
    indifference,
    likelihood,
    playing,
    questions,
    refusals,
    spending,
    storage,
)
from clv.models.checks.check import Check
from clv.models.checks.data import CheckData, Model

__all__ = ["CHECKS", "BoundCheck", "ModelCheckError", "check_model"]

MODULES = (
    form, fitting, indifference, doubt, refusals, questions, storage, forecasting, bounds,
    likelihood, discounting, playing, extremes, covariates, spending, contracting,
)  # fmt: skip
CHECKS: tuple[Check, ...] = tuple(
    value for module in MODULES for value in vars(module).values() if isinstance(value, Check)
)


class ModelCheckError(ClvError):
    """A model failed some of the checks; ``results`` is the table of all.

    Parameters
    ----------
    model
        That failed.
    results
        As `check_model` returns it.
    """

    def __init__(self, model: Model, results: pd.DataFrame) -> None:
        self.results = results
        failed = results[results["status"] == "failed"]
        lines = "".join(f"\n  {name}: {reason}" for name, reason in failed["reason"].items())
        super().__init__(
            "E_MODEL_CHECKS",
            f"{len(failed)} of {len(results)} checks of {model} failed{lines}\n",
            "mend the model, or tell where it is used what does not hold",
        )


class BoundCheck:
    """A check with its data, to be called with the model alone.

    Parameters
    ----------
    check
        Which applies.
    data
        Shared by all checks of one model.
    """

    def __init__(self, check: Check, data: CheckData) -> None:
        self.check, self.data = check, data
        self.__name__ = check.name

    def __call__(self, model: Model) -> None:
        """Run the check; a warning from NumPy fails it."""
        with warnings.catch_warnings():
            warnings.simplefilter("error", RuntimeWarning)
            self.check(model, self.data)


@overload
def check_model(model: Model, *, generate_only: Literal[False] = False) -> pd.DataFrame: ...
@overload
def check_model(
    model: Model, *, generate_only: Literal[True]
) -> list[tuple[Model, BoundCheck]]: ...
def check_model(
    model: Model, *, generate_only: bool = False
) -> pd.DataFrame | list[tuple[Model, BoundCheck]]:
    """Check that a model keeps what models of this package promise.

    Parameters
    ----------
    model
        Unfitted: one of this package, a subclass of `PurchaseModel` of your own, or any estimator
        with the same methods. The checks draw their own customers.
    generate_only
        True returns pairs of model and check instead of running them, for
        ``pytest.mark.parametrize``: each is run by ``check(model)``.

    Returns
    -------
    DataFrame or list of tuple
        One row a check: ``statement`` (what is true), ``status`` (``"passed"`` or ``"not
        applicable"``) and ``reason``; or the pairs of those that apply.

    Raises
    ------
    ModelCheckError
        ``E_MODEL_CHECKS`` with every failed check and what was found; its ``results`` is the table.

    Examples
    --------
    >>> from clv.models import GammaGamma
    >>> results = check_model(GammaGamma())
    >>> sorted(results["status"].unique())
    ['not applicable', 'passed']
    """
    data = CheckData.of(model)
    if generate_only:
        return _pairs(model, data)
    results = _results(model, data)
    if (results["status"] == "failed").any():
        raise ModelCheckError(model, results)
    return results


def _pairs(model: Model, data: CheckData) -> list[tuple[Model, BoundCheck]]:
    applicable = (check for check in CHECKS if check.excuse(data) is None)
    return [(clone(model), BoundCheck(check, data)) for check in applicable]


def _results(model: Model, data: CheckData) -> pd.DataFrame:
    rows = [(check.statement, *_outcome(check, model, data)) for check in CHECKS]
    names = pd.Index([check.name for check in CHECKS], name="check")
    return pd.DataFrame(rows, index=names, columns=["statement", "status", "reason"])


def _outcome(check: Check, model: Model, data: CheckData) -> tuple[str, str]:
    try:
        excuse = check.excuse(data)
        if excuse is not None:
            return "not applicable", excuse
        BoundCheck(check, data)(clone(model))
    except AssertionError as fault:
        return "failed", str(fault)
    except Exception as fault:  # a check that cannot be run has failed, whatever the reason
        return "failed", f"{type(fault).__name__}: {fault}"
    return "passed", ""
