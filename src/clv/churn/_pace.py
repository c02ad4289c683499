"""Columns that change day by day while nothing is bought."""

import numpy as np
import pandas as pd

__all__ = ["pace_columns"]

_FAST = 30.0  # days added to the tenure, so that a first week makes nobody a frequent buyer
_LONGEST_SHARE = 1 - 1e-3  # of a tenure in silence, so that its surprise is finite


def pace_columns(table: pd.DataFrame, later: float = 0.0) -> dict[str, "pd.Series[float]"]:
    """Compute the columns that change while a customer stays silent, before the day's mean is off.

    Parameters
    ----------
    table
        Of `churn_features`: purchases, inactivity, tenure, usual_gap.
    later
        Days of silence that have passed since the table's day.

    Returns
    -------
    dict of str to pandas.Series
        log_pace, log_silence, log_surprise, log_overdue.
    """
    silent, age = table["inactivity"] + later, table["tenure"] + later
    share = np.minimum(silent / age.clip(lower=1), _LONGEST_SHARE)
    return {
        "log_pace": np.log(table["purchases"] / (age + _FAST)),
        "log_silence": np.log1p(silent),
        "log_surprise": np.log1p(-(table["purchases"] - 1) * np.log1p(-share)),
        "log_overdue": np.log1p(silent / table["usual_gap"]),
    }
