"""Reports: the catalogue, the run with papermill, the page, the sheet, the list of runs."""

from clv.reporting.blocks import (
    Block,
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
from clv.reporting.results import Results, StoredResults

__all__ = [
    "Block",
    "Figure",
    "Notices",
    "Reading",
    "Results",
    "StoredResults",
    "Table",
    "Tile",
    "Tiles",
    "Verdict",
    "figure",
    "notices",
    "score_table",
    "table",
]
