"""Data sets by their names."""

from collections.abc import Callable
from pathlib import Path

from clv.datasets.addresses import refuse_address
from clv.datasets.dataset import Dataset
from clv.datasets.grocery import complete_journey
from clv.datasets.music_shop import cdnow, cdnow_sample

__all__ = ["dataset_or_path"]

_LOGS: dict[str, Callable[[], Dataset]] = {
    "cdnow": cdnow,
    "cdnow_sample": cdnow_sample,
    "complete_journey": complete_journey,
}


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

    Raises
    ------
    InputError
        ``E_SECRET`` or ``E_SOURCE`` for an address: a path would be made of it, and shown.

    Examples
    --------
    >>> dataset_or_path("cdnow").name, str(dataset_or_path("shop.csv"))
    ('cdnow', 'shop.csv')
    """
    if "://" in name:
        raise refuse_address(name)
    return _LOGS[name]() if name in _LOGS else Path(name)
