"""Reports: the catalogue, the run with papermill, the page, the sheet, the list of runs."""

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
from clv.reporting.results import Results, StoredResults, earlier_runs

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
    "notices",
    "score_table",
    "table",
]
