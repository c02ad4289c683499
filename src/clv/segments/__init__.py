"""Learned groups of customers and the controls they are measured against."""

from clv.segments.bands import PurchaseClasses, ValueBands, band_edges
from clv.segments.chance import RandomGroups
from clv.segments.clustering import KMeansSegments
from clv.segments.describing.matching import Matching, match_groups
from clv.segments.describing.naming import GROUP_WORDS, name_groups
from clv.segments.describing.profile import PROFILE_COLUMNS, describe_groups, profile
from clv.segments.feature_sets import FEATURE_SETS, feature_names, feature_values
from clv.segments.features import FeatureScales
from clv.segments.grouping import Grouping
from clv.segments.judging.choosing import CRITERIA, GroupCount, compare_counts
from clv.segments.judging.stability import STABILITY_WORDS, bootstrap_stability, group_stability
from clv.segments.judging.tendency import Tendency, cluster_tendency
from clv.segments.mixtures.latent import LatentClasses
from clv.segments.mixtures.mixture import MixtureSegments
from clv.segments.trees.lesson import spend_lesson
from clv.segments.trees.outcome_tree import OutcomeTree
from clv.segments.trees.tree import DistilledTree

__all__ = [
    "CRITERIA",
    "FEATURE_SETS",
    "GROUP_WORDS",
    "PROFILE_COLUMNS",
    "STABILITY_WORDS",
    "DistilledTree",
    "FeatureScales",
    "GroupCount",
    "Grouping",
    "KMeansSegments",
    "LatentClasses",
    "Matching",
    "MixtureSegments",
    "OutcomeTree",
    "PurchaseClasses",
    "RandomGroups",
    "Tendency",
    "ValueBands",
    "band_edges",
    "bootstrap_stability",
    "cluster_tendency",
    "compare_counts",
    "describe_groups",
    "feature_names",
    "feature_values",
    "group_stability",
    "match_groups",
    "name_groups",
    "profile",
    "spend_lesson",
]
