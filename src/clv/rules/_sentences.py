"""Why a customer stands where he stands, in words."""

import itertools
import math
import re
from collections.abc import Mapping, Sequence

import pandas as pd

from clv.rules._placing import level_numbers
from clv.rules.cuts import Cut
from clv.rules.system import Axis, System
from clv.rules.texts import Text

__all__ = ["APART", "IN_CELL", "phrases"]

IN_CELL = Text(
    "Customer {id} is {cell} ({name}), to {strategy}: {reason}.",
    "客户 {id} 属于 {cell}（{name}），对策为{strategy}：{reason}。",
)
APART = Text("Customer {id} has no cell: {reason}.", "客户 {id} 未归类：{reason}。")

_TOP = Text("{axis} {value} reaches the cut at {cut}", "{axis} {value}，达到界值 {cut}")
_BETWEEN = Text(
    "{axis} {value} lies between the cuts at {cut} and {above}",
    "{axis} {value}，介于界值 {cut} 与 {above} 之间",
)
_LOW = Text("{axis} {value} is below the cut at {cut}", "{axis} {value}，低于界值 {cut}")
_UNKNOWN = Text("{axis} cannot be judged yet (counted as low)", "{axis}尚无法判断（按低计）")
_AND = Text(" and ", "；")
_BUT = Text(" but ", "；但")
_FIELD = re.compile(r"\{(\w+)\}")


def phrases(
    system: System, scores: pd.DataFrame, cuts: Mapping[str, Sequence[Cut]], language: str
) -> "pd.Series[str]":
    """Say for each customer why, by the system's own sentence or by the cuts."""
    if system.reason is not None:
        said = _filled(system.reason.to(language), system, scores, language)
    else:
        said = _by_cuts(system, scores, cuts, language)
    return pd.Series(said, index=scores.index, dtype="str")


def _filled(sentence: str, system: System, scores: pd.DataFrame, language: str) -> list[str]:
    axes = {axis.key: axis for axis in system.axes}
    fields = _FIELD.findall(sentence)
    shown = [[axes[key].show(value, language) for value in scores[key]] for key in fields]
    words = _FIELD.sub("\0", sentence).split("\0")
    rows = zip(*shown, strict=True) if shown else [()] * len(scores)
    return [words[0] + "".join(map("".join, zip(row, words[1:], strict=True))) for row in rows]


def _by_cuts(
    system: System, scores: pd.DataFrame, cuts: Mapping[str, Sequence[Cut]], language: str
) -> list[str]:
    sides = [_sides(axis, scores[axis.key], cuts[axis.key], language) for axis in system.cut_axes]
    said = []
    for row in zip(*sides, strict=True):
        words = row[0][1]
        for (before, _), (top, phrase) in itertools.pairwise(row):
            words += (_AND if top == before else _BUT).to(language) + phrase
        said.append(words)
    return said


def _sides(
    axis: Axis, scores: "pd.Series[float]", cuts: Sequence[Cut], language: str
) -> list[tuple[bool, str]]:
    """For each customer whether the highest level is reached, and how the score stands."""
    if not cuts:
        unknown = _UNKNOWN.to(language).format(axis=axis.title.to(language).lower())
        return [(False, unknown)] * len(scores)
    levels = level_numbers(scores, cuts)
    shown = [axis.show(cut.threshold, language) for cut in cuts]
    said = []
    for level, score in zip(levels, scores, strict=True):
        template = _TOP if level == 0 else _BETWEEN if level < len(cuts) else _LOW
        phrase = (
            (_UNKNOWN if math.isnan(score) else template)
            .to(language)
            .format(
                axis=axis.title.to(language).lower(),
                value=axis.show(score, language),
                cut=shown[min(level, len(cuts) - 1)],
                above=shown[max(level - 1, 0)],
            )
        )
        said.append((level == 0, phrase))
    return said
