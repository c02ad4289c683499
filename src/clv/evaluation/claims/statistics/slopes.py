"""What a column tells at equal values of others, by least squares."""

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from clv.evaluation.claims.statistics.figures import Figure, Statistic, nothing, over
from clv.evaluation.metrics.base import Floats

__all__ = ["coefficient", "gain_in_r2"]


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
        return nothing
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
    return 1 - over(left * (number - 1), total * (number - beta.shape[1]))
