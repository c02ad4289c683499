"""Forecasters of purchases at rolling origins: who is first, and who is within noise of first.

A board is run once, stored, and extended by whoever has a better idea::

    board = extend_leaderboard(load_leaderboard("board"), log, {"mine": mine})
"""

from clv.evaluation.leaderboard.board import Leaderboard
from clv.evaluation.leaderboard.forecasters import (
    AverageForecaster,
    Forecaster,
    ModelForecaster,
    RegressorForecaster,
)
from clv.evaluation.leaderboard.hybrid import HybridForecaster
from clv.evaluation.leaderboard.lessons import Lesson, lesson_at, origins
from clv.evaluation.leaderboard.naive import Cells, LastPeriod, MeanOfAll, NobodyBuys, SameRate
from clv.evaluation.leaderboard.run import extend_leaderboard, run_leaderboard
from clv.evaluation.leaderboard.scores import SCORES
from clv.evaluation.leaderboard.standard import LifetimesForecaster, standard_forecasters
from clv.evaluation.leaderboard.store import load_leaderboard, save_leaderboard

__all__ = [
    "SCORES",
    "AverageForecaster",
    "Cells",
    "Forecaster",
    "HybridForecaster",
    "LastPeriod",
    "Leaderboard",
    "Lesson",
    "LifetimesForecaster",
    "MeanOfAll",
    "ModelForecaster",
    "NobodyBuys",
    "RegressorForecaster",
    "SameRate",
    "extend_leaderboard",
    "lesson_at",
    "load_leaderboard",
    "origins",
    "run_leaderboard",
    "save_leaderboard",
    "standard_forecasters",
]
