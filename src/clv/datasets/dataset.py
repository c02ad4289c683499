"""The form of a data set, and where an installed package keeps its files."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib.util import find_spec
from pathlib import Path

import pyarrow as pa

from clv.periods import Duration

__all__ = ["Dataset", "package_folder"]


@dataclass(frozen=True)
class Dataset:
    """A transaction log that can be named: file, way of reading, provenance.

    Parameters
    ----------
    name
        Short name, as given on the command line.
    title
        Name for a reader.
    path
        The file.
    columns
        Our column names mapped to those of the file, or to positions counted from 0 where the
        file has no header line.
    as_of
        Default day from which results speak; nothing on or after it is seen.
    horizon
        Default length of forecasts and of the holdout.
    source
        Where the data come from.
    licence
        Under which terms.
    unit_of_money
        Unit of the amounts, such as ``"USD"``.
    note
        What a reader should know before trusting a result.
    delimiter
        What separates the columns; a blank stands for runs of blanks.
    load
        Where the file alone does not make the log, a function that returns it as a table; the
        columns are then those of that table.
    """

    name: str
    title: str
    path: Path
    columns: Mapping[str, str | int | None] = field(hash=False)
    as_of: date
    horizon: Duration
    source: str
    licence: str
    unit_of_money: str
    note: str
    delimiter: str | None = None
    load: Callable[[], pa.Table] | None = None


def package_folder(name: str) -> Path | None:
    """Find an installed package without importing it, which may take long and warn.

    Parameters
    ----------
    name
        Its name in imports.

    Returns
    -------
    pathlib.Path or None
        Its folder; None if it is not installed.

    Examples
    --------
    >>> package_folder("lifetimes").name, package_folder("no_such_package")
    ('lifetimes', None)
    """
    spec = find_spec(name)
    places = spec.submodule_search_locations if spec else None
    return Path(places[0]) if places else None
