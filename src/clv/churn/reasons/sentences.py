"""What speaks most for or against a customer's risk, with the customer's own numbers."""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import logit

from clv.churn.features import HISTORY_COLUMNS
from clv.churn.reasons._kinds import alarming, calming
from clv.churn.reasons._words import DAYS, LANGUAGES, WORDS
from clv.customers import require_columns
from clv.errors import InputError

__all__ = ["THEMES", "churn_reasons", "theme_contributions"]

THEMES = {
    "silence": ("relative_logit", "log_silence", "log_surprise", "log_overdue", "log_inactivity"),
    "frequency": ("log_purchases", "log_pace", "active_share"),
    "amount": ("log_mean_amount",),
}
"""Columns that say nearly the same, under what they say; what they contribute is added, since the
division among them is arbitrary. The purchase model speaks with the silence."""

_FACTS = ("purchases", "inactivity", "tenure", "usual_gap")
_AS_THEY_ARE = ("log_inactivity",)  # not relative to the day
_CLOSEST = 1e-9


def theme_contributions(model: Any, X: pd.DataFrame) -> pd.DataFrame:
    """Say by how much each theme raises the log odds of churn against the mean customer.

    Parameters
    ----------
    model
        Any fitted churn model. One with ``contributions`` is taken apart; of another one a theme's
        columns are replaced by those of the mean customer of the day.
    X
        As `churn_features` makes it.

    Returns
    -------
    pandas.DataFrame
        One row a customer, one column a theme of `THEMES`; below 0 it lowers the risk.
    """
    if hasattr(model, "contributions"):
        parts = model.contributions(X)
        return pd.DataFrame(
            {
                theme: parts[[name for name in columns if name in parts]].sum(axis=1)
                for theme, columns in THEMES.items()
            }
        )
    odds = _odds(model, X)
    changed = {theme: odds - _odds(model, _typical(X, theme)) for theme in THEMES}
    return pd.DataFrame(changed, index=X.index)


def churn_reasons(
    model: Any, X: pd.DataFrame, language: str = "en", alarm: float = 0.5
) -> "pd.Series[str]":
    """Tell for each customer what raises the risk most, or why there is no need to worry.

    Parameters
    ----------
    model
        Any fitted churn model.
    X
        As `churn_features` makes it.
    language
        ``"en"`` or ``"zh"``.
    alarm
        Probability of churn from which a customer is at risk, above 0 to 0.5; below it the reason
        is one to be calm.

    Returns
    -------
    pandas.Series
        ``reason`` by customer: a sentence with the customer's own days and purchases. A theme is
        named only where the customer's numbers bear it out.

    Raises
    ------
    InputError
        ``E_LANGUAGE`` for another language, ``E_ALARM`` for an alarm outside its range,
        ``E_COLUMNS`` for a table without purchases, inactivity, tenure and usual_gap.

    Examples
    --------
    >>> from clv.churn import HISTORY_COLUMNS, ModelChurn
    >>> facts = {"purchases": 7.0, "inactivity": 84.0, "tenure": 200.0, "usual_gap": 21.0}
    >>> logits = {"model_logit": -2.0, "relative_logit": -1.0}
    >>> X = pd.DataFrame([dict.fromkeys(HISTORY_COLUMNS, 0.0) | facts | logits])
    >>> churn_reasons(ModelChurn(), X).item()
    'Silent for 84 days; usually buys about every 21 days.'
    """
    _check(language, alarm)
    require_columns(X, (*HISTORY_COLUMNS, *_FACTS))
    raised = theme_contributions(model, X).to_numpy()
    risky = model.predict_proba(X)[:, 1] >= alarm
    kinds = np.where(risky, alarming(X, raised), calming(X, raised))
    return pd.Series(_said(kinds, X, language), index=X.index, name="reason").astype("str")


def _check(language: str, alarm: float) -> None:
    if language not in LANGUAGES:
        raise InputError(
            "E_LANGUAGE", "there are no words in this language", "use en or zh", [language]
        )
    if not 0 < alarm <= 0.5:
        raise InputError(
            "E_ALARM",
            "the alarm is not a probability above 0 to 0.5",
            "whoever churns more likely than not cannot be called likely to come back",
            [alarm],
        )


def _odds(model: Any, X: pd.DataFrame) -> NDArray[np.float64]:
    chance = np.clip(model.predict_proba(X)[:, 1], _CLOSEST, 1 - _CLOSEST)
    return np.asarray(logit(chance), np.float64)


def _typical(X: pd.DataFrame, theme: str) -> pd.DataFrame:
    """Give everybody the theme's columns of the mean customer of the day."""
    typical = X.copy()
    for name in THEMES[theme]:
        if name in X:
            typical[name] = typical[name] - X["log_silence"] if name in _AS_THEY_ARE else 0.0
    if theme == "silence" and "relative_logit" in X:
        typical["model_logit"] -= X["relative_logit"]
    return typical


def _said(kinds: NDArray[np.object_], X: pd.DataFrame, language: str) -> list[str]:
    place = LANGUAGES.index(language)
    silent, tenure = _days(X["inactivity"], language), _days(X["tenure"].clip(lower=1), language)
    gap = _days(X["usual_gap"].clip(lower=1), language)
    counts = X["purchases"].round().astype(int)
    rows = zip(kinds, silent, tenure, gap, counts, strict=True)
    return [
        WORDS[kind][place].format(silent=quiet, tenure=age, gap=pace, n=n)
        for kind, quiet, age, pace, n in rows
    ]


def _days(values: "pd.Series[float]", language: str) -> list[str]:
    one, many = DAYS[language]
    return [(one if days == 1 else many).format(days) for days in values.round().astype(int)]
