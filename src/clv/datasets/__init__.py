"""Data sets with their provenance: where they lie, how they are read, what their columns mean.

The files come with installed packages and are read where they lie; nothing is downloaded.
"""

from clv.datasets.addresses import holds_password, is_address, refuse_address
from clv.datasets.dataset import Dataset
from clv.datasets.grocery import complete_journey, complete_journey_table
from clv.datasets.music_shop import cdnow, cdnow_sample, donations
from clv.datasets.names import dataset_or_path
from clv.datasets.renewals import renewals

__all__ = [
    "Dataset",
    "cdnow",
    "cdnow_sample",
    "complete_journey",
    "complete_journey_table",
    "dataset_or_path",
    "donations",
    "holds_password",
    "is_address",
    "refuse_address",
    "renewals",
]
