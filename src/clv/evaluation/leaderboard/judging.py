"""Forecasters fitted at every origin and scored on the same resamples of customers."""

from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from time import perf_counter
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clv.customers import outcomes
from clv.errors import FitError, InputError, Notice
from clv.evaluation.bootstrap import bootstrap_weights
from clv.evaluation.leaderboard.board import Leaderboard
from clv.evaluation.leaderboard.lessons import Lesson, lesson_at
from clv.evaluation.leaderboard.scores import Judged, forecast_of, judged
from clv.evaluation.metrics.base import Floats
from clv.evaluation.metrics.distribution import deciles
from clv.periods import Duration
from clv.transactions import Transactions

__all__ = ["judge"]

CELLS_AT_ONCE = 2_000_000
"""Customers times draws scored at once: 16 MB."""


@dataclass(frozen=True, eq=False)
class _Window:
    """A lesson with what came after it, and the places of its customers among all."""

    lesson: Lesson
    actual: NDArray[np.int64]
    place: NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class _Outcome:
    """What one forecaster came to at all origins."""

    judged: list[Judged]
    deciles: list[pd.DataFrame]
    facts: dict[str, Any]


def judge(
    log: Transactions, settings: Mapping[str, Any], forecasters: Mapping[str, Any]
) -> Leaderboard:
    """Run forecasters under the settings of a board.

    Parameters
    ----------
    log
        The clean log.
    settings
        As `Leaderboard` holds them.
    forecasters
        By name.

    Returns
    -------
    Leaderboard
        Of these forecasters alone.

    Raises
    ------
    InputError
        ``E_COMPETITORS`` without a forecaster, ``E_FORECAST`` for answers of a wrong form.
    FitError
        ``E_COMPETITORS`` if every forecaster refuses.
    """
    if not forecasters:
        raise InputError("E_COMPETITORS", "there is no forecaster", "pass one or more by name")
    windows = _windows(log, settings)
    found, notices = {}, _overlap(settings)
    for name, forecaster in forecasters.items():
        try:
            found[name] = _run(name, forecaster, windows)
        except FitError as error:
            notices.append(_left_out(name, error))
    if not found:
        told = "; ".join(notice.found for notice in notices)
        raise FitError("E_COMPETITORS", f"nobody forecasts: {told}", "choose a longer log")
    n = windows[-1].place.size
    tenths = {
        (window.lesson.origin.isoformat(), name): table
        for name, outcome in found.items()
        for window, table in zip(windows, outcome.deciles, strict=True)
    }
    drawn = bootstrap_weights(n, settings["draws"], settings["seed"])
    boards = [outcome.judged for outcome in found.values()]
    facts = {name: outcome.facts for name, outcome in found.items()}
    return Leaderboard(
        settings=dict(settings),
        origins=_facts(windows),
        forecasters=pd.DataFrame.from_dict(facts, orient="index").rename_axis("forecaster"),
        values=_scores(boards, [np.ones((1, n))])[0],
        samples=_scores(boards, drawn),
        deciles=pd.concat(tenths, names=["origin", "forecaster"]).sort_index(),
        notices=tuple(notices),
    )


def _windows(log: Transactions, settings: Mapping[str, Any]) -> list[_Window]:
    """Gather what is known at each origin; whoever is known at one is known at all later ones."""
    length = Duration(int(settings["horizon"]), "D")
    days = [date.fromisoformat(day) for day in settings["origins"]]
    lessons = [lesson_at(log, day, length) for day in days]
    everybody = lessons[-1].known.index
    return [
        _Window(
            lesson,
            outcomes(log, lesson.origin, lesson.origin + timedelta(days=length.days))[
                "purchases_holdout"
            ].to_numpy(dtype=np.int64),
            everybody.get_indexer(lesson.known.index),
        )
        for lesson in lessons
    ]


def _run(name: str, forecaster: Any, windows: list[_Window]) -> _Outcome:
    """Fit a copy of a forecaster at each origin, and prepare what its scores need."""
    kept, tables, distribution, seconds = [], [], True, 0.0
    for window in windows:
        start = perf_counter()
        fitted = deepcopy(forecaster)
        fitted = fitted.fit(_untouched(window.lesson)) or fitted
        most = int(window.actual.max())
        mean, table = forecast_of(fitted, window.lesson.known, most, name)
        seconds += perf_counter() - start
        distribution &= table is not None
        kept.append(judged(window.actual, (mean, table), window.place, windows[-1].place.size))
        tables.append(_tenths(window.actual, mean))
    kind = getattr(forecaster, "kind", "added")
    facts = {"kind": kind, "distribution": distribution, "seconds": seconds}
    return _Outcome(kept, tables, facts)


def _untouched(lesson: Lesson) -> Lesson:
    """Copy the tables, so that who writes into them does not change what others see."""
    names = ("known", "earlier", "earlier_actual")
    return replace(lesson, **{name: getattr(lesson, name).copy(deep=False) for name in names})


def _tenths(actual: NDArray[np.int64], mean: Floats) -> pd.DataFrame:
    expected, observed = deciles(actual, mean)
    people = actual.size / 10
    index = pd.RangeIndex(1, 11, name="decile")
    return pd.DataFrame({"expected": expected / people, "observed": observed / people}, index)


def _scores(boards: list[list[Judged]], drawn: Iterable[Floats]) -> Floats:
    """Scores of shape (draws, origins, forecasters, scores)."""
    blocks = [
        np.array([[at.scores(weights) for at in origins] for origins in boards])
        for weights in _grouped(drawn)
    ]
    return np.concatenate(blocks, axis=2).transpose(2, 1, 0, 3)


def _grouped(drawn: Iterable[Floats]) -> Iterator[Floats]:
    """Join small blocks of draws: sorting customers by score costs the same for one or many."""
    waiting: list[Floats] = []
    for block in drawn:
        waiting.append(block)
        if sum(map(len, waiting)) * block.shape[1] >= CELLS_AT_ONCE:
            yield np.concatenate(waiting)
            waiting = []
    if waiting:
        yield np.concatenate(waiting)


def _facts(windows: list[_Window]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "customers": [w.actual.size for w in windows],
            "earlier_horizon": [w.lesson.earlier_horizon for w in windows],
            "actual": [float(w.actual.mean()) for w in windows],
        },
        index=pd.Index([w.lesson.origin.isoformat() for w in windows], name="origin"),
    )


def _left_out(name: str, error: FitError) -> Notice:
    return Notice(
        "W_LEFT_OUT",
        f"{name} is not on the board, since it refuses at one origin or more: {error.found}",
        error.remedy,
        1,
    )


def _overlap(settings: Mapping[str, Any]) -> list[Notice]:
    days = [date.fromisoformat(day) for day in settings["origins"]]
    apart = min(((b - a).days for a, b in pairwise(days)), default=settings["horizon"])
    if apart >= settings["horizon"]:
        return []
    return [
        Notice(
            "W_OVERLAP",
            f"the windows of outcomes overlap: {settings['horizon']} days each, {apart} apart",
            "read the origins as one finding seen several times, or ask for a shorter horizon",
            len(days),
        )
    ]
