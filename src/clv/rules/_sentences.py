"""Why a customer stands where he stands, in words."""

import math
from collections.abc import Mapping

import pandas as pd

from clv.rules.cuts import Cut
from clv.rules.system import Axis, System
from clv.rules.texts import Text

__all__ = ["APART", "IN_CELL", "side_phrases"]

IN_CELL = Text(
    "Customer {id} is {cell} ({name}), to {strategy}: {reason}.",
    "客户 {id} 属于 {cell}（{name}），对策为{strategy}：{reason}。",
)
APART = Text("Customer {id} has no cell: {reason}.", "客户 {id} 未归类：{reason}。")

_HIGH = Text("{axis} {value} reaches the cut at {cut}", "{axis} {value}，达到界值 {cut}")
_LOW = Text("{axis} {value} is below the cut at {cut}", "{axis} {value}，低于界值 {cut}")
_UNKNOWN = Text("{axis} cannot be judged yet (counted as low)", "{axis}尚无法判断（按低计）")
_AND = Text(" and ", "；")
_BUT = Text(" but ", "；但")


def side_phrases(
    system: System, scores: pd.DataFrame, cuts: Mapping[str, Cut], language: str
) -> "pd.Series[str]":
    """Say for each customer how both scores stand to their cuts."""
    first, second = (
        [_side(axis, score, cuts[axis.key], language) for score in scores[axis.key]]
        for axis in system.axes
    )
    joint = {True: _AND.to(language), False: _BUT.to(language)}
    return pd.Series(
        [
            phrase + joint[high == also_high] + other
            for (high, phrase), (also_high, other) in zip(first, second, strict=True)
        ],
        index=scores.index,
        dtype="str",
    )


def _side(axis: Axis, score: float, cut: Cut, language: str) -> tuple[bool, str]:
    high = score >= cut.threshold
    template = _HIGH if high else _UNKNOWN if math.isnan(score) else _LOW
    phrase = template.to(language).format(
        axis=axis.title.to(language).lower(), value=axis.show(score), cut=axis.show(cut.threshold)
    )
    return high, phrase
