"""How well scores rank customers: areas, correlations, shares at the top."""

import numpy as np
import pandas as pd
from scipy.stats import rankdata

from clv.evaluation.claims.statistics.figures import Figure, Statistic, nothing, over
from clv.evaluation.metrics.base import Floats
from clv.evaluation.metrics.shares import top_share

__all__ = ["auc_above_chance", "rank_gain", "top_share_less"]


def auc_above_chance(score: str, event: str) -> Statistic:
    """Area under the ROC curve of a score for an event, less one half.

    Parameters
    ----------
    score
        The higher, the likelier the event.
    event
        A truth value.

    Returns
    -------
    Statistic
        Of a table with both columns; equal scores count half.

    Examples
    --------
    >>> table = pd.DataFrame({"score": [1, 2, 3], "bought": [False, False, True]})
    >>> auc_above_chance("score", "bought")(table)(np.ones((1, 3))).tolist()
    [0.5]
    """

    def of(table: pd.DataFrame) -> Figure:
        known = table[score].notna().to_numpy()
        happened = table[event].to_numpy(bool)[known]
        _, place = np.unique(table[score].to_numpy(np.float64)[known], return_inverse=True)
        starts = np.flatnonzero(np.diff(np.sort(place), prepend=-1))
        order = np.argsort(place, kind="stable")

        def figure(counts: Floats) -> Floats:
            drawn = counts[:, known][:, order]
            yes = np.add.reduceat(drawn * happened[order], starts, axis=1)
            no = np.add.reduceat(drawn * ~happened[order], starts, axis=1)
            below = np.cumsum(no, axis=1) - no / 2
            return over((yes * below).sum(axis=1), yes.sum(axis=1) * no.sum(axis=1)) - 0.5

        return figure if known.any() else nothing

    return of


def rank_gain(outcome: str, first: str, second: str) -> Statistic:
    """Rank correlation of an outcome with one score less that with another.

    Parameters
    ----------
    outcome
        What both scores were to foretell.
    first, second
        The scores.

    Returns
    -------
    Statistic
        Of a table with these columns; rows in which one is unknown do not count. Ranks are those of
        all customers.
    """

    def of(table: pd.DataFrame) -> Figure:
        known = table[[outcome, first, second]].notna().all(axis=1).to_numpy()
        ranks = [rankdata(table.loc[known, name]) for name in (outcome, first, second)]

        def figure(counts: Floats) -> Floats:
            drawn = counts[:, known]
            return _correlation(drawn, *ranks[:2]) - _correlation(drawn, ranks[0], ranks[2])

        return figure if known.sum() > 2 else nothing

    return of


def top_share_less(score: str, money: str, less: float, top: float = 0.2) -> Statistic:
    """Share of the money that those with the highest scores hold, less a number.

    Parameters
    ----------
    score
        By which customers are ranked; equal ones at the edge count in proportion.
    money
        What is shared out.
    less
        What is taken off.
    top
        Share of the customers at the top.

    Returns
    -------
    Statistic
        Of a table with both columns.

    Examples
    --------
    >>> table = pd.DataFrame({"score": [5, 4, 3, 2, 1], "money": [8.0, 1.0, 1.0, 0.0, 0.0]})
    >>> round(float(top_share_less("score", "money", 0.5)(table)(np.ones((1, 5)))[0]), 6)
    0.3
    """

    def of(table: pd.DataFrame) -> Figure:
        known = table[[score, money]].notna().all(axis=1).to_numpy()
        truth, ranked = table.loc[known, money], table.loc[known, score]

        def figure(counts: Floats) -> Floats:
            return top_share(truth, ranked, counts[:, known], top=top) - less

        return figure if known.any() else nothing

    return of


def _correlation(counts: Floats, x: Floats, y: Floats) -> Floats:
    number = counts.sum(axis=1)
    x_mean, y_mean = (over(counts @ v, number)[:, None] for v in (x, y))
    x_off, y_off = x - x_mean, y - y_mean
    spread = np.sqrt((counts * x_off**2).sum(axis=1) * (counts * y_off**2).sum(axis=1))
    return over((counts * x_off * y_off).sum(axis=1), spread)
