"""What customers are still worth: expected spend ahead, discounted, and totals with ranges.

``residual_value`` speaks of what lies ahead, never of what was paid before. It is revenue unless
the amounts given to the spend model were margins.
"""

from clv.valuation.forecasts import forecast_customers, residual_value, value_if_alive
from clv.valuation.intervals import outcome_intervals, value_intervals
from clv.valuation.leverage import Leverage, leverage, top_groups
from clv.valuation.periods import PeriodForecast, expected_by_period, forecast_periods
from clv.valuation.totals import forecast_total
from clv.valuation.windows import periods_ahead

__all__ = [
    "Leverage",
    "PeriodForecast",
    "expected_by_period",
    "forecast_customers",
    "forecast_periods",
    "forecast_total",
    "leverage",
    "outcome_intervals",
    "periods_ahead",
    "residual_value",
    "top_groups",
    "value_if_alive",
    "value_intervals",
]
