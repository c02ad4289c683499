"""What the catalogue says of a report, as plain records."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

__all__ = [
    "ALARMS",
    "EVERY",
    "LANGUAGES",
    "LOG_COLUMNS",
    "OUTPUTS",
    "SOURCE_LISTS",
    "SOURCE_OPTIONS",
    "TYPES",
    "Limits",
    "Parameter",
    "Report",
    "Retention",
    "Schedule",
    "Sheet",
    "Stage",
    "Threshold",
]

TYPES = ("source", "day", "duration", "integer", "number", "choice", "file", "secret")
"""Types of a parameter. A ``secret`` is the *name* of an environment variable, never its value."""

EVERY = ("day", "week", "month", "quarter", "year")
LANGUAGES = ("en", "zh")
OUTPUTS = ("page", "sheet", "parquet", "mail", "pdf")

SOURCE_LISTS = ("clean", "test_id")
SOURCE_OPTIONS = (
    "date_format", "time_zone", "delimiter", "encoding", "decimal", "thousands", "sheet",
    "memory_limit", "threads", "map", "table", "sql", "rates", "test_ids", "start", *SOURCE_LISTS,
)  # fmt: skip
"""Under which names a report's ``source`` says how its log is read: those of ``clv check``."""

LOG_COLUMNS = (
    "customer_id", "date", "amount", "order_id", "category", "discount", "cost", "currency",
    "channel",
)  # fmt: skip
"""What ``map`` may map: the columns of `clv.transactions`, which a quick command does not load."""

ALARMS = {
    "stale_days": "days from the last row of the log to as_of",
    "volume_change": "change of purchases a day against the span before, as a share, either way",
    "set_aside_share": "share of rows set aside",
    "set_aside_change": "change of that share since the last good run",
    "population_shift": "stability index (PSI) of frequency and inactivity since the last good run",
    "parameter_shift": "largest change of a model's parameter, in standard errors of both runs",
    "score_loss": "how much worse a score is than in the last good run, as a share",
    "forecast_error": "share by which the forecast of one horizon ago missed the money that came",
}
"""What may ring, and what is measured."""


@dataclass(frozen=True)
class Parameter:
    """One thing that a report may be told.

    Parameters
    ----------
    name
        As on the command line, with ``-`` for ``_``.
    type
        One of `TYPES`.
    help
        What it means.
    unit
        Of a number; empty where there is none.
    default
        None where the data set decides.
    minimum
        Smallest number allowed.
    maximum
        Largest number allowed.
    choices
        Of a ``choice``.
    """

    name: str
    type: str
    help: str
    unit: str = ""
    default: Any = None
    minimum: float = float("-inf")
    maximum: float = float("inf")
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """One sheet of ``customers.xlsx``, or one for each value of a column.

    Parameters
    ----------
    table
        The stored table that it shows.
    by
        Column whose values get a sheet each, such as ``salesperson``; empty for one sheet.
    """

    table: str
    by: str = ""


@dataclass(frozen=True)
class Stage:
    """One notebook of a report.

    Parameters
    ----------
    notebook
        Path under ``notebooks/`` without its ending.
    after
        Stems of the notebooks whose results it reads; without any it starts at once.
    """

    notebook: str
    after: tuple[str, ...] = ()

    @property
    def stem(self) -> str:
        """Last part of the path, by which results are kept."""
        return self.notebook.rpartition("/")[2]


@dataclass(frozen=True)
class Schedule:
    """When a report is due, and from which day it then speaks.

    Parameters
    ----------
    every
        One of `EVERY`.
    on
        ``mon`` to ``sun`` of a week; day of the (first) month, 1 to 31, otherwise; a month that is
        shorter ends on its last day.
    at
        Wall-clock time in ``time_zone``.
    time_zone
        Of the business, such as ``Europe/Berlin``.
    wait_days
        Days from the day that the report speaks from to the day on which it is made.
    first
        First day that it speaks from.
    last
        Last such day; None where it goes on.
    """

    every: str
    on: str | int
    at: time
    time_zone: str
    first: date
    wait_days: int = 0
    last: date | None = None


@dataclass(frozen=True)
class Limits:
    """What a run may take.

    Parameters
    ----------
    minutes
        Of the whole run; then its kernels are killed.
    memory_mb
        Of all its kernels together, megabytes.
    disk_mb
        That must be free before it starts, megabytes.
    """

    minutes: float = 60
    memory_mb: float = 8000
    disk_mb: float = 200


@dataclass(frozen=True)
class Retention:
    """How many runs are kept; the last good one always is.

    Parameters
    ----------
    good
        Published days.
    failed
        Remains of failed or held runs.
    """

    good: int = 24
    failed: int = 3


@dataclass(frozen=True)
class Threshold:
    """Limits of an alarm; a colour without a limit never shows.

    Parameters
    ----------
    amber
        From here on a reader is warned.
    red
        From here on the report is held or carries a banner.
    """

    amber: float | None = None
    red: float | None = None


@dataclass(frozen=True)
class Report:
    """One recurring report.

    Parameters
    ----------
    name
        As in ``clv report NAME`` and in the path of what it publishes.
    title
        By language.
    question
        What it answers and for whom, by language.
    stages
        Its notebooks; the last one is the page and comes after all others.
    source
        ``transactions`` and, under the names of the command's options, how to read it.
    sheets
        Of ``customers.xlsx``, by title.
    parameters
        What it may be told.
    schedule
        None for a report that is made by hand only.
    outputs
        Of `OUTPUTS`.
    language
        Of the page where nothing else is said, one of `LANGUAGES`.
    retention
        How many runs are kept.
    limits
        What a run may take.
    alarms
        By name of `ALARMS`.
    on_red
        ``banner``: published with it; ``hold``: kept back until somebody accepts it.
    customer_ids
        In sheets and Parquet: ``plain``, or ``hashed`` for readers who must not know them.
    ids_key
        Name of the environment variable that holds the key of the hash.
    """

    name: str
    title: Mapping[str, str]
    question: Mapping[str, str]
    stages: tuple[Stage, ...]
    source: Mapping[str, Any]
    sheets: Mapping[str, Sheet]
    parameters: tuple[Parameter, ...]
    schedule: Schedule | None = None
    outputs: tuple[str, ...] = ("page", "sheet", "parquet")
    language: str = "en"
    retention: Retention = field(default_factory=Retention)
    limits: Limits = field(default_factory=Limits)
    alarms: Mapping[str, Threshold] = field(default_factory=dict)
    on_red: str = "banner"
    customer_ids: str = "plain"
    ids_key: str = ""

    @property
    def notebooks(self) -> tuple[str, ...]:
        """Paths of its notebooks; the last one is the page."""
        return tuple(stage.notebook for stage in self.stages)
