"""The words of the customer base report."""

from clv.reporting.words.common.audit import (
    audit_lines,
)
from clv.reporting.words.common.cells import (
    cell_names,
    cells_in_words,
    cells_today,
    hours_in_words,
)
from clv.reporting.words.common.contest import (
    contest_in_words,
    plain_name,
    scores_shown,
    those_that_matter,
)
from clv.reporting.words.customer_base.change_tables import (
    change_by_cell,
    change_table,
    ends,
    steps,
)
from clv.reporting.words.customer_base.first_screen import (
    at_risk,
    brief,
    headline,
)
from clv.reporting.words.customer_base.sections import (
    advice,
    churn_in_words,
    claims_in_words,
    doubt_in_words,
    forecast_in_words,
    forecast_table,
    open_claims,
    reference_in_words,
    risks_told,
)

__all__ = [
    "advice",
    "at_risk",
    "audit_lines",
    "brief",
    "cell_names",
    "cells_in_words",
    "cells_today",
    "change_by_cell",
    "change_table",
    "churn_in_words",
    "claims_in_words",
    "contest_in_words",
    "doubt_in_words",
    "ends",
    "forecast_in_words",
    "forecast_table",
    "headline",
    "hours_in_words",
    "open_claims",
    "plain_name",
    "reference_in_words",
    "risks_told",
    "scores_shown",
    "steps",
    "those_that_matter",
]
