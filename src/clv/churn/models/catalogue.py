"""All churn models by name, and one call that fits them."""

from collections.abc import Callable, Iterable
from typing import Any

import pandas as pd
from numpy.typing import ArrayLike

from clv.churn.models._classifier import ChurnClassifier
from clv.churn.models.boosting import BoostedChurn, BoostedHybridChurn
from clv.churn.models.hybrid import HybridChurn
from clv.churn.models.simple import HistoryChurn, ModelChurn, RecencyChurn
from clv.churn.models.survival import SurvivalChurn
from clv.errors import InputError

__all__ = ["CHURN_MODELS", "churn_model", "fit_churn_models"]

CHURN_MODELS: dict[str, Callable[..., ChurnClassifier]] = {
    "recency": RecencyChurn,
    "history": HistoryChurn,
    "boosting": BoostedChurn,
    "purchase_model": ModelChurn,
    "survival": SurvivalChurn,
    "hybrid": HybridChurn,
    "hybrid_boosting": BoostedHybridChurn,
}
"""By name, from the simplest to those that know most."""


def churn_model(name: str, **parameters: Any) -> ChurnClassifier:
    """Make a churn model by its name.

    Parameters
    ----------
    name
        A key of `CHURN_MODELS`.
    **parameters
        Its own; their defaults if left out.

    Returns
    -------
    ChurnClassifier
        Not yet fitted.

    Raises
    ------
    InputError
        ``E_MODEL`` for an unknown name.

    Examples
    --------
    >>> churn_model("hybrid", penalty=10.0)
    HybridChurn(penalty=10.0)
    """
    if name not in CHURN_MODELS:
        raise InputError(
            "E_MODEL",
            "there is no such churn model",
            f"use one of {', '.join(CHURN_MODELS)}",
            [name],
        )
    return CHURN_MODELS[name](**parameters)


def fit_churn_models(
    X: pd.DataFrame,
    y: ArrayLike,
    waits: ArrayLike | None = None,
    names: Iterable[str] = tuple(CHURN_MODELS),
) -> dict[str, Any]:
    """Fit churn models on the same lesson.

    Parameters
    ----------
    X
        As `churn_table` makes it, as of the training cut.
    y
        Whether each customer churned in the window after it, as `no_purchase` says.
    waits
        Days to the next purchase, as `days_to_purchase` gives them, for survival; it can do
        without.
    names
        Keys of `CHURN_MODELS`.

    Returns
    -------
    dict of str to ChurnClassifier
        Fitted, in the order of ``names``.

    Raises
    ------
    FitError
        ``E_ONE_CLASS``.
    InputError
        As the models', or ``E_MODEL``.

    Examples
    --------
    >>> from clv.churn import HYBRID_COLUMNS
    >>> X = pd.DataFrame({name: [-1.0, 1.0] * 20 for name in ("model_logit", *HYBRID_COLUMNS)})
    >>> list(fit_churn_models(X, [True, False] * 20, names=["purchase_model", "hybrid"]))
    ['purchase_model', 'hybrid']
    """
    fitted: dict[str, Any] = {}
    for name in names:
        model: Any = churn_model(name)
        also = {"waits": waits} if isinstance(model, SurvivalChurn) else {}
        fitted[name] = model.fit(X, y, **also)
    return fitted
