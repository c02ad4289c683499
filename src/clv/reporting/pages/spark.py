"""A headline figure's course as a chart no larger than a line of text, with its words."""

import base64
from collections.abc import Sequence

from clv.reporting.pages.records import Point

__all__ = ["spark", "spark_words"]

_WIDTH, _HEIGHT, _EDGE = 240.0, 44.0, 4.0
_INK = "#2d86be"  # three to one against light and dark grounds


def _short(value: float) -> str:
    size = abs(value)
    return f"{value:,.0f}" if size >= 1000 or value == round(value) else f"{value:.3g}"


def spark_words(label: str, points: Sequence[Point]) -> str:
    """Say what a chart of a figure's course shows.

    Parameters
    ----------
    label
        What the figure is.
    points
        Oldest first; at least one.

    Returns
    -------
    str
        First, last, lowest and highest value with their days.

    Examples
    --------
    >>> from datetime import date
    >>> spark_words("customers", [Point(date(1998, 6, 1), 7), Point(date(1998, 7, 1), 9)])
    'customers, 2 runs: first 7 (1998-06-01), last 9 (1998-07-01), lowest 7, highest 9'
    """
    first, last = points[0], points[-1]
    low, high = (f(point.value for point in points) for f in (min, max))
    return (
        f"{label}, {len(points)} runs: first {_short(first.value)} ({first.as_of}), "
        f"last {_short(last.value)} ({last.as_of}), lowest {_short(low)}, highest {_short(high)}"
    )


def _scaled(points: Sequence[Point]) -> list[tuple[float, float, float, float]]:
    """Place points: across, and the heights of value, lower and upper end."""
    known = [v for p in points for v in (p.value, p.lower, p.upper) if v is not None]
    floor, span = min(known), (max(known) - min(known)) or 1.0
    start, days = points[0].as_of, (points[-1].as_of - points[0].as_of).days

    def height(value: float | None, other: float) -> float:
        share = ((other if value is None else value) - floor) / span
        return _HEIGHT - _EDGE - share * (_HEIGHT - 2 * _EDGE)

    return [
        (
            _EDGE + (p.as_of - start).days / days * (_WIDTH - 2 * _EDGE),
            height(p.value, p.value),
            height(p.lower, p.value),
            height(p.upper, p.value),
        )
        for p in points
    ]


def _path(pairs: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in pairs)


def spark(points: Sequence[Point]) -> str:
    """Draw a figure's course.

    Parameters
    ----------
    points
        Oldest first, on different days. Where they bring intervals, those are a band.

    Returns
    -------
    str
        Address of an SVG image that holds itself; empty for fewer than two points.
    """
    if len(points) < 2:
        return ""
    placed = _scaled(points)
    band = [(x, upper) for x, _, _, upper in placed] + [(x, low) for x, _, low, _ in placed[::-1]]
    line, (x, y, *_) = [(x, y) for x, y, *_ in placed], placed[-1]
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH:.0f} {_HEIGHT:.0f}">'
        f'<polygon points="{_path(band)}" fill="{_INK}" fill-opacity=".22"/>'
        f'<polyline points="{_path(line)}" fill="none" stroke="{_INK}" stroke-width="1.8" '
        'stroke-linejoin="round" stroke-linecap="round"/>'
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.2" fill="{_INK}"/></svg>'
    )
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"
