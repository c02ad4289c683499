"""What the place of the cuts does to the quadrants: the same rule, other thresholds."""

from collections.abc import Sequence
from functools import partial
from itertools import product

import pandas as pd

from clv.evaluation.bootstrap import interval, resample
from clv.evaluation.metrics import METRICS
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
    r2 = METRICS["r2_log_spend"]
    spend = later["spend_holdout"].reindex(features.index)
    rows = []
    for pair in product(contribution, stability):
        rule = ContributionStability(*pair).fit(features)
        found = rule.assign(features)
        cells = [cell.key for cell in found.system.cells]
        means = spend.groupby(found.labels).mean().reindex(cells).dropna()
        samples = resample(partial(r2, spend, found.labels), len(spend), draws, seed)
        low, high = interval(samples, level)
        shares = found.labels.value_counts(normalize=True).reindex(cells, fill_value=0.0)
        rows.append(
            {axis: str(cut.rule) for axis, (cut,) in rule.cuts_.items()}
            | shares.to_dict()
            | {"in_order": bool(means.is_monotonic_decreasing)}
            | {"r2": float(r2(spend, found.labels)), "lower": float(low), "upper": float(high)}
        )
    return pd.DataFrame(rows).set_index(["contribution", "stability"])
