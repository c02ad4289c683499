"""Labels by rule: cells with a name, thresholds that stay, strategies that people can follow."""

from clv.rules.assignment import Assignment
from clv.rules.base import RuleSystem
from clv.rules.catalogue import SYSTEMS, label_customers, rule_system, summarise_labels
from clv.rules.change.chances import LabelChances
from clv.rules.change.changes import change_log, staleness, standings, transitions
from clv.rules.change.doubt import FORECASTABLE, label_chances
from clv.rules.change.expectation import expected_moves, moved_beyond_chance
from clv.rules.change.label_history import LabelHistory, label_history
from clv.rules.change.moving import moved_in_all
from clv.rules.change.resampling import label_stability
from clv.rules.change.shortlists import highlight_list, prune_list
from clv.rules.change.steadying import steadied
from clv.rules.cuts import Cut, CutRule, learn_cut
from clv.rules.loading import load_system
from clv.rules.measures.agreement import Agreement, agreement
from clv.rules.measures.dependence import Dependence, dependence
from clv.rules.measures.halo_tenure import erosion_by_tenure
from clv.rules.measures.hours import default_weights, split_hours
from clv.rules.measures.lorenz import concentration_summary, lorenz
from clv.rules.measures.net_benefit import net_benefits, rescue_table
from clv.rules.measures.pace import next_gap, population_gap, typical_gap
from clv.rules.measures.persistence import persistence
from clv.rules.measures.stability import MEASURES, stability
from clv.rules.states import STATES
from clv.rules.system import FORMATS, Axis, Cell, Level, Setting, Strategy, System
from clv.rules.systems.activity import Activity
from clv.rules.systems.analyses import ANALYSES, SevenAnalyses, missing_tables
from clv.rules.systems.causes import CausesOfInstability
from clv.rules.systems.concentration import Concentration
from clv.rules.systems.cycle import PurchaseCycle
from clv.rules.systems.habits import BuyingHabits, relevance
from clv.rules.systems.halo import DiscountErosion
from clv.rules.systems.key_customers import KeyCustomers
from clv.rules.systems.look_alike import LookAlike
from clv.rules.systems.loyalty import LOYALTIES, ValueLoyalty
from clv.rules.systems.movement import Movement
from clv.rules.systems.purchase_types import PurchaseTypes
from clv.rules.systems.pyramid import Pyramid
from clv.rules.systems.quadrants import ContributionStability
from clv.rules.systems.rescue import RescueOrRelease
from clv.rules.systems.rfm import RFM_TITLES, RFMGroups, rfm_scores
from clv.rules.systems.room import RoomToGrow, placebo_room
from clv.rules.systems.stages import StageTimeVolume
from clv.rules.systems.tiers import ValueTiers
from clv.rules.systems.time_split import TimeSplit
from clv.rules.texts import LANGUAGES, Text

__all__ = [
    "ANALYSES",
    "FORECASTABLE",
    "FORMATS",
    "LANGUAGES",
    "LOYALTIES",
    "MEASURES",
    "RFM_TITLES",
    "STATES",
    "SYSTEMS",
    "Activity",
    "Agreement",
    "Assignment",
    "Axis",
    "BuyingHabits",
    "CausesOfInstability",
    "Cell",
    "Concentration",
    "ContributionStability",
    "Cut",
    "CutRule",
    "Dependence",
    "DiscountErosion",
    "KeyCustomers",
    "LabelChances",
    "LabelHistory",
    "Level",
    "LookAlike",
    "Movement",
    "PurchaseCycle",
    "PurchaseTypes",
    "Pyramid",
    "RFMGroups",
    "RescueOrRelease",
    "RoomToGrow",
    "RuleSystem",
    "Setting",
    "SevenAnalyses",
    "StageTimeVolume",
    "Strategy",
    "System",
    "Text",
    "TimeSplit",
    "ValueLoyalty",
    "ValueTiers",
    "agreement",
    "change_log",
    "concentration_summary",
    "default_weights",
    "dependence",
    "erosion_by_tenure",
    "expected_moves",
    "highlight_list",
    "label_chances",
    "label_customers",
    "label_history",
    "label_stability",
    "learn_cut",
    "load_system",
    "lorenz",
    "missing_tables",
    "moved_beyond_chance",
    "moved_in_all",
    "net_benefits",
    "next_gap",
    "persistence",
    "placebo_room",
    "population_gap",
    "prune_list",
    "relevance",
    "rescue_table",
    "rfm_scores",
    "rule_system",
    "split_hours",
    "stability",
    "staleness",
    "standings",
    "steadied",
    "summarise_labels",
    "transitions",
    "typical_gap",
]
