"""Customers as the likelihood of latent classes sees them."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clv.errors import InputError
from clv.segments.grouping import finite_values
from clv.segments.mixtures._latent import Lines


def history_rows(table: pd.DataFrame) -> NDArray[np.float64]:
    """Repeat purchases, age at the last one, age, log mean spend, whether there is one."""
    purchases, inactivity, tenure = finite_values(table, ["purchases", "inactivity", "tenure"]).T
    amount = np.full(len(table), np.nan)
    if "mean_amount" in table:
        amount = table["mean_amount"].to_numpy(np.float64)
    spent = np.isfinite(amount) & (amount > 0)
    repeats, last = purchases - 1, tenure - inactivity
    odd = (repeats < 0) | (inactivity < 0) | (last < 0) | ((repeats == 0) != (last == 0))
    if odd.any():
        raise InputError(
            "E_HISTORY",
            f"{odd.sum()} of {len(table)} customers have purchases, inactivity and tenure that "
            "do not go together",
            "describe the customers without a window of history",
        )
    log_spend = np.log(np.where(spent, amount, 1.0))
    return np.column_stack([repeats, last, tenure, log_spend, spent])


def as_lines(rows: NDArray[np.float64], counts: NDArray[np.intp]) -> Lines:
    """Put the columns of rows, and how many customers share each, into the likelihood's form."""
    x, t_x, T, log_spend, spent = np.ascontiguousarray(rows.T)
    return Lines(x, t_x, T, log_spend, spent, counts.astype(np.float64))


def drawn_lines(lines: Lines, most: int, rng: np.random.Generator) -> Lines:
    """Draw lines as often as customers are on them."""
    if lines.weight.sum() <= most:
        return lines
    weight = rng.multinomial(most, lines.weight / lines.weight.sum()).astype(np.float64)
    drawn = weight > 0
    columns = (lines.x, lines.t_x, lines.T, lines.log_spend, lines.spent, weight)
    return Lines(*(column[drawn] for column in columns))
