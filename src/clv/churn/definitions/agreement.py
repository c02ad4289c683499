"""How far definitions of churn agree, and how often those called churned come back."""

from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clv.churn.definitions.defining import DEFINITIONS, DefinedChurn
from clv.customers import wilson_interval

__all__ = ["compare_definitions", "definition_agreement"]


def compare_definitions(defined: DefinedChurn, level: float = 0.95) -> pd.DataFrame:
    """Count whom each definition calls churned, and hold the states against what came later.

    Parameters
    ----------
    defined
        Labels by `define_churn`.
    level
        Level of the intervals, 0 to 1.

    Returns
    -------
    pandas.DataFrame
        Indexed by definition: kind (see `DEFINITIONS`), customers (with a label), missing (without
        one), churned (called so), share (of those with a label), lower, upper; for states and
        warnings where the log reaches so far, came_back (share of those called churned who bought
        in the horizon), came_back_lower, came_back_upper, stayed_away (share of those not called
        churned who bought nothing), stayed_away_lower, stayed_away_upper. Intervals are Wilson's;
        NaN where there is nobody to count.

    Examples
    --------
    >>> table = pd.DataFrame({"silent_days": pd.array([True, True, False], dtype="boolean")})
    >>> defined = DefinedChurn(table, pd.Series([True, False, True]), ())
    >>> compare_definitions(defined)[["churned", "came_back", "stayed_away"]].iloc[0].tolist()
    [2.0, 0.5, 0.0]
    """
    labels = defined.labels
    known, called = labels.notna(), labels.eq(True).fillna(False).astype(bool)
    customers, churned = known.sum(), called.sum()
    table = pd.DataFrame({"kind": pd.Series(DEFINITIONS).reindex(labels.columns)})
    table["customers"], table["missing"] = customers, len(labels) - customers
    table["churned"] = churned
    table = _with_share(table, "", churned, customers, level)
    if defined.bought is not None:
        bought = defined.bought.to_numpy(bool)[:, None]
        judged = table["kind"].ne("outcome")
        back = (called & bought).sum()
        away = (known & ~called & ~bought).sum()
        spared = customers - churned
        table = _with_share(table, "came_back", back, churned.where(judged), level)
        table = _with_share(table, "stayed_away", away, spared.where(judged), level)
    return table.rename_axis("definition")


def definition_agreement(labels: pd.DataFrame) -> pd.DataFrame:
    """Compare definitions two by two, on the customers whom both label.

    Parameters
    ----------
    labels
        One row a customer, one nullable bool column a definition.

    Returns
    -------
    pandas.DataFrame
        Indexed by first and second: customers (labelled by both), both, either (called churned),
        overlap (both over either; Jaccard's index, 0 to 1), kappa (Cohen's: agreement beyond what
        the two shares give by chance, at most 1). NaN where nobody is called churned by either or,
        for kappa, where chance alone makes them agree on everybody.

    Examples
    --------
    >>> labels = pd.DataFrame({"a": [True, True, False, False], "b": [True, False, False, False]})
    >>> definition_agreement(labels)[["both", "either", "overlap", "kappa"]].iloc[0].tolist()
    [1.0, 2.0, 0.5, 0.5]
    """
    rows = {}
    for first, second in combinations(labels.columns, 2):
        pair = labels[[first, second]].dropna().to_numpy(dtype=bool)
        rows[first, second] = _agreement(*pair.T)
    index = pd.MultiIndex.from_tuples(rows, names=["first", "second"])
    return pd.DataFrame(list(rows.values()), index=index)


def _agreement(one: NDArray[np.bool_], other: NDArray[np.bool_]) -> dict[str, float]:
    n, both, either = one.size, int((one & other).sum()), int((one | other).sum())
    agreed, nan = (one == other).mean() if n else np.nan, np.nan
    p, q = (side.mean() if n else nan for side in (one, other))
    chance = p * q + (1 - p) * (1 - q)
    return {
        "customers": n,
        "both": both,
        "either": either,
        "overlap": both / either if either else nan,
        "kappa": float((agreed - chance) / (1 - chance)) if chance < 1 else nan,
    }


def _with_share(
    table: pd.DataFrame, name: str, part: pd.Series, whole: pd.Series, level: float
) -> pd.DataFrame:
    """Add a share with its interval; without a name it is the table's own."""
    of: pd.Series = whole.where(whole > 0).astype(float)
    share = part / of
    lower, upper = wilson_interval(share, of, level)
    prefix = f"{name}_" if name else ""
    return table.assign(
        **{name or "share": share, f"{prefix}lower": lower, f"{prefix}upper": upper}
    )
