"""Workbooks as sources: one sheet, its first row that is not blank as the header."""

import json
import subprocess
import sys
from pathlib import Path

import pyarrow as pa

from clv.errors import InputError
from clv.transactions.sources import sheets
from clv.transactions.sources.source import Source

__all__ = ["workbook_source"]

_PATIENCE = 600
"""Seconds until a workbook counts as one that cannot be read."""


def workbook_source(path: Path, sheet: str | None = None) -> Source:
    """Open a sheet of a workbook.

    Parameters
    ----------
    path
        A workbook as .xlsx, .xls or .ods; known by its content.
    sheet
        Name of the sheet; needed only if more than one holds something.

    Returns
    -------
    Source
        A column of nothing but numbers, or of nothing but days and moments, keeps its type; every
        other is text: numbers in their shortest form, days as YYYY-MM-DD. Rows and columns that
        are blank throughout are left out.

    Raises
    ------
    InputError
        ``E_FILE`` if it cannot be read, ``E_SHEET`` if the sheet is not there or not the only one,
        ``E_EMPTY`` if there is no row below the header.

    Notes
    -----
    A result such as #N/A is text in a .xlsx; in the older .xls the cell counts as blank.
    """
    command = [sys.executable, "-P", sheets.__file__, str(path)]
    command += [] if sheet is None else [sheet]
    try:
        done = subprocess.run(command, capture_output=True, check=False, timeout=_PATIENCE)
    except subprocess.TimeoutExpired:
        raise _damaged(path) from None
    if done.returncode:
        raise _fault(path, sheet, done.returncode, done.stdout)
    table = pa.ipc.open_stream(done.stdout).read_all()
    batches = table.rename_columns([f"c{i}" for i in range(table.num_columns)]).to_batches()
    return Source(tuple(table.schema.names), iter(batches), tuple(table.schema.types))


def _fault(path: Path, sheet: str | None, code: int, output: bytes) -> InputError:
    meaning = sheets.UNREADABLE.get(code)
    if meaning == "which sheet":
        return _which(path, sheet, json.loads(output))
    if meaning == "blank":
        which = path.name if sheet is None else f"the sheet {sheet!r} of {path.name}"
        return InputError("E_EMPTY", f"{which} has no row below a header", "export it again")
    if meaning == "protected by a password":
        found = f"{path.name} is protected by a password"
        return InputError("E_FILE", found, "save it without one, or as CSV")
    return _damaged(path)


def _which(path: Path, sheet: str | None, names: list[str]) -> InputError:
    found = f"{path.name} has no sheet {sheet!r}"
    if sheet is None:
        found = f"{path.name} has {len(names)} sheets that hold something"
    listed = ", ".join(repr(name) for name in names)
    return InputError("E_SHEET", found, f"declare sheet= (--sheet), one of {listed}")


def _damaged(path: Path) -> InputError:
    return InputError(
        "E_FILE", f"{path.name} is no workbook, or damaged", "export it again, or save it as CSV"
    )
