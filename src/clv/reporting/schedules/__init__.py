"""Schedules: the days that a report speaks from, when it is due, entries for schedulers."""
