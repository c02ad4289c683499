"""Charts: each takes a table and returns axes; `draw` turns axes into an image.

The only room that imports matplotlib and seaborn.
"""

from clv.plots.groups import quadrant_map, shares
from clv.plots.log import concentration, volume
from clv.plots.scores import classes, dots, reliability
from clv.plots.style import COLOURS, Drawing, draw, new_axes

__all__ = [
    "COLOURS",
    "Drawing",
    "classes",
    "concentration",
    "dots",
    "draw",
    "new_axes",
    "quadrant_map",
    "reliability",
    "shares",
    "volume",
]
