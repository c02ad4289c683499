"""What a rule system consists of: two axes, four cells, and a strategy for each."""

from dataclasses import dataclass

import pandas as pd

from clv.errors import InputError
from clv.rules.cuts import CutRule
from clv.rules.texts import Text

__all__ = ["Axis", "Cell", "Strategy", "System"]


@dataclass(frozen=True)
class Axis:
    """One of the two scales that customers are judged on.

    Parameters
    ----------
    key
        Column of the scores, such as ``"contribution"``.
    title, meaning
        Name and definition.
    shown_as
        ``"money"`` or ``"percent"``.
    cut
        How the threshold is learned unless told otherwise.
    """

    key: str
    title: Text
    meaning: Text
    shown_as: str
    cut: CutRule

    def show(self, value: float) -> str:
        """Write a value of this axis as a reader expects it.

        Parameters
        ----------
        value
            A score or a threshold.

        Returns
        -------
        str
            With two decimals, or as a percentage with one.
        """
        return f"{100 * value:.1f}%" if self.shown_as == "percent" else f"{value:,.2f}"


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
        How the source would have a salesperson's time spent on them.
    """

    key: str
    title: Text
    summary: Text
    text: Text
    time: Text


@dataclass(frozen=True)
class Cell:
    """One of the four groups of a system.

    Parameters
    ----------
    key
        The label, such as ``"EI"``.
    name
        What the group is called.
    high
        For each axis, whether the group lies on its high side.
    strategy
        What is to be done for it.
    """

    key: str
    name: Text
    high: tuple[bool, bool]
    strategy: Strategy


@dataclass(frozen=True)
class System:
    """A rule system of two axes and four cells.

    Parameters
    ----------
    id, version
        Such as ``"T1"`` and 1; both travel with every label.
    title, question
        What it is called and what it answers.
    source
        The article it comes from.
    axes
        The two scales.
    cells
        The four groups, in the order in which they are shown.
    ours
        What was added to the source.

    Examples
    --------
    >>> from clv.rules import load_system
    >>> system = load_system("t01_contribution_stability")
    >>> [cell.key for cell in system.cells]
    ['EI', 'EII', 'EIII', 'EIV']
    >>> system.cell("EII").strategy.title.to("zh")
    '扭转'
    """

    id: str
    version: int
    title: Text
    question: Text
    source: Text
    axes: tuple[Axis, Axis]
    cells: tuple[Cell, ...]
    ours: tuple[Text, ...]

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
            One row a cell: name, strategy, summary, text, time.
        """
        rows = {
            cell.key: {"name": cell.name.to(language)}
            | {
                "strategy" if part == "title" else part: getattr(cell.strategy, part).to(language)
                for part in ("title", "summary", "text", "time")
            }
            for cell in self.cells
        }
        return pd.DataFrame.from_dict(rows, orient="index").rename_axis("cell")
