"""Days along an axis, with months as the language writes them."""

import matplotlib.dates as mdates
from matplotlib.axes import Axes

from clv.language import say

_FORMATS = ("%Y", "%b", "%d")
_BESIDE = ("%Y", "%Y-%b", "%Y-%b-%d")
_HOURS = ["%H:%M"] * 2


def show_days(axes: Axes) -> None:
    """Write the days of the horizontal axis, as briefly as they can be told apart."""
    year, month, day = (say(form) for form in _FORMATS)
    beside = [say(form) for form in _BESIDE]
    formatter = mdates.ConciseDateFormatter(
        axes.xaxis.get_major_locator(),
        formats=[year, month, day, *_HOURS, "%S.%f"],
        zero_formats=["", year, month, say("%b-%d"), *_HOURS],
        offset_formats=["", *beside, beside[-1], f"{beside[-1]} %H:%M"],
    )
    axes.xaxis.set_major_formatter(formatter)
