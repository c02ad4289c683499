"""The Chinese font of the charts, which comes with the package.

A cut-down Noto Sans CJK SC (Open Font License 1.1, beside it as ``OFL.txt``) under a name of its
own, so that no other edition of it on some machine can take its place. ``python -m
clv.plots.fonts`` makes it again.
"""

from dataclasses import replace
from importlib.resources import files
from pathlib import Path

from matplotlib import font_manager

__all__ = ["FAMILIES", "FONT", "add_font", "wanted"]

FONT = Path(str(files("clv.plots.fonts"))) / "hanzi.otf"
"""Regular weight only: bold Chinese in a chart would be as much again."""

FAMILIES = ("DejaVu Sans", "Clv Hanzi")
"""The second has what the first lacks, so Latin text looks the same in every language."""

_FIRST_LEVEL = (*range(0xA1, 0xAA), *range(0xB0, 0xD8))
"""Rows of GB 2312 with its signs and its 3,755 common characters."""


def add_font() -> None:
    """Make the font known to matplotlib, which writes to the log where a weight is missing."""
    known = font_manager.fontManager
    known.addfont(str(FONT))
    known.ttflist.append(replace(known.ttflist[-1], weight=700))


def wanted() -> set[str]:
    """Return what the font has to draw.

    Returns
    -------
    set of str
        Signs and common characters of GB 2312, and every other character that the package's
        lexicons, rule files and sentences hold.

    Examples
    --------
    >>> {"客", "户", "，"} <= wanted()
    True
    """
    package = Path(str(files("clv")))
    texts = [path for path in package.rglob("*") if path.suffix in (".py", ".yml")]
    ours = "".join(path.read_text(encoding="utf-8") for path in texts)
    codes = (bytes((row, place)) for row in _FIRST_LEVEL for place in range(0xA1, 0xFF))
    common = "".join(code.decode("gb2312", errors="ignore") for code in codes)
    return {sign for sign in ours + common if ord(sign) > 126}
