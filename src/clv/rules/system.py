"""What a rule system consists of: scales with levels, cells made of them, a strategy for each."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from clv.errors import InputError
from clv.rules.cuts import CutRule
from clv.rules.texts import Text

__all__ = ["FORMATS", "Axis", "Cell", "Level", "Setting", "Strategy", "System"]

FORMATS = {
    "money": Text("{:,.2f}", "{:,.2f}"),
    "percent": Text("{:.1%}", "{:.1%}"),
    "days": Text("{:,.0f} days", "{:,.0f} 天"),
    "count": Text("{:,.0f}", "{:,.0f}"),
    "number": Text("{:,.2f}", "{:,.2f}"),
    "times": Text("{:,.1f} times", "{:,.1f} 倍"),
    "text": Text("{}", "{}"),
}
"""How a value may be written for a reader, in both languages."""

_UNKNOWN = Text("unknown", "未知")


@dataclass(frozen=True)
class Level:
    """A stretch of a scale.

    Parameters
    ----------
    key
        Such as ``"high"``.
    cut
        How its lower end is learned; None for the lowest level.
    """

    key: str
    cut: CutRule | None


@dataclass(frozen=True)
class Axis:
    """One of the scales that customers are judged on.

    Parameters
    ----------
    key
        Column of the scores, such as ``"contribution"``.
    title, meaning
        Name and definition.
    shown_as
        A key of `FORMATS`.
    levels
        From the highest to the lowest; none for a scale that is shown and not cut.
    """

    key: str
    title: Text
    meaning: Text
    shown_as: str
    levels: tuple[Level, ...] = ()

    @property
    def rules(self) -> tuple[CutRule, ...]:
        """How the levels are cut, from the highest cut to the lowest."""
        return tuple(level.cut for level in self.levels if level.cut is not None)

    def show(self, value: object, language: str = "en") -> str:
        """Write a value of this axis as a reader expects it.

        Parameters
        ----------
        value
            A score or a threshold.
        language
            ``"en"`` or ``"zh"``.

        Returns
        -------
        str
            Such as ``"1,250.00"``, ``"33.3%"`` or ``"12 days"``; ``"unknown"`` where it is missing.
        """
        if pd.isna(value):  # type: ignore[call-overload]
            return _UNKNOWN.to(language)
        said = FORMATS[self.shown_as].to(language).format(value)
        return "1 day" if said == "1 days" else said


@dataclass(frozen=True)
class Setting:
    """A number that a system works with beside its cuts.

    Parameters
    ----------
    value
        The number.
    meaning
        What it does.
    """

    value: float
    meaning: Text


@dataclass(frozen=True)
class Strategy:
    """What is to be done for the customers of a cell.

    Parameters
    ----------
    key
        Stable id, such as ``"consolidate"``.
    title, summary, text
        A word, a sentence and a paragraph.
    time
        How a salesperson's time should be spent on them, where something is said of it.
    """

    key: str
    title: Text
    summary: Text
    text: Text
    time: Text | None = None


@dataclass(frozen=True)
class Cell:
    """One of the groups of a system.

    Parameters
    ----------
    key
        The label, such as ``"EI"``.
    name
        What the group is called.
    levels
        For each axis that is cut, the keys of the levels that the group takes up; empty for a group
        that is not made of levels.
    strategy
        What is to be done for it.
    """

    key: str
    name: Text
    levels: tuple[frozenset[str], ...]
    strategy: Strategy


@dataclass(frozen=True)
class System:
    """A rule system: scales, cells, strategies.

    Parameters
    ----------
    id, version
        Such as ``"T1"`` and 1; both travel with every label.
    title, question
        What it is called and what it answers.
    source
        The article it comes from.
    axes
        The scales.
    cells
        The groups, in the order in which they are shown.
    missing
        For each state in which a customer may be left, when that is so.
    ours
        What was added to the source.
    settings
        Further numbers, by name.
    reason
        Why a customer is where he is, with the keys of axes in braces; where there is none, the
        sentence says how each score stands to its cuts.

    Examples
    --------
    >>> from clv.rules import load_system
    >>> system = load_system("t01_contribution_stability")
    >>> [cell.key for cell in system.cells]
    ['EI', 'EII', 'EIII', 'EIV']
    >>> system.cell("EII").strategy.title.to("zh")
    '扭转'
    >>> system.codes["high", "low"]
    'EII'
    """

    id: str
    version: int
    title: Text
    question: Text
    source: Text
    axes: tuple[Axis, ...]
    cells: tuple[Cell, ...]
    missing: Mapping[str, Text]
    ours: tuple[Text, ...]
    settings: Mapping[str, Setting] = field(default_factory=dict)
    reason: Text | None = None

    @cached_property
    def cut_axes(self) -> tuple[Axis, ...]:
        """The axes that are cut into levels."""
        return tuple(axis for axis in self.axes if axis.levels)

    @cached_property
    def codes(self) -> dict[tuple[str, ...], str]:
        """The cell of every combination of levels; empty where cells are not made of levels."""
        return {
            code: cell.key
            for cell in self.cells
            if cell.levels
            for code in itertools.product(*map(sorted, cell.levels))
        }

    def value(self, setting: str) -> float:
        """Return the number of a setting.

        Parameters
        ----------
        setting
            Its name.

        Returns
        -------
        float
            The number.

        Raises
        ------
        InputError
            ``E_SETTING`` if there is no such setting.
        """
        if setting not in self.settings:
            raise InputError(
                "E_SETTING",
                f"{self.id} has no setting '{setting}'",
                "add it under 'settings', as in the file that comes with the package",
            )
        return self.settings[setting].value

    def cell(self, key: str) -> Cell:
        """Return the cell of a label.

        Parameters
        ----------
        key
            A label, such as ``"EI"``.

        Returns
        -------
        Cell
            The cell.

        Raises
        ------
        InputError
            ``E_CELL`` if there is no such cell.
        """
        for cell in self.cells:
            if cell.key == key:
                return cell
        known = ", ".join(cell.key for cell in self.cells)
        raise InputError("E_CELL", f"{self.id} has no such cell", f"its cells are {known}", [key])

    def table(self, language: str = "en") -> pd.DataFrame:
        """Return the cells with their strategies, for a reader.

        Parameters
        ----------
        language
            ``"en"`` or ``"zh"``.

        Returns
        -------
        pandas.DataFrame
            One row a cell: name, strategy, summary, text, time (empty where nothing is said of it).
        """
        rows = {
            cell.key: {"name": cell.name.to(language)}
            | {
                "strategy" if part == "title" else part: words.to(language) if words else ""
                for part in ("title", "summary", "text", "time")
                if (words := getattr(cell.strategy, part)) or part == "time"
            }
            for cell in self.cells
        }
        return pd.DataFrame.from_dict(rows, orient="index").rename_axis("cell")
