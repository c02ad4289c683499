"""Where a customer of a watch stands."""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

__all__ = ["WATCH_STATES", "states"]

WATCH_STATES = ("slipping", "overdue", "in_pace", "bought", "came_back", "new")
"""Where a customer stands: slipping; late by the own pace, but with no clear rise of the risk or
little at stake; neither; bought since; the same after having been late; first bought since."""


def states(
    table: pd.DataFrame, days: int, slips: "pd.Series[bool]", overdue_from: float
) -> NDArray[Any]:
    """Give every customer one of the states; of several that hold, the first one tested."""
    new, bought = table["risk_before"].isna(), table["inactivity"] < days
    was_late, late = (table[name] >= overdue_from for name in ("silence_before", "silence"))
    tests = [new, bought & was_late, bought, slips, late]
    return np.select(tests, ["new", "came_back", "bought", "slipping", "overdue"], "in_pace")
