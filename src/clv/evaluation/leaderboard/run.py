"""Run the forecasters at every origin, and add one to a board without running the others again."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from clv.errors import InputError
from clv.evaluation.leaderboard.board import Leaderboard
from clv.evaluation.leaderboard.judging import judge
from clv.evaluation.leaderboard.lessons import origins
from clv.evaluation.leaderboard.standard import standard_forecasters
from clv.models._inputs.gate import check_draws
from clv.periods import Duration, parse_day, parse_duration
from clv.transactions import Transactions

__all__ = ["extend_leaderboard", "run_leaderboard"]


def run_leaderboard(
    log: Transactions,
    forecasters: Mapping[str, Any] | None = None,
    *,
    horizon: str | Duration = "13w",
    at: int | Sequence[date] = 3,
    draws: int = 300,
    seed: int = 0,
    level: float = 0.95,
) -> Leaderboard:
    """Let forecasters forecast at several origins and score them on what came.

    Parameters
    ----------
    log
        The clean log.
    forecasters
        By name, each as `Forecaster` says; `standard_forecasters` if None. They stay as they are:
        copies are fitted.
    horizon
        How far ahead is forecast.
    at
        How many origins, chosen by `origins`, or the days themselves.
    draws
        Resamples of customers, the same for all forecasters and origins.
    seed
        Of the resamples.
    level
        Of the intervals, 0 to 1.

    Returns
    -------
    Leaderboard
        A forecaster that refuses the customers at one origin is left out, with a notice.

    Raises
    ------
    InputError
        ``E_ORIGINS``, ``E_DAY``, ``E_DRAWS`` for fewer than two, ``E_LEVEL``, ``E_COMPETITORS``
        without a forecaster, ``E_FORECAST`` for answers of a wrong form; and what `lesson_at`
        raises.

    Examples
    --------
    >>> from clv.datasets import cdnow_sample
    >>> from clv.transactions import read_transactions
    >>> log = read_transactions(cdnow_sample(), as_of="1998-07-01")
    >>> from clv.evaluation.leaderboard import NobodyBuys, SameRate
    >>> board = run_leaderboard(log, {"none": NobodyBuys(), "rate": SameRate()}, at=1, draws=20)
    >>> board.standings().loc["spearman"].index[0]
    'rate'
    """
    chosen = standard_forecasters() if forecasters is None else dict(forecasters)
    length = horizon if isinstance(horizon, Duration) else parse_duration(horizon)
    days = origins(log, length, at) if isinstance(at, int) else _named(at)
    if not 0 < level < 1:
        raise InputError("E_LEVEL", f"the level is {level}", "give one between 0 and 1")
    settings = {
        "horizon": length.days, "origins": [day.isoformat() for day in days],
        "draws": check_draws(draws, least=2), "seed": seed, "level": level,
        "log_digest": log.digest, "as_of": log.as_of.isoformat(), "source": log.source,
    }  # fmt: skip
    return judge(log, settings, chosen)


def _named(at: Sequence[date]) -> tuple[date, ...]:
    days = sorted(map(parse_day, at))
    if not days or len(set(days)) < len(days):
        raise InputError(
            "E_ORIGINS",
            f"{len(days)} days are named, {len(set(days))} of them different",
            "name one day or more, each once",
        )
    return tuple(days)


def extend_leaderboard(
    board: Leaderboard, log: Transactions, forecasters: Mapping[str, Any]
) -> Leaderboard:
    """Add forecasters to a board; the others are not run again.

    Parameters
    ----------
    board
        As `run_leaderboard` made it or `load_leaderboard` read it.
    log
        The log that the board was made of.
    forecasters
        New ones by name; judged at the board's origins on the board's resamples.

    Returns
    -------
    Leaderboard
        A new board with all.

    Raises
    ------
    InputError
        ``E_OTHER_LOG`` if the log is another one, ``E_COMPETITORS`` for a name on the board; and as
        `run_leaderboard`.

    Examples
    --------
    A data scientist's own estimator, in five lines::

        from sklearn.ensemble import RandomForestRegressor
        from clv.evaluation import RegressorForecaster, extend_leaderboard, load_leaderboard

        forest = RandomForestRegressor(min_samples_leaf=50, random_state=0)
        mine = {"forest": RegressorForecaster(forest, ["frequency", "recency", "T"])}
        board = extend_leaderboard(load_leaderboard("board"), log, mine)
    """
    now = {"log_digest": log.digest, "as_of": log.as_of.isoformat()}
    if differs := [key for key, value in now.items() if board.settings[key] != value]:
        told = "; ".join(f"{key} {now[key]} and not {board.settings[key]}" for key in differs)
        raise InputError(
            "E_OTHER_LOG",
            f"the log is not the one that the board was made of: {told}",
            "read the same log as of the same day, or run the leaderboard anew",
        )
    if twice := sorted(set(forecasters) & set(board.names)):
        raise InputError("E_COMPETITORS", "already on the board", "choose other names", twice)
    more = judge(log, board.settings, dict(forecasters))
    return replace(
        board,
        forecasters=pd.concat([board.forecasters, more.forecasters]),
        values=np.concatenate([board.values, more.values], axis=1),
        samples=np.concatenate([board.samples, more.samples], axis=2),
        deciles=pd.concat([board.deciles, more.deciles]).sort_index(),
        notices=(*board.notices, *(found for found in more.notices if found not in board.notices)),
    )
