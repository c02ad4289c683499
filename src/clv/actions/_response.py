"""What a response curve asks of its numbers."""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clv.actions._known import known
from clv.errors import InputError

__all__ = ["check_elasticity", "useful"]


def check_elasticity(*elasticities: float) -> None:
    """Insist on returns that diminish."""
    wrong = [given for given in elasticities if not 0 < given < 1]
    if wrong:
        raise InputError("E_ELASTICITY", "returns must diminish", "choose between 0 and 1", wrong)


def useful(values: "pd.Series[float]") -> NDArray[np.floating[Any]]:
    """Take values, none below zero, of which one at least is above it."""
    value = known(values, values.index, "value").to_numpy(float).clip(min=0)
    if not value.any():
        raise InputError("E_NOBODY", "no customer has a value above 0", "check the values")
    return value
