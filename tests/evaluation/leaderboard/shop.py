"""A small log that every test of the leaderboard can afford, and a board of it."""

from datetime import date
from functools import cache
from typing import Any, Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clv.evaluation.leaderboard import (
    Cells,
    HybridForecaster,
    Leaderboard,
    LifetimesForecaster,
    MeanOfAll,
    ModelForecaster,
    NobodyBuys,
    SameRate,
    run_leaderboard,
)
from clv.models import BGNBD
from clv.simulate import simulate_transactions
from clv.transactions import Transactions, read_transactions

TRUTH = {"r": 0.5, "alpha": 5.0, "a": 0.6, "b": 3.0}
OWN = {"bg_nbd": ModelForecaster(BGNBD()), "hybrid": HybridForecaster(BGNBD())}
NAIVE = {"cells": Cells(), "rate": SameRate(), "mean": MeanOfAll(), "nobody": NobodyBuys()}


class Constant:
    """The five lines that a forecaster needs."""

    def fit(self, lesson: Any) -> Self:
        self.level = float(lesson.earlier_actual.mean())
        return self

    def predict(self, known: pd.DataFrame) -> NDArray[np.float64]:
        return np.full(len(known), self.level)


@cache
def log() -> Transactions:
    spend = {"p": 6.0, "q": 4.0, "gamma": 15.0}
    days = (date(2023, 1, 1), date(2024, 4, 1))
    frame = simulate_transactions(TRUTH, 1200, *days, 3, spend)
    return read_transactions(frame, as_of="2024-04-01")


@cache
def board() -> Leaderboard:
    chosen = OWN | NAIVE | {"lifetimes": LifetimesForecaster("bg_nbd")}
    return run_leaderboard(log(), chosen, horizon="13w", at=2, draws=60)
