"""Charts: each takes a table and returns axes; `draw` turns axes into an image.

The only room that imports matplotlib and seaborn.
"""

from matplotlib.axes import Axes

from clv.plots.changes import bridge
from clv.plots.choosing import group_counts, group_stability_dots, tendency
from clv.plots.churn import churn_lift, churn_profit
from clv.plots.cohorts import draw_retention
from clv.plots.contest import forest
from clv.plots.gaps import model_gaps
from clv.plots.groups import profiles, quadrant_map, shares
from clv.plots.iso_value import iso_value
from clv.plots.leaderboard import decile_calibration, standings
from clv.plots.log import concentration, volume
from clv.plots.movement import certainty, flows
from clv.plots.periods import forecast_record, period_forecast
from clv.plots.purchases import frequency_histogram, model_classes
from clv.plots.renewals import survival
from clv.plots.scores import classes, dots, reliability
from clv.plots.slipping import stakes
from clv.plots.spend import spend_fit
from clv.plots.style import COLOURS, Drawing, draw, new_axes, tell
from clv.plots.tiers import pyramid
from clv.plots.tracking import tracking

__all__ = [
    "COLOURS",
    "Axes",
    "Drawing",
    "bridge",
    "certainty",
    "churn_lift",
    "churn_profit",
    "classes",
    "concentration",
    "decile_calibration",
    "dots",
    "draw",
    "draw_retention",
    "flows",
    "forecast_record",
    "forest",
    "frequency_histogram",
    "group_counts",
    "group_stability_dots",
    "iso_value",
    "model_classes",
    "model_gaps",
    "new_axes",
    "period_forecast",
    "profiles",
    "pyramid",
    "quadrant_map",
    "reliability",
    "shares",
    "spend_fit",
    "stakes",
    "standings",
    "survival",
    "tell",
    "tendency",
    "tracking",
    "volume",
]
