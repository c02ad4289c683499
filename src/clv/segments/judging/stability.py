"""Would the same groups come out again? Refits on resampled customers."""

from collections.abc import Iterator
from copy import deepcopy

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clv.errors import FitError, InputError
from clv.models._inputs.gate import check_draws
from clv.segments._learning import learners
from clv.segments.grouping import Grouping

__all__ = ["STABILITY_WORDS", "bootstrap_stability", "group_stability"]

STABILITY_WORDS = {
    0.85: "highly stable",
    0.75: "stable",
    0.6: "a pattern, but who belongs to it is in doubt",
    0.5: "not to be trusted",
    0.0: "dissolves",
}
"""What a mean Jaccard similarity from this number on says of a group: thresholds of Hennig, as in
his R package fpc, function clusterboot. They are rules of thumb."""

_DISSOLVED, _RECOVERED = 0.5, 0.75
_MOST = 10_000


def bootstrap_stability(
    grouping: Grouping, table: pd.DataFrame, draws: int = 50, seed: int = 0, most: int = _MOST
) -> NDArray[np.float64]:
    """Refit a grouping on resampled customers and compare its labels with the original ones.

    Each draw takes as many customers as there are, with replacement, learns the grouping anew and
    labels customers with it, also those not drawn; agreement is the adjusted Rand index, which does
    not depend on the names of the groups. The order of the rows changes nothing.

    Parameters
    ----------
    grouping
        Fitted or not; it is copied and stays as it was.
    table
        One row a customer, indexed by id; the ids stay in the resampled tables.
    draws
        How many refits.
    seed
        Seed of the draws.
    most
        Of more customers than this, each refit takes only so many, and only so many are compared:
        stability is then that of groups learned from so few, and rather too low than too high.

    Returns
    -------
    numpy.ndarray
        Shape (draws,): 1 where the refit gives the same groups, about 0 where it agrees no better
        than chance, 0 where the resample cannot be grouped. Groups that learn nothing, such as
        random ones, are at 1 by construction.

    Raises
    ------
    InputError
        ``E_DRAWS`` for less than one draw; what the grouping raises on the whole table.

    Examples
    --------
    >>> from clv.segments.bands import ValueBands
    >>> table = pd.DataFrame({"contribution": np.arange(100.0)})
    >>> bool(bootstrap_stability(ValueBands(2, "contribution"), table, draws=5).min() > 0.5)
    True
    """
    refits = _refits(grouping, table, draws, seed, most)[1]
    return np.array([0.0 if shared is None else _adjusted_rand(shared) for shared in refits])


def group_stability(
    grouping: Grouping, table: pd.DataFrame, draws: int = 50, seed: int = 0, most: int = _MOST
) -> pd.DataFrame:
    """Say of each group whether it comes out again when customers are resampled.

    Each group is compared with the group of the refit that is most like it, by Jaccard's index:
    customers in both over customers in either. Source: C. Hennig (2007), Cluster-wise assessment
    of cluster stability, Computational Statistics and Data Analysis 52. He compares on the
    customers drawn; here all are labelled, so that a group has to hold also for those not drawn.
    Stable groups need not be clusters: cuts through a continuum may come out again as well, as
    quartiles do. Whether there are clusters is asked by `cluster_tendency`.

    Parameters
    ----------
    grouping, table, draws, seed, most
        As for `bootstrap_stability`.

    Returns
    -------
    pandas.DataFrame
        Indexed by group, in order of name: share_customers, jaccard (mean over the draws, 0 to 1),
        lower and upper (between which 95% of the draws lie), dissolved (share of the draws with an
        index of 0.5 or less), recovered (0.75 or more), verdict (of `STABILITY_WORDS`). A resample
        that cannot be grouped counts as 0 for all.

    Raises
    ------
    InputError
        As `bootstrap_stability`.

    Examples
    --------
    >>> from clv.segments.bands import ValueBands
    >>> table = pd.DataFrame({"contribution": np.arange(200.0)})
    >>> group_stability(ValueBands(2, "contribution"), table, draws=9)["verdict"].to_dict()
    {'B1': 'highly stable', 'B2': 'highly stable'}
    """
    sizes, refits = _refits(grouping, table, draws, seed, most)
    none = np.zeros(len(sizes))
    alike = np.stack([none if shared is None else _best_jaccard(shared) for shared in refits])
    lower, upper = np.quantile(alike, [0.025, 0.975], axis=0)
    mean = alike.mean(axis=0)
    columns = {
        "share_customers": sizes.to_numpy() / len(table),
        "jaccard": mean,
        "lower": lower,
        "upper": upper,
        "dissolved": (alike <= _DISSOLVED).mean(axis=0),
        "recovered": (alike >= _RECOVERED).mean(axis=0),
        "verdict": [_in_words(value) for value in mean],
    }
    return pd.DataFrame(columns, index=sizes.index)


def _in_words(jaccard: float) -> str:
    said = (word for least, word in STABILITY_WORDS.items() if jaccard >= least)
    return next(said, "too few customers to say")


def _refits(
    grouping: Grouping, table: pd.DataFrame, draws: int, seed: int, most: int
) -> tuple["pd.Series[int]", Iterator[NDArray[np.int64] | None]]:
    """Return the sizes of the original groups, and cross these with the groups of each refit."""
    check_draws(draws)
    generator = np.random.default_rng(seed)
    # shallow copies: a grouping that writes into its table must not change what others see
    original = deepcopy(grouping).fit(table.copy(deep=False))
    found = original.labels(table.copy(deep=False)).value_counts(dropna=False)
    sizes = found.sort_index().rename_axis("group")
    everyone, judged = learners(table, len(table)), learners(table, most)
    own = sizes.index.get_indexer(pd.Index(original.labels(judged.copy(deep=False))))

    def refit() -> NDArray[np.int64] | None:
        drawn = generator.integers(0, len(table), min(len(table), most))
        try:
            again = deepcopy(grouping).fit(everyone.iloc[drawn])
            labels = again.labels(judged.copy(deep=False))
        except (InputError, FitError):  # too few different customers to make these groups
            return None
        codes, names = pd.factorize(labels, use_na_sentinel=False)
        pairs = np.bincount(own * len(names) + codes, minlength=len(sizes) * len(names))
        return pairs.reshape(len(sizes), len(names))

    return sizes, (refit() for _ in range(draws))


def _best_jaccard(shared: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the likeness of each original group's best match; NaN for one without customers."""
    own = shared.sum(axis=1, keepdims=True)
    likeness = shared / np.maximum(own + shared.sum(axis=0) - shared, 1)
    return np.where(own[:, 0] > 0, likeness.max(axis=1), np.nan)


def _adjusted_rand(shared: NDArray[np.int64]) -> float:
    """Hubert and Arabie's index (1985) of a cross table."""
    pairs = [(n * (n - 1.0) / 2).sum() for n in (shared, shared.sum(axis=1), shared.sum(axis=0))]
    both, rows, columns = pairs
    size = float(shared.sum())
    by_chance = rows * columns / max(size * (size - 1) / 2, 1.0)
    most = (rows + columns) / 2
    return float((both - by_chance) / (most - by_chance)) if most > by_chance else 1.0
