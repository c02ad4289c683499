"""The fitters of lifetimes 0.11.3, to agree with and to beat; the only place that imports them."""

import warnings
from collections.abc import Callable
from contextlib import redirect_stdout
from functools import partial
from io import StringIO
from time import perf_counter
from typing import Any, Self

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from clv.customers import HISTORY, distinct_histories
from clv.errors import FitError, InputError
from clv.models._maths.arrays import FloatArray

__all__ = ["LifetimesModel", "lifetimes_fit"]

_FITTERS = {
    "bg_nbd": "BetaGeoFitter",
    "mbg_nbd": "ModifiedBetaGeoFitter",
    "pareto_nbd": "ParetoNBDFitter",
}


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
        **{name: partial(_purchases, fitter, customers) for name, fitter in _FITTERS.items()},
        "bg_bb": lambda: _bg_bb(customers, sample_weight),
        "gamma_gamma": lambda: _gamma_gamma(customers),
    }
    if model not in fits:
        raise InputError("E_MODEL", "no such reference", f"choose from {', '.join(fits)}", [model])
    found: dict[str, float] = _quietly(model, fits[model])
    return found


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


class LifetimesModel:
    """A purchase model as lifetimes fits it and forecasts with it.

    Parameters
    ----------
    model
        ``"bg_nbd"``, ``"mbg_nbd"`` or ``"pareto_nbd"``.

    Raises
    ------
    InputError
        ``E_MODEL`` for another name.
    """

    def __init__(self, model: str) -> None:
        if model not in _FITTERS:
            remedy = f"choose from {', '.join(_FITTERS)}"
            raise InputError("E_MODEL", "no such reference", remedy, [model])
        self.model = model

    @property
    def has_distribution(self) -> bool:
        """Whether it tells how often a known customer buys, and not the mean alone."""
        return self.model == "pareto_nbd"

    def fit(self, customers: pd.DataFrame) -> Self:
        """Fit with lifetimes.

        Parameters
        ----------
        customers
            As for the model's own fit.

        Returns
        -------
        LifetimesModel
            Itself.

        Raises
        ------
        FitError
            ``E_REFERENCE`` where lifetimes fails.
        """

        def fitted() -> Any:
            import lifetimes

            fitter = getattr(lifetimes, _FITTERS[self.model])()
            return fitter.fit(*(customers[c] for c in HISTORY))

        self.fitter_ = _quietly(self.model, fitted)
        return self

    def predict(self, customers: pd.DataFrame, horizon: float) -> FloatArray:
        """Return the purchases that lifetimes expects.

        Parameters
        ----------
        customers
            As for the model's own forecast.
        horizon
            In the unit of the table.

        Returns
        -------
        numpy.ndarray
            Shape (n,).

        Raises
        ------
        FitError
            ``E_REFERENCE`` where lifetimes fails or gives what is no number from 0.
        """
        ask = self.fitter_.conditional_expected_number_of_purchases_up_to_time
        return self._answer(customers, lambda *history: ask(horizon, *history))

    def pmf(self, customers: pd.DataFrame, horizon: float, most: int) -> FloatArray:
        """Return the distribution of purchases, for ``"pareto_nbd"`` only.

        Parameters
        ----------
        customers
            As for the model's own forecast.
        horizon
            In the unit of the table.
        most
            Largest count to tell.

        Returns
        -------
        numpy.ndarray
            Shape (n, most + 1).

        Raises
        ------
        FitError
            ``E_REFERENCE`` where lifetimes fails or gives what is no number from 0.
        """
        ask = self.fitter_.conditional_probability_of_n_purchases_up_to_time
        columns = [
            self._answer(customers, lambda *history, n=n: ask(n, horizon, *history))
            for n in range(most + 1)
        ]
        return np.column_stack(columns)

    def _answer(self, customers: pd.DataFrame, ask: Callable[..., object]) -> FloatArray:
        """Ask once for each distinct history."""
        histories, position = distinct_histories(customers)
        columns = [histories[name].to_numpy(dtype=np.float64) for name in HISTORY]
        made = np.asarray(_quietly(self.model, lambda: ask(*columns)), dtype=np.float64)
        wrong = ~(np.isfinite(made) & (made >= 0))
        if wrong.any():
            raise FitError(
                "E_REFERENCE",
                f"lifetimes forecasts no number from 0 for {int(wrong.sum())} of {made.size} "
                f"histories under {self.model}",
                "go on without the reference: its formulas overflow for frequent buyers",
            )
        return made[position]


def _quietly(model: str, work: Callable[[], Any]) -> Any:
    """Run lifetimes, which warns on import and at zeros and prints its optimiser's state."""
    with warnings.catch_warnings(), redirect_stdout(StringIO()), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            return work()
        except Exception as fault:
            raise FitError(
                "E_REFERENCE",
                f"lifetimes gave up on {model} ({type(fault).__name__})",
                "go on without the reference: it fails on much that can be fitted",
            ) from fault
