"""What a claim is measured by: figures of resampled customers, all draws at once.

Each function here looks at the table once and returns a function of counts, shape (draws, n), that
gives one figure a draw. A figure that rests on nobody is NaN.
"""

from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np
import pandas as pd
from scipy.stats import rankdata

from clv.evaluation.metrics.base import Floats
from clv.evaluation.metrics.shares import top_share

__all__ = [
    "Figure",
    "Statistic",
    "auc_above_chance",
    "coefficient",
    "gain_in_r2",
    "mean",
    "mean_gap",
    "rank_gain",
    "top_share_less",
]

Figure: TypeAlias = Callable[[Floats], Floats]
Statistic: TypeAlias = Callable[[pd.DataFrame], Figure]


def mean(column: str, less: float = 0.0) -> Statistic:
    """Mean of a column over the customers of whom it is known, less a number.

    Parameters
    ----------
    column
        A number or a truth value.
    less
        What is taken off.

    Returns
    -------
    Statistic
        Of a table with the column.

    Examples
    --------
    >>> table = pd.DataFrame({"spend": [1.0, 5.0, np.nan]})
    >>> mean("spend", less=1)(table)(np.ones((1, 3))).tolist()
    [2.0]
    """

    def of(table: pd.DataFrame) -> Figure:
        values = table[column].to_numpy(np.float64)
        level = _level(values, np.isfinite(values))
        return lambda counts: level(counts) - less

    return of


def mean_gap(
    label: str, first: str | Sequence[str], second: str | Sequence[str], column: str
) -> Statistic:
    """Mean of a column in one group less the mean in another.

    Parameters
    ----------
    label
        Column of the groups.
    first, second
        A group each, or several taken together.
    column
        A number or a truth value; customers of whom it is unknown do not count.

    Returns
    -------
    Statistic
        Of a table with both columns.

    Examples
    --------
    >>> table = pd.DataFrame({"cell": ["A", "A", "B"], "spend": [4.0, 6.0, 1.0]})
    >>> mean_gap("cell", "A", "B", "spend")(table)(np.ones((1, 3))).tolist()
    [4.0]
    """

    def of(table: pd.DataFrame) -> Figure:
        values, groups = table[column].to_numpy(np.float64), table[label]
        sides = [
            _level(values, _among(groups, group) & np.isfinite(values)) for group in (first, second)
        ]
        return lambda counts: sides[0](counts) - sides[1](counts)

    return of


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
            return _over((yes * below).sum(axis=1), yes.sum(axis=1) * no.sum(axis=1)) - 0.5

        return figure if known.any() else _nothing

    return of


def coefficient(outcome: str, of_interest: str, given: Sequence[str]) -> Statistic:
    """Slope of an outcome on one column at equal values of others (least squares).

    Parameters
    ----------
    outcome
        What is explained.
    of_interest
        The column whose slope is asked for.
    given
        Columns held equal.

    Returns
    -------
    Statistic
        Of a table with these columns; rows in which one is unknown do not count.

    Examples
    --------
    >>> table = pd.DataFrame({"y": [1.0, 3.0, 5.0], "x": [0.0, 1.0, 2.0]})
    >>> round(float(coefficient("y", "x", [])(table)(np.ones((1, 3)))[0]), 6)
    2.0
    """

    def of(table: pd.DataFrame) -> Figure:
        return _least_squares(table, outcome, [of_interest, *given], lambda beta, _: beta[:, 1])

    return of


def gain_in_r2(outcome: str, added: str, given: Sequence[str]) -> Statistic:
    """How much more of an outcome is explained once a column is added to others.

    Parameters
    ----------
    outcome
        What is explained.
    added
        The column that is added.
    given
        What is known already.

    Returns
    -------
    Statistic
        Adjusted R² with the column less that without it, on the same rows. Plain R² never falls by
        a column, not even by one of noise, and no interval of it would reach 0.
    """

    def of(table: pd.DataFrame) -> Figure:
        known = table.dropna(subset=[outcome, added, *given])
        rows = table.index.get_indexer(known.index)
        full = _least_squares(known, outcome, [added, *given], _adjusted_r2)
        less = _least_squares(known, outcome, list(given), _adjusted_r2)
        return lambda counts: full(counts[:, rows]) - less(counts[:, rows])

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

        return figure if known.sum() > 2 else _nothing

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

        return figure if known.any() else _nothing

    return of


def _among(groups: "pd.Series[str]", wanted: str | Sequence[str]) -> np.ndarray:
    return groups.isin([wanted] if isinstance(wanted, str) else list(wanted)).to_numpy()


def _level(values: Floats, members: np.ndarray) -> Figure:
    rows = np.flatnonzero(members)
    chosen = values[rows]
    return lambda counts: _over(counts[:, rows] @ chosen, counts[:, rows].sum(axis=1))


def _over(total: Floats, number: Floats) -> Floats:
    result = np.full(len(total), np.nan)
    np.divide(total, number, out=result, where=number > 0)
    return result


def _nothing(counts: Floats) -> Floats:
    return np.full(len(counts), np.nan)


def _correlation(counts: Floats, x: Floats, y: Floats) -> Floats:
    number = counts.sum(axis=1)
    x_mean, y_mean = (_over(counts @ v, number)[:, None] for v in (x, y))
    x_off, y_off = x - x_mean, y - y_mean
    spread = np.sqrt((counts * x_off**2).sum(axis=1) * (counts * y_off**2).sum(axis=1))
    return _over((counts * x_off * y_off).sum(axis=1), spread)


def _least_squares(
    table: pd.DataFrame,
    outcome: str,
    columns: Sequence[str],
    read: Callable[[Floats, tuple[Floats, Floats, Floats]], Floats],
) -> Figure:
    """Solve the normal equations of every draw and read a figure off them."""
    known = table[[outcome, *columns]].notna().all(axis=1).to_numpy()
    width = len(columns) + 1
    if known.sum() <= width:
        return _nothing
    design = np.column_stack(
        [np.ones(known.sum()), table.loc[known, list(columns)].to_numpy(float)]
    )
    y = table.loc[known, outcome].to_numpy(np.float64)
    products = np.einsum("ni,nj->nij", design, design).reshape(len(y), -1)

    def figure(counts: Floats) -> Floats:
        drawn = counts[:, known]
        matrix = (drawn @ products).reshape(-1, width, width)
        right = drawn @ (design * y[:, None])
        beta: Floats = np.linalg.pinv(matrix, hermitian=True) @ right[..., None]
        return read(beta[..., 0], (drawn @ y**2, right, drawn.sum(axis=1)))

    return figure


def _adjusted_r2(beta: Floats, sums: tuple[Floats, Floats, Floats]) -> Floats:
    squares, right, number = sums
    total = squares - right[:, 0] ** 2 / number
    left = squares - (beta * right).sum(axis=1)
    return 1 - _over(left * (number - 1), total * (number - beta.shape[1]))
