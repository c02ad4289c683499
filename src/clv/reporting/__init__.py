"""Reports: the catalogue, the run with papermill, the page, the sheet, the list of runs."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from clv.reporting.blocks import (
        Block,
        Brief,
        Figure,
        Notices,
        Reading,
        Table,
        Tile,
        Tiles,
        Verdict,
        figure,
        notices,
        score_table,
        table,
    )
    from clv.reporting.results import Results, StoredResults, earlier_runs, kept_table

__all__ = [
    "Block",
    "Brief",
    "Figure",
    "Notices",
    "Reading",
    "Results",
    "StoredResults",
    "Table",
    "Tile",
    "Tiles",
    "Verdict",
    "earlier_runs",
    "figure",
    "kept_table",
    "notices",
    "score_table",
    "table",
]

_OF_RESULTS = {"Results", "StoredResults", "earlier_runs", "kept_table"}


def __getattr__(name: str) -> Any:
    """Open a room when something in it is asked for: ``clv list`` draws no figure."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    room = "results" if name in _OF_RESULTS else "blocks"
    return getattr(import_module(f"{__name__}.{room}"), name)
