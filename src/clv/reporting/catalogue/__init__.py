"""The catalogue: which reports there are, what they are made of, what they may be told."""

from clv.reporting.catalogue.entries import (
    ALARMS,
    LANGUAGES,
    OUTPUTS,
    TYPES,
    Limits,
    Parameter,
    Report,
    Retention,
    Schedule,
    Sheet,
    Stage,
    Threshold,
)
from clv.reporting.catalogue.parameters import for_notebook, parse_mapping, resolve
from clv.reporting.catalogue.reading import read_catalogue, read_entries

__all__ = [
    "ALARMS",
    "LANGUAGES",
    "OUTPUTS",
    "TYPES",
    "Limits",
    "Parameter",
    "Report",
    "Retention",
    "Schedule",
    "Sheet",
    "Stage",
    "Threshold",
    "for_notebook",
    "parse_mapping",
    "read_catalogue",
    "read_entries",
    "resolve",
]
