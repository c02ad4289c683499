"""Drift: how the data, the models and the forecasts differ from the last good run, and alarms."""
