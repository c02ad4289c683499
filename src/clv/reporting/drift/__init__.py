"""Drift: how the data, the models and the forecasts differ from the last good run, and alarms."""

from clv.reporting.drift.judging import Alarm, Drift, judge_drift

__all__ = ["Alarm", "Drift", "judge_drift"]
