"""How many groups: several criteria, which may disagree."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from clv.segments._learning import learners
from clv.segments._words import listed, said
from clv.segments.features import FeatureScales
from clv.segments.grouping import Grouping
from clv.segments.judging._criteria import (
    calinski_harabasz,
    check_counts,
    favoured,
    gap_statistic,
    log_spend,
    squared_errors,
)
from clv.segments.judging._shape import distances, mean_silhouette
from clv.segments.judging.stability import bootstrap_stability

__all__ = ["CRITERIA", "GroupCount", "compare_counts"]

CRITERIA = {
    "silhouette": ("the silhouette", "轮廓系数"),
    "calinski_harabasz": ("Calinski and Harabasz", "Calinski-Harabasz 指数"),
    "gap": ("the gap statistic", "Gap 统计量"),
    "bic": ("BIC", "BIC"),
    "stability": ("stability", "稳定性"),
    "forecast": ("the forecast of later spend", "对后续消费的预测"),
}
"""Criteria for the number of groups, in English and Chinese."""

_JUDGED = 1000


@dataclass(frozen=True, eq=False)
class GroupCount:
    """What each criterion says of each number of groups.

    Parameters
    ----------
    table
        Indexed by the number of groups, a column for each of `CRITERIA`; NaN where a criterion says
        nothing, such as the silhouette of one group.
    chosen
        The number that each criterion favours, of those criteria that say anything.
    customers
        How many were looked at.
    """

    table: pd.DataFrame
    chosen: "pd.Series[int]"
    customers: int

    def sentence(self, language: str = "en") -> str:
        """Say whether the criteria agree, and which says what.

        Parameters
        ----------
        language
            ``"en"`` or ``"zh"``.

        Returns
        -------
        str
            One sentence.

        Raises
        ------
        InputError
            ``E_LANGUAGE`` for another language.
        """
        names = {name: said(language, *CRITERIA[name]) for name in self.chosen.index}
        largest = int(self.table.index.max())
        edge = said(language, ", the most tried", "（所试的最大组数）")
        votes = [
            said(language, "{}{} ({})", "{} 组{}（{}）").format(
                k,
                edge if k == largest else "",
                listed([names[name] for name in rows.index], language),
            )
            for k, rows in self.chosen.groupby(self.chosen)
        ]
        if len(votes) == 1:
            return said(
                language, "All {} criteria favour {}.", "全部 {} 个标准一致支持 {}。"
            ).format(len(self.chosen), votes[0])
        return said(
            language,
            "The criteria disagree on the number of groups: {}.",
            "各标准对组数意见不一：{}。",
        ).format(said(language, "; ", "；").join(votes))


def compare_counts(
    make: Callable[[int], Grouping],
    table: pd.DataFrame,
    counts: Sequence[int] = range(1, 9),
    later: "pd.Series[float] | None" = None,
    features: str | Sequence[str] = "standard",
    *,
    draws: int = 10,
    seed: int = 0,
    most: int = 5000,
) -> GroupCount:
    """Judge numbers of groups by several criteria.

    Silhouette (Rousseeuw 1987; on 1,000 customers), Calinski and Harabasz (1974) and the mean
    adjusted Rand index of bootstrap refits favour their largest value (of indices that agree to two
    digits, the one of more groups); they know nothing of a single group. BIC favours its smallest,
    where the grouping has a likelihood (``bic_``). The gap statistic (Tibshirani, Walther and
    Hastie 2001) is that of k-means on those 1,000, and favours the smallest k that is within a
    standard error of k + 1. The forecast is the R2 of log(1 + later spend), each customer forecast
    by the mean of the others of the group; it favours the smallest k whose squared errors are not
    above those of the best by more than 1.96 standard errors, customer by customer.

    None of them asks whether there are groups at all: see `cluster_tendency`. The gap statistic
    seems to, but its null is a box of random numbers, which customers resemble in no case.

    Parameters
    ----------
    make
        Makes a grouping of so many groups, such as ``KMeansSegments``.
    table
        One row a customer.
    counts
        Numbers of groups, 1 or more, in ascending order.
    later
        What customers spent after the table's day, by customer; without it there is no forecast.
        What is chosen with it has to be judged on still later days.
    features
        Features of the points on which silhouette, Calinski and Harabasz and the gap are measured;
        those that the grouping looks at.
    draws
        Refits for stability.
    seed
        Seed of refits and random boxes.
    most
        Of more customers than this, so many are looked at, chosen by a hash of their ids.

    Returns
    -------
    GroupCount
        Table, choice of each criterion, sentence.

    Raises
    ------
    InputError
        ``E_COUNTS`` for no count, or counts below 1 or not ascending; ``E_TOO_FEW`` for fewer
        different customers than groups; ``E_LATER`` for customers without later spend or with two;
        ``E_DRAWS`` for less than one draw.

    Examples
    --------
    >>> from clv.segments import KMeansSegments
    >>> rng = np.random.default_rng(0)
    >>> kind = rng.integers(0, 3, 150)
    >>> table = pd.DataFrame({"purchases": 4.0 ** (1 + kind), "active_share": 0.3 * kind})
    >>> table += rng.uniform(0, 0.1, table.shape)
    >>> columns = ["purchases", "active_share"]
    >>> found = compare_counts(
    ...     lambda k: KMeansSegments(k, features=columns), table, range(1, 5), features=columns
    ... )
    >>> found.chosen.to_dict()
    {'silhouette': 3, 'calinski_harabasz': 3, 'gap': 3, 'stability': 3}
    """
    check_counts(counts)
    known = learners(table, most)
    points = FeatureScales.learn(known, features).points(known)
    some = np.random.default_rng(seed).permutation(len(known))[:_JUDGED]
    apart, spend = distances(points[some]), None if later is None else log_spend(later, known)
    rows, errors = {}, {}
    for k in counts:
        grouping = make(k).fit(known)
        codes = pd.factorize(grouping.labels(known))[0]
        rows[k] = {
            "silhouette": mean_silhouette(apart, codes[some]) if k > 1 else np.nan,
            "calinski_harabasz": calinski_harabasz(points, codes) if k > 1 else np.nan,
            "bic": float(getattr(grouping, "bic_", np.nan)),
            "stability": _stability(make(k), known, draws, seed) if k > 1 else np.nan,
        }
        if spend is not None:
            errors[k] = squared_errors(spend, codes)
    judged = pd.DataFrame.from_dict(rows, orient="index").rename_axis(index="n_groups")
    gaps = gap_statistic(points[some], counts, seed)
    judged["gap"] = gaps["gap"]
    if spend is not None:
        judged["forecast"] = [1 - errors[k].mean() / max(spend.var(), 1e-300) for k in counts]
    judged = judged.reindex(columns=list(CRITERIA))
    return GroupCount(judged, favoured(judged, gaps, errors), len(known))


def _stability(grouping: Grouping, known: pd.DataFrame, draws: int, seed: int) -> float:
    return float(bootstrap_stability(grouping, known, draws, seed).mean())
