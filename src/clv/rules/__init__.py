"""Labels by rule: cells with a name, thresholds that stay, strategies that people can follow."""

from clv.rules.base import STATES, Assignment
from clv.rules.cuts import Cut, CutRule, learn_cut
from clv.rules.loading import load_system
from clv.rules.quadrants import ContributionStability
from clv.rules.rfm import RFM_TITLES, rfm_scores
from clv.rules.stability import MEASURES, stability
from clv.rules.system import Axis, Cell, Strategy, System
from clv.rules.texts import LANGUAGES, Text

__all__ = [
    "LANGUAGES",
    "MEASURES",
    "RFM_TITLES",
    "STATES",
    "Assignment",
    "Axis",
    "Cell",
    "ContributionStability",
    "Cut",
    "CutRule",
    "Strategy",
    "System",
    "Text",
    "learn_cut",
    "load_system",
    "rfm_scores",
    "stability",
]
