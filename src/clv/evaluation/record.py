"""Forecasts of earlier runs, kept, and held against what has come since."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from clv.customers.period_outcomes import period_outcomes
from clv.models.store import model_record
from clv.periods import Window
from clv.transactions import Transactions
from clv.valuation.periods import Models, PeriodForecast

__all__ = ["SCHEMA", "ForecastRecord", "judge_periods", "judge_record", "keep_forecast"]

SCHEMA = 1
"""Of what a run keeps; a run of another one is left out."""
_KEPT = ["start", "end", "quantity", "expected", "lower", "upper"]
_SAME = {
    "schema": "its results have another form",
    "source": "it has another log",
    "horizon": "it has another horizon",
    "period": "it has another period",
}
_ROWS = ["made", *_KEPT, "actual", "miss", "inside"]


def keep_forecast(
    forecast: PeriodForecast,
    models: Models,
    log: Transactions,
    horizon: str,
    period: str,
) -> dict[str, Any]:
    """Put a forecast into the form in which later runs find it.

    Parameters
    ----------
    forecast
        As of the day of the log.
    models
        With which it was made.
    log
        The clean log.
    horizon, period
        As the report was told them, such as ``39w`` and ``1m``.

    Returns
    -------
    dict
        schema, source, as_of, horizon, period, total, periods and models: what JSON holds.
    """
    kept = {"schema": SCHEMA, "source": log.source, "as_of": log.as_of.isoformat()}
    kept |= {"horizon": horizon, "period": period, "total": forecast.total()}
    kept["periods"] = forecast.table[_KEPT].to_dict("records")
    kept["models"] = dict(zip(("purchases", "spend"), map(model_record, models), strict=True))
    return kept


def judge_periods(forecast: pd.DataFrame, actual: pd.DataFrame) -> pd.DataFrame:
    """Set what came beside what was expected, period by period.

    Parameters
    ----------
    forecast
        ``PeriodForecast.table``, or the periods that a run has kept.
    actual
        As `clv.customers.period_outcomes` counts them, in the same periods.

    Returns
    -------
    DataFrame
        A row a period and quantity that is in both: the forecast, actual, miss (expected less
        actual, as a share of actual; NaN where that is not positive) and inside (of the interval).

    Examples
    --------
    >>> period = {"start": [date(1998, 1, 1)], "quantity": ["spend"]}
    >>> ahead = pd.DataFrame(period | {"expected": [9.0], "lower": [7.0], "upper": [12.0]})
    >>> came = pd.DataFrame(period | {"actual": [10.0], "actual_so_far": [10.0]})
    >>> judge_periods(ahead, came)[["miss", "inside"]].to_dict("records")
    [{'miss': -0.1, 'inside': True}]
    """
    table = forecast.merge(actual.drop(columns="end", errors="ignore"), on=["start", "quantity"])
    positive = table["actual"].where(table["actual"] > 0)
    table["miss"] = (table["expected"] - table["actual"]) / positive
    table["inside"] = table["actual"].between(table["lower"], table["upper"])
    return table


@dataclass(frozen=True, eq=False)
class ForecastRecord:
    """The forecasts of earlier runs for periods that have ended.

    Parameters
    ----------
    rows
        A row a run, period and quantity: made (the run's as_of), the forecast, actual, miss and
        inside.
    left_out
        Days of runs that are not compared, and why, in words.
    last
        What the latest comparable run has kept; None without one.
    """

    rows: pd.DataFrame
    left_out: dict[str, str]
    last: Mapping[str, Any] | None


def judge_record(
    log: Transactions, kept: Mapping[date, Mapping[str, Any] | None], like: Mapping[str, Any]
) -> ForecastRecord:
    """Hold the forecasts of earlier runs against what the log now shows.

    Each run is judged on the customers that it knew, in the periods that have ended by now.

    Parameters
    ----------
    log
        The clean log, as of today.
    kept
        By as_of of the run what `keep_forecast` gave; None for a run that has kept nothing.
    like
        What `keep_forecast` gives today: only runs of the same log, horizon and period compare.

    Returns
    -------
    ForecastRecord
        Every run is in it or named as left out.
    """
    tables, left_out, last = [], {}, None
    for made in sorted(kept):
        found = kept[made] or {}
        if why := _other(made, found, log, like):
            left_out[made.isoformat()] = why
            continue
        last = found
        tables.append(_of_run(log, made, pd.DataFrame(found["periods"])))
    rows = pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=_ROWS)
    return ForecastRecord(rows, left_out, last)


def _other(
    made: date, found: Mapping[str, Any], log: Transactions, like: Mapping[str, Any]
) -> str | None:
    """Say why a run cannot be compared, if it cannot."""
    if not found:
        return "it kept no forecast"
    for key, why in _SAME.items():
        if found.get(key) != like[key]:
            return why
    return None if log.first_day < made < log.as_of else "it is not of an earlier day of this log"


def _of_run(log: Transactions, made: date, periods: pd.DataFrame) -> pd.DataFrame:
    for edge in ("start", "end"):
        periods[edge] = [date.fromisoformat(str(day)) for day in periods[edge]]
    ended = periods[periods["end"] <= log.as_of]
    windows = [
        Window(*pair) for pair in sorted(set(zip(ended["start"], ended["end"], strict=True)))
    ]
    if not windows:
        return pd.DataFrame(columns=_ROWS)
    judged = judge_periods(ended, period_outcomes(log, made, windows))
    return judged.assign(made=made)[_ROWS]
