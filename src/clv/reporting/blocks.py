"""The few things that a report shows: tiles, a reading, a table, a figure, notices, a verdict.

A block is data, never markup: text is escaped once, where the page is written, so that a customer's
name cannot become part of the page. In a notebook a block shows itself through the same template.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

import jinja2
import pandas as pd

from clv.errors import Notice
from clv.language import explain, say

if TYPE_CHECKING:
    from clv.plots import Axes

__all__ = [
    "BLOCK_MIME",
    "Block",
    "Brief",
    "Figure",
    "Notices",
    "Reading",
    "Table",
    "Tile",
    "Tiles",
    "Verdict",
    "figure",
    "notices",
    "score_table",
    "table",
    "templates",
]

_SHARE = "share"
_LARGE, _TENS = 1000, 10
_INTERVAL = "{value:z.3f} ({lower:z.3f} to {upper:z.3f})"

BLOCK_MIME = "application/vnd.clv.block+json"
"""Type under which a block travels in an executed notebook."""


@cache
def templates() -> jinja2.Environment:
    """Return the page's templates, with escaping on and missing names an error."""
    return jinja2.Environment(
        loader=jinja2.PackageLoader("clv.reporting.pages", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@dataclass(frozen=True)
class Block:
    """Base of what a report shows."""

    @property
    def payload(self) -> dict[str, Any]:
        """The block as JSON, with its kind."""
        return {"kind": type(self).__name__.lower(), **asdict(self)}

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        html = templates().get_template("notebook.html").render(block=self.payload)
        return {"text/html": html, BLOCK_MIME: self.payload}


@dataclass(frozen=True)
class Tile:
    """One headline figure.

    Parameters
    ----------
    label
        What it is, in a few words.
    value
        The figure, written for a reader.
    note
        Its interval, or why it has none, or what it is compared with.
    key
        Its name through all runs and languages, by which the list of reports draws its history.
    number
        The figure itself; None where there is none.
    """

    label: str
    value: str
    note: str
    key: str = ""
    number: float | None = None


@dataclass(frozen=True)
class Tiles(Block):
    """Headline figures side by side.

    Parameters
    ----------
    tiles
        Three to six of them.
    """

    tiles: tuple[Tile, ...]


@dataclass(frozen=True)
class Brief(Block):
    """The first screen's three answers: what happened, what changed and why, what to do now.

    Parameters
    ----------
    happened
        A sentence or two.
    changed
        Since the last run, and why; or that there was none.
    todo
        Two to four things to do, the most urgent first.
    """

    happened: str
    changed: str
    todo: tuple[str, ...]

    @property
    def payload(self) -> dict[str, Any]:
        """The block as JSON, with its kind and the three heads in the language spoken."""
        heads = [say("What happened"), say("What changed, and why"), say("What to do now")]
        return {**super().payload, "heads": heads}


@dataclass(frozen=True)
class Reading(Block):
    """A paragraph that reads a result aloud; its numbers are computed where it is written.

    Parameters
    ----------
    text
        Plain text.

    Examples
    --------
    >>> Reading(f"{0.5:.0%} of the customers bought once.").text
    '50% of the customers bought once.'
    """

    text: str


@dataclass(frozen=True)
class Verdict(Block):
    """The sentence in which a comparison ends.

    Parameters
    ----------
    sentence
        Follows from the numbers.
    clear
        Whether the interval of the deciding difference excludes zero.
    """

    sentence: str
    clear: bool


@dataclass(frozen=True)
class Notices(Block):
    """Warnings that a reader should know before believing the figures.

    Parameters
    ----------
    lines
        One sentence each, English in every report: they hold the figures.
    told
        What each means, in the language of the report; empty where English is all there is.
    """

    lines: tuple[str, ...]
    told: tuple[str, ...] = ()

    @property
    def payload(self) -> dict[str, Any]:
        """The block as JSON, with its kind: each meaning once, with all lines that have it."""
        groups: dict[str, list[str]] = {}
        for line, told in zip_longest(self.lines, self.told, fillvalue=""):
            groups.setdefault(told, []).append(line)
        found = [{"told": told, "lines": lines} for told, lines in groups.items()]
        return {"kind": "notices", "groups": found}


@dataclass(frozen=True)
class Table(Block):
    """A table of text cells.

    Parameters
    ----------
    caption
        What the table shows.
    header
        Column heads; the first column holds the row heads.
    rows
        Cells, written for a reader.
    numeric
        For each column, whether it is set flush right.
    """

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[bool, ...]


@dataclass(frozen=True)
class Figure(Block):
    """A chart as an image that carries its own description.

    Parameters
    ----------
    caption
        What the chart shows.
    alt
        What a reader who cannot see it should know.
    svg
        The drawing, base64.
    width
        In CSS pixels.
    height
        In CSS pixels.
    """

    caption: str
    alt: str
    svg: str
    width: int
    height: int


def notices(found: Iterable[Notice | Mapping[str, Any]], when: str = "") -> Notices:
    """Show warnings.

    Parameters
    ----------
    found
        Notices of a result, or what was stored of them.
    when
        The day that they speak of, where a page holds several.

    Returns
    -------
    Notices
        One line each, without repetition, in order, and in another language what each means.
    """
    whole = (notice if isinstance(notice, Notice) else Notice(**notice) for notice in found)
    opening = f"As of {when}: " if when else ""
    lines = {f"{opening}{notice}": _meaning(notice, when) for notice in whole}
    return Notices(tuple(lines), tuple(lines.values()) if any(lines.values()) else ())


def _meaning(notice: Notice, when: str) -> str:
    told = explain(notice.code, notice.count)
    return say("As of {when}: {told}", when=when, told=told) if when and told else told


def table(frame: pd.DataFrame, caption: str, formats: Mapping[str, str] | None = None) -> Table:
    """Show a table whose first column heads the rows.

    Parameters
    ----------
    frame
        Columns named in English as a reader should see them, apart from underscores; the lexicon
        has them in the language spoken. An index that is more than a count comes first. Cells are
        shown as they are.
    caption
        What the table shows.
    formats
        Format of a column's numbers where the usual one does not fit. Usual are percentages for
        shares and rates; no decimals where all numbers of a column are whole; else as many as the
        size of a number calls for, and fewer beside thousands.

    Returns
    -------
    Table
        Missing values are shown as a dash.

    Examples
    --------
    >>> frame = pd.DataFrame({"cell": ["EI"], "customers": [12345], "share": [0.4]})
    >>> table(frame, "Cells").rows
    (('EI', '12,345', '40%'),)
    """
    whole = frame if isinstance(frame.index, pd.RangeIndex) else frame.reset_index()
    chosen = {str(name): _usual_format(str(name)) for name in whole} | dict(formats or {})
    written = {name: _cells(whole[name], form) for name, form in chosen.items()}
    return Table(
        caption=say(caption),
        header=tuple(say(name.replace("_", " ")) for name in written),
        rows=tuple(zip(*written.values(), strict=True)),
        numeric=tuple(_is_number(whole[name]) for name in written),
    )


def _is_number(column: pd.Series) -> bool:
    kinds = pd.api.types
    return kinds.is_numeric_dtype(column) and not kinds.is_bool_dtype(column)


def _usual_format(name: str) -> str:
    return _SHARE if "share" in name or name.endswith("rate") else ""


def _cells(column: pd.Series, form: str) -> list[str]:
    if form or not _is_number(column):
        return [_cell(value, form) for value in column]
    known = column.dropna().astype(float)
    known = known[known.abs() < float("inf")]
    whole, large = bool((known % 1 == 0).all()), bool(known.abs().max() >= _LARGE)
    return [_beside(value, whole, large) for value in column]


def _beside(value: Any, whole: bool, large: bool) -> str:
    """Write a number with the digits that suit the others of its column."""
    if pd.isna(value) or not (whole or large) or abs(value) == float("inf"):
        return _cell(value, "")
    return f"{value:z,.0f}" if whole or abs(value) >= _TENS else f"{value:.2g}"


def _cell(value: Any, form: str) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    if value is None or pd.isna(value):
        return "–"
    if form == _SHARE:
        return f"{value:z.0%}" if value == 0 or abs(value) >= 0.01 else f"{value:z.1%}"
    if form:
        return form.format(value)
    return _number(value) if isinstance(value, int | float) else _word(value)


def _word(value: Any) -> str:
    return f"{value:%Y-%m-%d}" if isinstance(value, datetime) else str(value)


def _number(value: float) -> str:
    size = abs(value)
    if isinstance(value, int) or size >= _LARGE or value == 0:
        return f"{value:,.0f}"
    if size >= _TENS:
        return f"{value:.1f}"
    return f"{value:.3f}" if size >= 0.001 else f"{value:.1e}"


def score_table(scores: pd.DataFrame, columns: Mapping[str, str]) -> pd.DataFrame:
    """Lay scores out for a reader: a row a competitor, a column a metric, intervals beside values.

    Parameters
    ----------
    scores
        Indexed by (metric, competitor): value, lower, upper.
    columns
        Head of the column for each metric that is to be shown.

    Returns
    -------
    pandas.DataFrame
        Indexed by competitor, in the order of ``scores``; text.

    Examples
    --------
    >>> index = pd.MultiIndex.from_tuples([("r2", "quadrants")], names=["metric", "competitor"])
    >>> scores = pd.DataFrame({"value": [0.2], "lower": [0.19], "upper": [0.21]}, index=index)
    >>> score_table(scores, {"r2": "R²"})
                                R²
    competitor
    quadrants   0.200 (0.190 to 0.210)
    """
    whole = scores[["value", "lower", "upper"]].itertuples(index=False)
    cells = [say(_INTERVAL, value=v, lower=low, upper=high) for v, low, high in whole]
    told = pd.Series(cells, scores.index)
    return pd.DataFrame({head: told.loc[metric] for metric, head in columns.items()})


def figure(axes: "Axes", caption: str) -> Figure:
    """Show a chart with the words that it brings along.

    Parameters
    ----------
    axes
        What a function of `clv.plots` returned.
    caption
        What the chart shows, and how to read it.

    Returns
    -------
    Figure
        The chart with its words.
    """
    # With matplotlib and scikit-learn it takes seconds that a run without charts need not wait for.
    from clv.plots import draw

    return Figure(caption=caption, **asdict(draw(axes)))
