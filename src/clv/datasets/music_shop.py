"""What the ``lifetimes`` package carries: the CDNOW log and the donations."""

from datetime import date
from pathlib import Path

import pandas as pd

from clv.datasets.dataset import Dataset, package_folder
from clv.errors import InputError
from clv.periods import Duration

__all__ = ["cdnow", "cdnow_sample", "donations"]

_CDNOW_SOURCE = (
    "CDNOW: every purchase until June 1998 of the customers who first bought at the online music "
    "shop in the first quarter of 1997. Fader and Hardie (2001), Forecasting repeat sales at "
    "CDNOW, Interfaces 31(3); file as shipped with lifetimes 0.11.3"
)
_CDNOW_LICENCE = "Published for teaching and research by its authors; shipped under MIT"


def _lifetimes_file(name: str) -> Path:
    folder = package_folder("lifetimes")
    if folder is None:
        raise InputError(
            "E_FILE", f"{name} comes with lifetimes, which is not installed", "install lifetimes"
        )
    return folder / "datasets" / name


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
