"""The words in a table of an analysis, which is English whatever the report's language is."""

from collections.abc import Callable, Mapping

import pandas as pd

from clv.language import language
from clv.language.retelling import retell
from clv.reporting.words.common.contest import plain_name

__all__ = ["retold"]


def retold(frame: pd.DataFrame) -> pd.DataFrame:
    """Say the columns that hold our own words in the language spoken; ids and names stay."""
    if language() == "en":
        return frame
    ours = _ours()
    whole = frame.reset_index() if ours.keys() & set(frame.index.names) else frame
    return whole.assign(
        **{name: _each(whole[name], tell) for name, tell in ours.items() if name in whole}
    )


def _each(column: pd.Series, tell: Callable[[str], str]) -> pd.Series:
    told = {value: tell(value) for value in column.unique() if isinstance(value, str)}
    return column.astype(object).map(lambda value: told.get(value, value))


def _ours() -> Mapping[str, Callable[[str], str]]:
    """Name the columns that hold our words, and who knows them."""
    strategies = _strategies()
    return {
        "line": retell,
        "quantity": retell,
        "why": retell,
        "churn_reason": retell,
        "action": lambda text: strategies.get(text, text),
        "what": lambda text: strategies.get(text, text),
        "competitor": plain_name,
        "group": lambda key: _groups().get(key, key),
    }


def _strategies() -> dict[str, str]:
    """Titles and summaries of the quadrants, by which work lists are made."""
    from clv.rules import load_system

    cells = load_system("t01_contribution_stability").cells
    texts = [text for cell in cells for text in (cell.strategy.title, cell.strategy.summary)]
    return {text.en: text.zh for text in texts}


def _groups() -> dict[str, str]:
    """Names of the groups that go by an English word."""
    from clv.rules import load_system

    systems = [load_system(name) for name in ("t11_pyramid", "t13_value_loyalty")]
    return {cell.key: cell.name.zh for system in systems for cell in system.cells}
