"""Charts: each takes a table and returns axes; `draw` turns axes into an image.

The only room that imports matplotlib and seaborn.
"""

from matplotlib.axes import Axes

from clv.plots.cohorts import draw_retention
from clv.plots.groups import profiles, quadrant_map, shares
from clv.plots.log import concentration, volume
from clv.plots.scores import classes, dots, reliability
from clv.plots.style import COLOURS, Drawing, draw, new_axes, tell

__all__ = [
    "COLOURS",
    "Axes",
    "Drawing",
    "classes",
    "concentration",
    "dots",
    "draw",
    "draw_retention",
    "new_axes",
    "profiles",
    "quadrant_map",
    "reliability",
    "shares",
    "tell",
    "volume",
]
