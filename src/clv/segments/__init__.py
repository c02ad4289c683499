"""Learned groups of customers and the controls they are measured against."""

from clv.segments.bands import PurchaseClasses, ValueBands, band_edges
from clv.segments.chance import RandomGroups
from clv.segments.clustering import KMeansSegments
from clv.segments.grouping import Grouping
from clv.segments.profile import PROFILE_COLUMNS, profile
from clv.segments.stability import bootstrap_stability

__all__ = [
    "PROFILE_COLUMNS",
    "Grouping",
    "KMeansSegments",
    "PurchaseClasses",
    "RandomGroups",
    "ValueBands",
    "band_edges",
    "bootstrap_stability",
    "profile",
]
