"""Data sets with their provenance: where a file is, how it is read, what its columns mean.

The files come with the installed ``lifetimes`` package and are read where they lie; nothing is
downloaded.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib.util import find_spec
from pathlib import Path

import pandas as pd

from clv.errors import InputError
from clv.periods import Duration

__all__ = ["Dataset", "cdnow", "cdnow_sample", "dataset_or_path", "donations"]

_CDNOW_SOURCE = (
    "CDNOW: every purchase until June 1998 of the customers who first bought at the online music "
    "shop in the first quarter of 1997. Fader and Hardie (2001), Forecasting repeat sales at "
    "CDNOW, Interfaces 31(3); file as shipped with lifetimes 0.11.3"
)
_CDNOW_LICENCE = "Published for teaching and research by its authors; shipped under MIT"


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


def _lifetimes_file(name: str) -> Path:
    """Find a data file without importing lifetimes, whose import takes long and warns."""
    spec = find_spec("lifetimes")
    if spec is None or not spec.submodule_search_locations:
        raise InputError(
            "E_FILE", f"{name} comes with lifetimes, which is not installed", "install lifetimes"
        )
    return Path(spec.submodule_search_locations[0]) / "datasets" / name


def cdnow() -> Dataset:
    """Return the CDNOW master file: 23,570 customers of one cohort, 69,659 rows, 1997 and 1998.

    Returns
    -------
    Dataset
        With amounts in US dollars; 80 amounts are zero, 255 rows repeat another exactly.

    Examples
    --------
    >>> cdnow().as_of, str(cdnow().horizon)
    (datetime.date(1998, 7, 1), '39w')
    """
    return Dataset(
        name="cdnow",
        title="CDNOW, whole cohort",
        path=_lifetimes_file("CDNOW_master.txt"),
        columns={"customer_id": "customer_id", "date": "date", "amount": "dollar_value"},
        as_of=date(1998, 7, 1),
        horizon=Duration(39, "W"),
        source=_CDNOW_SOURCE,
        licence=_CDNOW_LICENCE,
        unit_of_money="USD",
        note="One cohort: everybody's first purchase lies within the first twelve weeks.",
        delimiter=" ",
    )


def cdnow_sample() -> Dataset:
    """Return the one-in-ten sample of CDNOW that the literature uses: 2,357 customers, 6,919 rows.

    Returns
    -------
    Dataset
        The customer id is the number within the sample, not the one of the master file.

    Examples
    --------
    >>> cdnow_sample().columns["amount"]
    4
    """
    return Dataset(
        name="cdnow_sample",
        title="CDNOW, one-in-ten sample",
        path=_lifetimes_file("CDNOW_sample.txt"),
        columns={"customer_id": 1, "date": 2, "amount": 4},
        as_of=date(1998, 7, 1),
        horizon=Duration(39, "W"),
        source=_CDNOW_SOURCE,
        licence=_CDNOW_LICENCE,
        unit_of_money="USD",
        note="One cohort: everybody's first purchase lies within the first twelve weeks.",
        delimiter=" ",
    )


def donations() -> pd.DataFrame:
    """Return the donations table of the BG/BB paper: 11,104 donors, six yearly opportunities.

    Returns
    -------
    pandas.DataFrame
        One row for each of the 22 distinct histories: frequency (0 to 6 repeat donations),
        recency (opportunity of the last one), periods (6) and weights (donors).

    Notes
    -----
    Fader, Hardie and Shang (2010), Customer-base analysis in a discrete-time noncontractual
    setting, Marketing Science 29(6), table 1.

    Examples
    --------
    >>> int(donations()["weights"].sum())
    11104
    """
    return pd.read_csv(_lifetimes_file("donations.csv"))


_LOGS: dict[str, Callable[[], Dataset]] = {"cdnow": cdnow, "cdnow_sample": cdnow_sample}


def dataset_or_path(name: str) -> Dataset | Path:
    """Take a text for the name of a data set if it is one, and for a path otherwise.

    Parameters
    ----------
    name
        As given on a command line or in a notebook's parameters.

    Returns
    -------
    Dataset or pathlib.Path
        The path need not exist; whoever reads it says so.

    Examples
    --------
    >>> dataset_or_path("cdnow").name, str(dataset_or_path("shop.csv"))
    ('cdnow', 'shop.csv')
    """
    return _LOGS[name]() if name in _LOGS else Path(name)
