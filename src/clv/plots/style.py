"""How every chart looks, and how it becomes an image with the same bytes each time."""

import base64
import io
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec

import matplotlib as mpl
import matplotlib.pyplot as plt
from matplotlib.axes import Axes

from clv.language import language
from clv.plots.fonts import FAMILIES, add_font

__all__ = ["BLUE", "COLOURS", "GREY", "ORANGE", "Drawing", "draw", "new_axes", "styled", "tell"]

COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00")
"""Okabe and Ito's palette (2008): distinct for all common forms of colour blindness."""

BLUE, ORANGE = COLOURS[0], COLOURS[5]
GREY = "#767676"

# Marks along an axis are made when the chart is drawn, so these hold until then. A name may hold $.
_TEXT: dict[Any, Any] = {"font.family": list(FAMILIES), "text.parse_math": False}

_RC: dict[Any, Any] = {
    **_TEXT,
    "axes.edgecolor": "#999999",
    "axes.axisbelow": True,
    "axes.grid": True,
    "axes.labelcolor": "#333333",
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlelocation": "left",
    "axes.titleweight": "bold",
    "figure.constrained_layout.use": True,
    "font.size": 12,
    "grid.color": "#e6e6e6",
    "legend.frameon": False,
    "lines.linewidth": 2,
}

P = ParamSpec("P")

add_font()


@contextmanager
def _quiet() -> Iterator[None]:
    """Draw a box for a sign that no font has, such as an emoji in a name, and say nothing."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing from font")
        yield


def styled(chart: Callable[P, Axes]) -> Callable[P, Axes]:
    """Let a chart be drawn in the house's style and leave everybody else's settings alone.

    Parameters
    ----------
    chart
        A function that returns axes.

    Returns
    -------
    Callable
        The same function, styled.
    """

    @wraps(chart)
    def drawn(*args: P.args, **kwargs: P.kwargs) -> Axes:
        with mpl.rc_context(_RC), _quiet():
            if language() != "en":  # hanzi have one weight, and half a title in bold looks wrong
                mpl.rcParams["axes.titleweight"] = "normal"
            return chart(*args, **kwargs)

    return drawn


def new_axes(width: float = 7.5, height: float = 4.2) -> Axes:
    """Return empty axes, alone in their figure.

    Parameters
    ----------
    width
        In inches of 96 pixels.
    height
        In inches of 96 pixels.

    Returns
    -------
    matplotlib.axes.Axes
        Empty.
    """
    _, axes = plt.subplots(figsize=(width, height))
    return axes


def tell(axes: Axes, finding: str) -> Axes:
    """Give a chart the words for a reader who cannot see it.

    Parameters
    ----------
    axes
        The chart.
    finding
        What it shows, with its numbers; not how it looks.

    Returns
    -------
    matplotlib.axes.Axes
        The same chart.
    """
    sheet = axes.get_figure(root=True)
    assert sheet is not None, "axes without a figure show nothing"
    sheet.set_label(finding)
    return axes


@dataclass(frozen=True)
class Drawing:
    """A finished chart.

    Parameters
    ----------
    alt
        What a reader who cannot see it should know.
    svg
        The image, base64.
    width
        In CSS pixels.
    height
        In CSS pixels.
    """

    alt: str
    svg: str
    width: int
    height: int


def draw(axes: Axes) -> Drawing:
    """Take a chart off the drawing board.

    Parameters
    ----------
    axes
        What a function of this package returned.

    Returns
    -------
    Drawing
        The same bytes for the same chart: no date, fixed identifiers, glyphs as paths.
    """
    sheet = axes.get_figure(root=True)
    assert sheet is not None, "axes without a figure cannot be drawn"
    buffer = io.BytesIO()
    with mpl.rc_context({**_TEXT, "svg.hashsalt": "clv", "svg.fonttype": "path"}), _quiet():
        sheet.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    width, height = (round(inches * 96) for inches in sheet.get_size_inches())
    plt.close(sheet)
    image = base64.b64encode(buffer.getvalue()).decode("ascii")
    return Drawing(str(sheet.get_label()), image, width, height)
