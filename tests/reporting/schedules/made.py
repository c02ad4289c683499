"""Schedules and reports to test with."""

from datetime import date, time

from hypothesis import strategies as st

from clv.reporting.catalogue import Limits, Report, Schedule, Stage
from clv.reporting.catalogue._scheduling import WEEKDAYS

ZONES = (
    "Europe/Berlin", "America/New_York", "Asia/Shanghai", "Pacific/Apia", "Asia/Kathmandu",
    "America/St_Johns", "Australia/Lord_Howe", "Africa/Casablanca", "America/Sao_Paulo",
)  # fmt: skip


def report(schedule: Schedule | None, name: str = "churn") -> Report:
    return Report(
        name=name,
        title={"en": "Churn", "zh": "流失"},
        question={"en": "Who?", "zh": "谁？"},
        stages=(Stage("reports/churn"),),
        source={"transactions": "cdnow"},
        sheets={},
        parameters=(),
        schedule=schedule,
        limits=Limits(minutes=5, memory_mb=900),
    )


def schedule(every: str, on: str | int, first: str, at: str = "06:00", **more: object) -> Schedule:
    told = {"time_zone": "Europe/Berlin"} | more
    return Schedule(every, on, time.fromisoformat(at), first=date.fromisoformat(first), **told)  # type: ignore[arg-type]


def _first(every: str, on: str | int, day: date) -> date:
    if every == "week":
        return date.fromordinal(day.toordinal() + (WEEKDAYS.index(str(on)) - day.weekday()) % 7)
    if every == "day":
        return day
    for number in range(int(on), 0, -1):
        try:
            return day.replace(day=number)
        except ValueError:
            continue
    raise AssertionError(on)


@st.composite
def schedules(draw: st.DrawFn) -> Schedule:
    """Any schedule that the catalogue would take."""
    every = draw(st.sampled_from(("day", "week", "month", "quarter", "year")))
    on: str | int = 1
    if every == "week":
        on = draw(st.sampled_from(WEEKDAYS))
    elif every != "day":
        on = draw(st.integers(1, 31))
    first = _first(every, on, draw(st.dates(date(1999, 1, 1), date(2030, 12, 31))))
    at = draw(st.sampled_from(("00:00", "00:30", "01:30", "02:00", "02:30", "06:00", "23:59")))
    zone = draw(st.sampled_from(ZONES))
    return Schedule(every, on, time.fromisoformat(at), zone, first, draw(st.integers(0, 40)))
