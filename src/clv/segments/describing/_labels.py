"""Labels beside their table."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clv.errors import InputError


def require_labels(
    table: pd.DataFrame, labels: "pd.Series[str]"
) -> tuple[NDArray[np.intp], pd.Index]:
    """Number the group of each row, and name the groups; ``E_LABELS`` where one has none or two."""
    twice = int(labels.index.duplicated().sum())
    if twice and not labels.index.equals(table.index):
        raise InputError(
            "E_LABELS", f"{twice} of {len(labels)} labels repeat a customer", "give each one label"
        )
    own = labels if labels.index.equals(table.index) else labels.reindex(table.index)
    codes, groups = pd.factorize(own, sort=True)
    without = int((codes < 0).sum())
    if without:
        raise InputError(
            "E_LABELS",
            f"{without} of {len(table)} customers have no group",
            "label the same customers, and give a name to those who are in no group",
        )
    return codes, pd.Index(groups, name="group")
