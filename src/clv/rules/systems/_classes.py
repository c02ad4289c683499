"""The classes of stage, time and volume in words, and the pipeline that one of them needs."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clv.errors import InputError
from clv.rules.system import System
from clv.rules.texts import Text

__all__ = ["CLASSES", "PIPELINE", "class_table", "has_opportunity"]

CLASSES = {
    "coming": Text("coming", "未来客户"),
    "current": Text("current", "现有客户"),
    "past": Text("past", "过去客户"),
    "old": Text("old", "老客户"),
    "settled": Text("settled", "次新客户"),
    "new": Text("new", "新客户"),
    "future": Text("future", "未来客户"),
    "main": Text("main", "主力客户"),
    "ordinary": Text("ordinary", "一般客户"),
    "scattered": Text("scattered", "零散客户"),
    "unknown": Text("unknown", "未知"),
}
"""The classes of all three kinds, by the keys of the levels in the file."""

PIPELINE = "open_opportunity"
"""The column that tells who is still to come."""


def class_table(
    system: System, levels: Sequence[NDArray[np.intp]], index: pd.Index
) -> pd.DataFrame:
    """Name the level of every customer on the axes of stage, time and volume."""
    keys = {}
    for name, axis, numbers in zip(
        ("stage", "time", "volume"), system.cut_axes, levels, strict=True
    ):
        keys[name] = np.array([level.key for level in axis.levels], dtype=object)[numbers]
    return pd.DataFrame(keys, index=index, dtype="str")


def has_opportunity(features: pd.DataFrame) -> "pd.Series[bool]":
    """Whether a customer has an open opportunity; what is not said is none."""
    if PIPELINE not in features:
        return pd.Series(data=False, index=features.index)
    try:
        return features[PIPELINE].astype(float) > 0
    except (TypeError, ValueError):
        raise InputError(
            "E_OPPORTUNITY",
            f"{PIPELINE} holds something else than yes and no or numbers",
            "write true and false, or how many there are",
        ) from None
