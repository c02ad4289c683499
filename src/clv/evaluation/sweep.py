"""What the place of the cuts does to the quadrants: the same rule, other thresholds."""

from collections.abc import Sequence
from functools import partial
from itertools import product

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clv.evaluation.bootstrap import interval, resample
from clv.evaluation.metrics.base import Floats, codes
from clv.evaluation.metrics.grouped import Resample, add_up, explained
from clv.rules import ContributionStability

__all__ = ["sweep_cuts"]


def sweep_cuts(
    features: pd.DataFrame,
    later: pd.DataFrame,
    contribution: Sequence[str | float] = (0.5, 0.7, 0.8, 0.9, "pareto 0.8"),
    stability: Sequence[str | float] = (0.3, 0.5),
    *,
    draws: int = 200,
    seed: int = 0,
    level: float = 0.95,
) -> pd.DataFrame:
    """Label the customers by every pair of cuts and hold the cells against later money.

    Parameters
    ----------
    features
        The customers at the cut, as `clv.customers.describe` makes them.
    later
        Their `clv.customers.outcomes`.
    contribution, stability
        Rules for the two cuts, as `ContributionStability` takes them.
    draws
        Resamples of the customers for the interval.
    seed
        Of the resamples.
    level
        Of the interval.

    Returns
    -------
    pandas.DataFrame
        Indexed by contribution and stability (the rules as text): EI to EIV (share of the
        customers), in_order (whether mean later money falls from EI to EIV; an empty cell does not
        count), r2, lower, upper (out-of-sample R² on log later spend with its interval; intervals
        of different cuts rest on the same resamples).

    Raises
    ------
    InputError
        As `ContributionStability`.
    """
    spend = later["spend_holdout"].reindex(features.index)
    pairs = product(contribution, stability)
    rules = [ContributionStability(*pair).fit(features) for pair in pairs]
    labels = pd.DataFrame({at: rule.assign(features).labels for at, rule in enumerate(rules)})
    r2 = partial(_explained, np.log1p(np.maximum(spend.to_numpy(np.float64), 0)), *_kinds(labels))
    value = r2(np.ones((1, len(spend))))[0]
    lower, upper = interval(resample(r2, len(spend), draws, seed), level)
    rows = [
        _line(rule, spend, labels[at]) | {"r2": value[at], "lower": lower[at], "upper": upper[at]}
        for at, rule in enumerate(rules)
    ]
    return pd.DataFrame(rows).set_index(["contribution", "stability"])


def _line(
    rule: ContributionStability, spend: "pd.Series[float]", labels: "pd.Series[str]"
) -> dict[str, object]:
    cells = [cell.key for cell in rule.system.cells]
    means = spend.groupby(labels).mean().reindex(cells).dropna()
    size = labels.value_counts(normalize=True)
    shares = {cell: float(size.get(cell, 0.0)) for cell in cells}
    cuts = {axis: str(cut.rule) for axis, (cut,) in rule.cuts_.items()}
    return {**cuts, **shares, "in_order": bool(means.is_monotonic_decreasing)}


def _kinds(labels: pd.DataFrame) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Number the customers whom all columns treat alike; and the cell of these in each column."""
    coded = np.stack([codes(labels[name]) for name in labels], axis=1)
    kinds, kind = np.unique(coded, axis=0, return_inverse=True)
    return np.asarray(kind.ravel(), np.intp), kinds.T


def _explained(
    log_spend: Floats, kind: NDArray[np.intp], cells: NDArray[np.intp], counts: Floats
) -> Floats:
    """`r2_log_spend` of every column, shape (draws, columns), with the customers added up once."""
    nothing = np.zeros(len(log_spend))
    sums = add_up(Resample(counts, log_spend, nothing, nothing), kind)
    return np.stack([explained(sums.joined(column)) for column in cells], axis=1)
