"""How many have moved in all, beside how many the purchase model expects to move without action."""

import numpy as np
import pandas as pd

from clv.rules.change._level import check_level
from clv.rules.change.chances import LabelChances

__all__ = ["moved_in_all"]


def moved_in_all(
    chances: LabelChances, moves: pd.DataFrame, level: float = 0.95
) -> dict[str, float | bool]:
    """Count who has another label, beside how many the model expected and its interval.

    The interval of the total does not follow from those of single moves: who leaves one label for
    one has not left it for another.

    Parameters
    ----------
    chances
        The forecast of `clv.rules.label_chances`, made before.
    moves
        What `clv.rules.expected_moves` found of it.
    level
        Probability of the interval, in (0, 1).

    Returns
    -------
    dict of str to float or bool
        customers (of the forecast), actual, expected, lower, upper (of those with another label,
        which hold chance and the doubt about the parameters), and beyond (actual lies outside).
    """
    check_level(level)
    away = chances.flows.sum(axis=(1, 2)) - chances.flows.trace(axis1=1, axis2=2)
    tail = (1 - level) / 2
    lower = float(np.quantile(away, tail, method="lower"))
    upper = float(np.quantile(away, 1 - tail, method="higher"))
    stayed = moves.index.get_level_values("now") == moves.index.get_level_values("then")
    actual = int(moves.loc[~stayed, "actual"].sum())
    return {
        "customers": int(chances.flows[0].sum()),
        "actual": actual,
        "expected": float(away.mean()),
        "lower": lower,
        "upper": upper,
        "beyond": not lower <= actual <= upper,
    }
