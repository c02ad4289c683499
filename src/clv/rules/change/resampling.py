"""Whether today's labels would hold had other customers been there to learn the cuts from."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.base import clone

from clv.errors import InputError
from clv.rules.base import RuleSystem

__all__ = ["label_stability"]


def label_stability(
    rule: RuleSystem, features: pd.DataFrame, draws: int = 50, seed: int = 0
) -> "pd.Series[float]":
    """Ask how often a customer's label stays when the cuts are learned on resampled customers.

    Parameters
    ----------
    rule
        Of any system; it stays as it was. It is fitted to ``features`` anew.
    features
        The reference customers, one row each.
    draws
        How often as many customers are drawn with replacement, from 1. With 50 draws a probability
        of 0.8 has the standard error 0.06.
    seed
        Of the generator.

    Returns
    -------
    pandas.Series of float
        ``label_stays``, 0 to 1, by customer. Low next to a cut that few customers hold in place. A
        resample on which nothing can be learned counts as one in which no label stays.

    Raises
    ------
    InputError
        ``E_DRAWS``, and as ``fit``.

    Examples
    --------
    >>> from clv.rules import ContributionStability
    >>> features = pd.DataFrame({"purchases": 4, "contribution": np.arange(50.0), "tenure": 90})
    >>> features = features.assign(periods_observed=9, active_share=(np.arange(50) + 1) / 50)
    >>> stays = label_stability(ContributionStability(), features)
    >>> float(stays[49]), bool(stays[25] < 1)
    (1.0, True)
    """
    if draws < 1:
        raise InputError("E_DRAWS", "stability needs 1 draw or more", "draw 50", [draws])
    ordered = features.sort_index()
    original = clone(rule).fit(ordered).assign(ordered).labels
    rng = np.random.default_rng(seed)
    stays = np.zeros(len(ordered))
    for _ in range(draws):
        resampled = ordered.iloc[rng.integers(0, len(ordered), len(ordered))]
        resampled = resampled.set_axis([f"draw {n}" for n in range(len(ordered))])
        stays += _stays(rule, resampled, ordered, original)
    found = pd.Series(stays / draws, index=ordered.index, name="label_stays")
    return found.reindex(features.index)


def _stays(
    rule: RuleSystem, resampled: pd.DataFrame, table: pd.DataFrame, original: "pd.Series[str]"
) -> NDArray[np.bool_]:
    resampled.attrs = table.attrs
    try:
        again = clone(rule).fit(resampled).assign(table).labels
    except InputError as error:
        if error.code != "E_VALUES":
            raise
        return np.zeros(len(table), dtype=np.bool_)
    return np.asarray(again.eq(original), dtype=np.bool_)
