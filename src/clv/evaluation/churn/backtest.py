"""Churn models learned at earlier cuts and judged at later ones, straight from a log."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd
from sklearn.base import clone

from clv.churn import (
    Cuts,
    check_leaks,
    churn_lessons,
    churn_probability,
    churn_table,
    lesson_cuts,
    no_purchase,
    stop_if_too_good,
)
from clv.customers import choose_period, outcomes
from clv.errors import FitError, Notice
from clv.evaluation.churn.judging import judge_churn_slices
from clv.evaluation.churn.slices import ChurnSlices
from clv.transactions import Transactions

__all__ = ["ChurnBacktest", "backtest_churn"]


@dataclass(frozen=True, eq=False)
class ChurnBacktest:
    """Churn models at several cuts.

    Parameters
    ----------
    slices
        How they were judged, cut by cut and together.
    lessons
        Indexed by cut (text): lesson_cuts (days as text), lesson_horizon_days, lesson_rows,
        customers, base_rate.
    probabilities
        By cut: one row a customer, one column a competitor.
    churned
        By cut: who bought nothing in the horizon after it.
    tables
        By cut: the features that were scored.
    models
        By cut and competitor: the fitted models.
    notices
        What a reader should know.
    """

    slices: ChurnSlices
    lessons: pd.DataFrame
    probabilities: dict[str, pd.DataFrame]
    churned: dict[str, "pd.Series[bool]"]
    tables: dict[str, pd.DataFrame]
    models: dict[str, dict[str, Any]]
    notices: tuple[Notice, ...]


def backtest_churn(
    log: Transactions,
    models: Mapping[str, Any],
    cuts: Cuts,
    *,
    lessons: int = 3,
    period: int | str = "auto",
    draws: int = 500,
    seed: int = 0,
    level: float = 0.95,
) -> ChurnBacktest:
    """Learn at earlier cuts, judge at later ones.

    For each cut the models learn from lessons whose outcomes end by it; nothing on or after it is
    seen, which is checked. Each model is a copy fitted for that cut alone. Where the history before
    an early lesson, or an early cut, is too thin to learn anything from, it is left out with a
    notice.

    Parameters
    ----------
    log
        The clean log.
    models
        By name: classifiers on columns of `clv.churn.churn_features`, not fitted.
    cuts
        The days at which they are judged and the horizon, as `clv.churn.slice_cuts` chooses them.
    lessons
        Greatest number of earlier cuts to learn from: see `clv.churn.lesson_cuts`.
    period
        Length of the periods behind the active share, in days; ``"auto"`` chooses it as of the
        first lesson of each cut.
    draws
        Resamples of customers behind the intervals.
    seed
        Seed of the resamples.
    level
        Level of the intervals, 0 to 1.

    Returns
    -------
    ChurnBacktest
        Scores, and what they rest on.

    Raises
    ------
    InputError
        ``E_LEAK`` for a feature that knows what comes after its cut, ``E_TOO_GOOD`` for a score too
        good to be true, ``E_CUT`` or ``E_LESSON`` where the log is too short, and as `judge_churn`.
    FitError
        As the models, at the last cut.
    """
    found, told = {}, list[Notice]()
    for day in cuts.days:
        try:
            one = _slice(log, models, day, cuts, lessons, period)
        except FitError as error:
            if day == cuts.days[-1]:
                raise
            told.append(_left_out("W_SLICE_LEFT_OUT", f"nobody is judged at {day}", error))
            continue
        told += one.pop("notices")
        found[str(day)] = one
    chances, churned, tables = (
        {cut: one[name] for cut, one in found.items()}
        for name in ("probabilities", "churned", "table")
    )
    slices = judge_churn_slices(
        {cut: (dict(chances[cut].items()), churned[cut]) for cut in found},
        draws=draws,
        seed=seed,
        level=level,
    )
    for cut in found:
        areas = slices.trials[cut].comparison.scores_on("roc_auc")["value"]
        told += stop_if_too_good(areas, tables[cut], churned[cut])
    rows = {cut: one["lesson"] for cut, one in found.items()}
    summary = pd.DataFrame.from_dict(rows, orient="index").rename_axis("cut")
    fitted = {cut: one["models"] for cut, one in found.items()}
    return ChurnBacktest(slices, summary, chances, churned, tables, fitted, tuple(told))


def _slice(
    log: Transactions,
    models: Mapping[str, Any],
    cut: date,
    cuts: Cuts,
    lessons: int,
    period: int | str,
) -> dict[str, Any]:
    learned = lesson_cuts(log.first_day, cut, cuts.horizon_days, lessons)
    length = choose_period(log, learned.days[0]) if period == "auto" else period
    X, y, thin = _lessons(log, learned, length, cut)
    table = churn_table(log, cut, cuts.horizon_days, length)
    end = cut + timedelta(days=cuts.horizon_days)
    churned = no_purchase(outcomes(log, cut, end))
    told = {*check_leaks(X, cut, y), *check_leaks(table, cut, churned)}
    fitted = {name: clone(model).fit(X, y) for name, model in models.items()}
    chances = {name: churn_probability(model, table) for name, model in fitted.items()}
    lesson = {
        "lesson_cuts": ", ".join(X.attrs["cuts"]),
        "lesson_horizon_days": learned.horizon_days,
        "lesson_rows": len(X),
        "customers": len(table),
        "base_rate": float(churned.mean()),
    }
    return {
        "probabilities": pd.DataFrame(chances),
        "churned": churned,
        "table": table,
        "models": fitted,
        "lesson": lesson,
        "notices": [*thin, *sorted(told, key=str)],
    }


def _lessons(
    log: Transactions, learned: Cuts, period: int | str, cut: date
) -> tuple[pd.DataFrame, "pd.Series[bool]", list[Notice]]:
    """Stack the lessons without the earliest ones that are too thin to fit a purchase model on."""
    days, told = list(learned.days), list[Notice]()
    while True:
        try:
            X, y = churn_lessons(log, days, learned.horizon_days, period, until=cut)
        except FitError as error:
            if len(days) == 1:
                raise
            words = f"nothing is learned at {days.pop(0)} for {cut}"
            told.append(_left_out("W_LESSON_LEFT_OUT", words, error))
        else:
            return X, y, told


def _left_out(code: str, what: str, error: FitError) -> Notice:
    return Notice(code, f"{what}: {error.found}", "a longer log would have more to learn from")
