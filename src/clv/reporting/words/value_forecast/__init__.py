"""The words of the value forecast."""

from clv.reporting.words.value_forecast.first_screen import (
    brief,
    headline,
    latest,
)
from clv.reporting.words.value_forecast.readings import (
    holders_in_words,
    record_in_words,
    revision_in_words,
    tested_in_words,
)
from clv.reporting.words.value_forecast.tables import (
    holders_table,
    money_of,
    names_of,
    parameters_table,
    period_name,
    periods_table,
    record_table,
    revision_table,
)

__all__ = [
    "brief",
    "headline",
    "holders_in_words",
    "holders_table",
    "latest",
    "money_of",
    "names_of",
    "parameters_table",
    "period_name",
    "periods_table",
    "record_in_words",
    "record_table",
    "revision_in_words",
    "revision_table",
    "tested_in_words",
]
