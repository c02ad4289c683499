"""What customers are still worth: expected spend ahead, discounted, and totals with ranges.

``residual_value`` speaks of what lies ahead, never of what was paid before. It is revenue unless
the amounts given to the spend model were margins.
"""

from clv.valuation.forecasts import forecast_customers, residual_value, value_if_alive
from clv.valuation.intervals import outcome_intervals, value_intervals
from clv.valuation.totals import forecast_total

__all__ = [
    "forecast_customers",
    "forecast_total",
    "outcome_intervals",
    "residual_value",
    "value_if_alive",
    "value_intervals",
]
