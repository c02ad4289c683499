"""Which model of purchases to take: what fits best, what forecast best, and whether they agree."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from clv.evaluation.comparison import Comparison
from clv.evaluation.metrics import METRICS

__all__ = ["ModelChoice", "choose_purchase_model"]

CLEARLY_BEHIND = 10.0
"""Difference in BIC from which the evidence is very strong (Kass and Raftery 1995)."""


@dataclass(frozen=True)
class ModelChoice:
    """A model, and how sure the choice is.

    Parameters
    ----------
    model
        Name of the model to take.
    sentence
        The choice and its reasons, in words.
    clear
        Whether the likelihood and the later purchases each name one model, and the same.
    by_fit, by_forecast
        The models that fit, and that forecast, about as well as the best, the best first.
    """

    model: str
    sentence: str
    clear: bool
    by_fit: tuple[str, ...]
    by_forecast: tuple[str, ...]


def choose_purchase_model(
    fits: pd.DataFrame,
    comparison: Comparison,
    titles: Mapping[str, str] | None = None,
    metric: str = "count_log_loss",
) -> ModelChoice:
    """Choose among fitted models by likelihood and by what came later.

    Of the models that forecast about as well as the best one, the one that fits best is taken: a
    later window is closer to the use of the model than the likelihood, but tells less.

    Parameters
    ----------
    fits
        As `clv.models.compare_fits` makes it: indexed by model, bic.
    comparison
        Of the same models, or some of them, on later purchases.
    titles
        What a reader calls the models; their names if None.
    metric
        The score that decides, named before it is seen; one with a direction.

    Returns
    -------
    ModelChoice
        The model and a sentence written from the numbers.

    Examples
    --------
    >>> from clv.evaluation import compare
    >>> fits = pd.DataFrame({"bic": [100.0, 160.0]}, index=["mbg_nbd", "bg_nbd"])
    >>> later = [0, 1, 2, 3] * 20
    >>> result = compare({"mae": (later, {"mbg_nbd": later, "bg_nbd": [1] * 80})}, draws=50)
    >>> choose_purchase_model(fits, result, metric="mae").model
    'mbg_nbd'
    """
    scores = comparison.scores_on(metric)["value"]
    scores = scores.sort_values(ascending=METRICS[metric].direction == "lower", kind="stable")
    best = str(scores.index[0])
    clear = comparison.lead_of(metric, best)["clear"] if len(scores) > 1 else pd.Series(dtype=bool)
    level = (best, *(str(name) for name in scores.index[1:] if not clear[name]))
    bic = fits.loc[list(scores.index), "bic"].sort_values(kind="stable")
    fitting = tuple(str(name) for name in bic.index[bic < bic.iloc[0] + CLEARLY_BEHIND])
    model = next(str(name) for name in bic.index if name in level)
    shown = {str(name): (titles or {}).get(str(name), str(name)) for name in scores.index}
    agree = fitting == level[:1] and len(level) == 1
    words = " ".join([_of_fit(bic, fitting, shown), _of_forecast(scores, level, metric, shown)])
    return ModelChoice(
        model, f"{words} {_together(model, fitting, level, shown)}", agree, fitting, level
    )


def _of_fit(bic: "pd.Series[float]", fitting: tuple[str, ...], shown: Mapping[str, str]) -> str:
    first = f"By likelihood {shown[fitting[0]]} fits best"
    if len(bic) == 1:
        return f"{first}, alone."
    second = str(bic.index[1])
    gap = f"BIC {bic.iloc[1] - bic.iloc[0]:,.1f} below {shown[second]}"
    if len(fitting) > 1:
        return f"{first}, not clearly: {gap}."
    return f"{first}: {gap}."


def _of_forecast(
    scores: "pd.Series[float]", level: tuple[str, ...], metric: str, shown: Mapping[str, str]
) -> str:
    title = METRICS[metric].title
    behind = [shown[str(name)] for name in scores.index if name not in level]
    told = f"By {title} of the later purchases {shown[level[0]]} is best ({scores.iloc[0]:.4f})"
    even = f", but not clearly better than {', '.join(shown[name] for name in level[1:])}"
    worse = f"; clearly behind: {', '.join(behind)}" if behind else ""
    return f"{told}{even if level[1:] else ''}{worse}."


def _together(
    model: str, fitting: tuple[str, ...], level: tuple[str, ...], shown: Mapping[str, str]
) -> str:
    if model == fitting[0] == level[0]:
        doubt = "" if len(fitting) == len(level) == 1 else ", though not clearly"
        return f"Both point to {shown[model]}{doubt}."
    if model in fitting:
        return f"Take {shown[model]}: it fits best, and none forecast clearly better."
    return (
        f"The two disagree: {shown[fitting[0]]} fits better and forecast clearly worse. Take "
        f"{shown[model]}, and look for what has changed after the cut."
    )
