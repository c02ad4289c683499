"""Which alarms ring, how loud, and in which words."""

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from clv.language import say
from clv.reporting.catalogue import ALARMS, Report, Threshold
from clv.reporting.drift._content import population_shift, set_aside_change, set_aside_share
from clv.reporting.drift._models import parameter_shift
from clv.reporting.drift._scores import forecast_error, score_loss
from clv.reporting.drift._sides import Measure, Sides, UnmeasuredError
from clv.reporting.drift._time import stale_days, volume_change
from clv.reporting.results import EarlierRun
from clv.reporting.words.common import sentences

__all__ = ["COLOURS", "Alarm", "Drift", "judge_drift"]

COLOURS = ("green", "amber", "red")
"""From good to bad."""

_ALONE = {"stale_days", "volume_change", "set_aside_share", "forecast_error"}
"""What is measured on a run alone, so that a first run has it too."""

_MEASURES: dict[str, Measure] = {
    "stale_days": stale_days,
    "volume_change": volume_change,
    "set_aside_share": set_aside_share,
    "set_aside_change": set_aside_change,
    "population_shift": population_shift,
    "parameter_shift": parameter_shift,
    "score_loss": score_loss,
    "forecast_error": forecast_error,
}


@dataclass(frozen=True)
class Alarm:
    """One thing that was watched.

    Parameters
    ----------
    name
        One of `clv.reporting.catalogue.ALARMS`.
    colour
        One of `COLOURS`; green too where nothing could be measured.
    value
        In the unit of its name, larger is worse; None where it could not be measured.
    amber
        From here on it is amber; None for never.
    red
        From here on it is red; None for never.
    sentence
        What was found, against what, and what to do where it rings; or why it was not measured.
    """

    name: str
    colour: str
    value: float | None
    amber: float | None
    red: float | None
    sentence: str


@dataclass(frozen=True)
class Drift:
    """How a run differs from the last good one.

    Parameters
    ----------
    since
        The day from which the last good run spoke; None for a first run.
    alarms
        In the order of `clv.reporting.catalogue.ALARMS`.
    """

    since: date | None
    alarms: tuple[Alarm, ...]

    @property
    def colour(self) -> str:
        """The worst colour of all alarms; green without any."""
        return max((alarm.colour for alarm in self.alarms), key=COLOURS.index, default="green")

    @property
    def unmeasured(self) -> tuple[Alarm, ...]:
        """Alarms that cannot ring; what a first run has nothing to compare with is none."""
        able = _ALONE if self.since is None else ALARMS
        return tuple(alarm for alarm in self.alarms if alarm.value is None and alarm.name in able)

    @property
    def payload(self) -> dict[str, Any]:
        """``{"colour", "since", "alarms"}`` as JSON knows it."""
        since = None if self.since is None else self.since.isoformat()
        return {
            "colour": self.colour,
            "since": since,
            "alarms": [asdict(alarm) for alarm in self.alarms],
        }


def judge_drift(report: Report, found: Mapping[str, Any], last: EarlierRun | None) -> Drift:
    """Hold a run's numbers against the report's limits and against the last good run.

    Parameters
    ----------
    report
        Names the alarms and their limits.
    found
        All numbers that the run's notebooks have put.
    last
        The last good run; None for a first run.

    Returns
    -------
    Drift
        An alarm for each that the report names, its sentence in the language spoken. What cannot
        be measured (a number is missing, a division by zero, another horizon, results of an older
        kind) is green, without a value, and says why; nothing is raised.
    """
    sides = Sides(found, _numbers(last), None if last is None else last.as_of)
    watched = (name for name in ALARMS if name in report.alarms)
    since = None if last is None else last.as_of
    return Drift(since, tuple(_judge(name, report.alarms[name], sides) for name in watched))


def _numbers(last: EarlierRun | None) -> Mapping[str, Any] | None:
    """Read the last run; one that cannot be read has no number, which each alarm then says."""
    try:
        return None if last is None else last.numbers
    except (OSError, ValueError, TypeError, RecursionError):
        return {}


def _judge(name: str, limits: Threshold, sides: Sides) -> Alarm:
    try:
        measured = _MEASURES[name](sides)
        if not math.isfinite(measured.value):
            raise UnmeasuredError(say("the numbers are too large to be compared"))
    except UnmeasuredError as why:
        sentence = say("Not measured: {why}.", why=why)
        return Alarm(name, "green", None, limits.amber, limits.red, sentence)
    colour = _colour(measured.value, limits)
    sentence = measured.found if colour == "green" else sentences(measured.found, measured.todo)
    return Alarm(name, colour, measured.value, limits.amber, limits.red, sentence)


def _colour(value: float, limits: Threshold) -> str:
    if limits.red is not None and value >= limits.red:
        return "red"
    return "amber" if limits.amber is not None and value >= limits.amber else "green"
