"""Whether every number in a page's tables stands in the results."""

import json
import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Any

__all__ = ["tables_of", "unknown_figures"]

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_FIGURE = re.compile(r"(?<![\w.])\d[\d,]*(?:\.\d+)?(?:e-\d+)?(?!\w)")


def tables_of(page: str) -> dict[str, list[list[str]]]:
    """Return the tables of a page by their captions.

    Parameters
    ----------
    page
        HTML, as the page's template writes it.

    Returns
    -------
    dict of str to list of list of str
        Rows of cells as text; the first row holds the heads of the columns.

    Examples
    --------
    >>> tables_of("<table><caption>C</caption><tr><th>a</th><td>1 &lt; 2</td></tr></table>")
    {'C': [['a', '1 < 2']]}
    """
    found = re.findall(r"<caption[^>]*>(.*?)</caption>(.*?)</table>", page, re.DOTALL)
    return {_plain(caption): [_cells(row) for row in _rows(body)] for caption, body in found}


def _rows(body: str) -> list[str]:
    return re.findall(r"<tr[^>]*>(.*?)</tr>", body, re.DOTALL)


def _cells(row: str) -> list[str]:
    return [_plain(cell) for cell in re.findall(r"<t[hd]\b[^>]*>(.*?)</t[hd]>", row, re.DOTALL)]


def _plain(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", html)).strip()


def unknown_figures(page: str, results: Any, also: Iterable[str] = ()) -> set[str]:
    """Find numbers in the tables of a page that stand nowhere in the results.

    Parameters
    ----------
    page
        HTML.
    results
        As read from ``results.json``. A number on the page may be rounded, a share or a percentage.
    also
        Texts in which figures are names, such as the ids of customers.

    Returns
    -------
    set of str
        As written; empty where everything agrees. Heads of rows and columns are not looked at.

    Examples
    --------
    >>> page = "<caption>C</caption><tr><th>a</th></tr><tr><th>x</th><td>12%</td></tr></table>"
    >>> unknown_figures(page, {"share": 0.1234}), unknown_figures(page, {"share": 0.5})
    (set(), {'12'})
    """
    shown = " ".join(" ".join(row[1:]) for rows in tables_of(page).values() for row in rows[1:])
    said = json.dumps(results, ensure_ascii=False)
    days = set(_DAY.findall(shown)) - set(_DAY.findall(said))
    figures = set(_FIGURE.findall(_DAY.sub("", shown)))
    texts = " ".join([*_texts(results), *also])
    known = _known(results) | {figure.replace(",", "") for figure in _FIGURE.findall(texts)}
    return days | {figure for figure in figures if figure.replace(",", "") not in known}


def _known(results: Any) -> set[str]:
    values = {abs(value) for value in _numbers(results)}
    known = {f"{v * scale:.{d}f}" for v in values for d in range(5) for scale in (1, 100)}
    return known | {form.format(value) for value in values for form in ("{:.1e}", "{:.2g}")}


def _numbers(value: Any) -> Iterator[float]:
    if isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _numbers(item)
    elif isinstance(value, int | float):
        yield float(value)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict | list):
        yield from (str(key) for key in value if isinstance(value, dict))
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts(item)
    elif isinstance(value, str):
        yield value
