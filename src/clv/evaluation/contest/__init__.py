"""Rules against learned segments: the agreement, those who take part, and what comes out."""

from clv.evaluation.contest.competitors import CONTROLS, standard_competitors
from clv.evaluation.contest.groupings import JoinedCells, RuleBands, RuleGroups
from clv.evaluation.contest.median_cells import MedianCells
from clv.evaluation.contest.occasion import OCCASION_KINDS, Occasion
from clv.evaluation.contest.occasions import STANDARD_OCCASIONS, standard_logs, standard_occasions
from clv.evaluation.contest.protocol import CONTEST_METRICS, Protocol
from clv.evaluation.contest.result import Contest
from clv.evaluation.contest.running import run_contest
from clv.evaluation.contest.running_series import run_series
from clv.evaluation.contest.series import PLANTED, Series
from clv.evaluation.contest.simplicity import TREE_COLUMNS, tree_leaves
from clv.evaluation.contest.tables import Case, Lesson, contest_case, contest_table

__all__ = [
    "CONTEST_METRICS",
    "CONTROLS",
    "OCCASION_KINDS",
    "PLANTED",
    "STANDARD_OCCASIONS",
    "TREE_COLUMNS",
    "Case",
    "Contest",
    "JoinedCells",
    "Lesson",
    "MedianCells",
    "Occasion",
    "Protocol",
    "RuleBands",
    "RuleGroups",
    "Series",
    "contest_case",
    "contest_table",
    "run_contest",
    "run_series",
    "standard_competitors",
    "standard_logs",
    "standard_occasions",
    "tree_leaves",
]
