"""The fitters of lifetimes 0.11.3, to agree with and to beat; the only place that imports them."""

import warnings
from collections.abc import Callable
from contextlib import redirect_stdout
from io import StringIO
from time import perf_counter

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from clv.errors import FitError, InputError

__all__ = ["lifetimes_fit"]


def lifetimes_fit(
    customers: pd.DataFrame, model: str, sample_weight: ArrayLike | None = None
) -> dict[str, float]:
    """Fit with lifetimes and take the time.

    Parameters
    ----------
    customers
        As for the model's own fit.
    model
        ``"bg_nbd"``, ``"mbg_nbd"``, ``"pareto_nbd"``, ``"bg_bb"`` or ``"gamma_gamma"``.
    sample_weight
        Whole numbers of customers with the same history, for ``"bg_bb"`` only.

    Returns
    -------
    dict of str to float
        The parameters under the names of this package, and ``seconds`` of the fit.

    Raises
    ------
    InputError
        ``E_MODEL`` for another name.
    FitError
        ``E_REFERENCE`` where lifetimes fails.
    """
    fits: dict[str, Callable[[], dict[str, float]]] = {
        "bg_nbd": lambda: _purchases("BetaGeoFitter", customers),
        "mbg_nbd": lambda: _purchases("ModifiedBetaGeoFitter", customers),
        "pareto_nbd": lambda: _purchases("ParetoNBDFitter", customers),
        "bg_bb": lambda: _bg_bb(customers, sample_weight),
        "gamma_gamma": lambda: _gamma_gamma(customers),
    }
    if model not in fits:
        raise InputError("E_MODEL", "no such reference", f"choose from {', '.join(fits)}", [model])
    # It warns on import and at zeros, and prints its optimiser's state where that gives up.
    with warnings.catch_warnings(), redirect_stdout(StringIO()):
        warnings.simplefilter("ignore")
        try:
            return fits[model]()
        except Exception as fault:
            raise FitError(
                "E_REFERENCE",
                f"lifetimes gave up on {model} ({type(fault).__name__})",
                "go on without the reference: it fails on much that can be fitted",
            ) from fault


def _purchases(fitter_name: str, customers: pd.DataFrame) -> dict[str, float]:
    import lifetimes

    fitter = getattr(lifetimes, fitter_name)()
    seconds = _timed(fitter.fit, *(customers[c] for c in ("frequency", "recency", "T")))
    return {**fitter.params_.to_dict(), "seconds": seconds}


def _bg_bb(customers: pd.DataFrame, sample_weight: ArrayLike | None) -> dict[str, float]:
    from lifetimes import BetaGeoBetaBinomFitter

    fitter = BetaGeoBetaBinomFitter()
    weights = np.ones(len(customers)) if sample_weight is None else np.asarray(sample_weight)
    columns = (customers[c].astype(int) for c in ("frequency", "recency", "T"))
    seconds = _timed(fitter.fit, *columns, pd.Series(weights.astype(int), customers.index))
    return {**fitter.params_.to_dict(), "seconds": seconds}


def _gamma_gamma(customers: pd.DataFrame) -> dict[str, float]:
    from lifetimes import GammaGammaFitter

    fitter = GammaGammaFitter()
    paid = customers[(customers["frequency"] > 0) & (customers["monetary_value"] > 0)]
    seconds = _timed(fitter.fit, paid["frequency"], paid["monetary_value"])
    names = {"p": "p", "q": "q", "v": "gamma"}
    return {names[k]: v for k, v in fitter.params_.to_dict().items()} | {"seconds": seconds}


def _timed(fit: Callable[..., object], *columns: pd.Series) -> float:
    start = perf_counter()
    fit(*columns)
    return perf_counter() - start
