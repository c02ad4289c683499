"""What a run's header says to a reader, in the language of the report: for page, list and mail."""

from collections.abc import Mapping
from importlib.metadata import version
from typing import Any

from clv.language import say, speaking
from clv.periods import parse_duration

__all__ = ["FILES", "alarms", "heading", "told"]

FILES = {
    "page": "report.html",
    "sheet": "customers.xlsx",
    "parquet": "customers.parquet",
    "mail": "mail.eml",
    "pdf": "report.pdf",
}
"""The file behind each output."""

_ALWAYS = "results.json"
_LENGTHS = {
    "day": "{count} day", "days": "{count} days", "week": "{count} week",
    "weeks": "{count} weeks", "month": "{count} month", "months": "{count} months",
}  # fmt: skip
_COLOURS = ("red", "amber")


def heading(header: Mapping[str, Any]) -> str:
    """Return the report's title in its language, or in English where it has none.

    Parameters
    ----------
    header
        ``title`` by language, and ``language``.

    Returns
    -------
    str
        As a reader sees it.

    Examples
    --------
    >>> heading({"title": {"en": "Customers", "zh": "客户"}, "language": "zh"})
    '客户'
    """
    title = header["title"]
    return str(title.get(header.get("language", "en")) or title["en"])


def alarms(header: Mapping[str, Any]) -> tuple[str, list[dict[str, Any]]]:
    """Return what a run's alarms are.

    Parameters
    ----------
    header
        ``drift`` as the run judged it, or nothing.

    Returns
    -------
    tuple of str and list of dict
        The worst colour (``green`` where nothing rang); the alarms that rang, red ones first.

    Examples
    --------
    >>> alarms({"drift": {"alarms": [{"colour": "green"}, {"colour": "red"}]}})
    ('red', [{'colour': 'red'}])
    """
    rang = (header.get("drift") or {}).get("alarms", [])
    found = [alarm for colour in _COLOURS for alarm in rang if alarm["colour"] == colour]
    return (found[0]["colour"] if found else "green"), found


def told(header: Mapping[str, Any]) -> dict[str, Any]:
    """Say what stands above and below a report.

    Parameters
    ----------
    header
        As for `clv.reporting.pages.page.write_page`.

    Returns
    -------
    dict of str to Any
        ``heading``, ``as_of``, ``cut``, ``ahead``, ``colour`` and ``alarms``, ``report``, ``facts``
        (pairs of a head and what is so called) and ``files``.
    """
    colour, rang = alarms(header)
    with speaking(str(header.get("language", "en"))):
        return {
            "heading": heading(header),
            "as_of": header["as_of"],
            "cut": header["cut"],
            "ahead": _ahead(header),
            "colour": colour,
            "alarms": rang,
            "report": header.get("report", ""),
            "facts": _facts(header),
            "files": _files(header),
        }


def _ahead(header: Mapping[str, Any]) -> str:
    if "horizon" not in header:
        return str(header["horizon_words"])
    horizon = parse_duration(str(header["horizon"]))
    count, noun = horizon.words.split()
    return say(_LENGTHS[noun], count=int(count))


def _facts(header: Mapping[str, Any]) -> list[tuple[str, str]]:
    known = header.get("parameters", {})
    log = header.get("log", {}).get("source") or known.get("transactions")
    chance = {"draws": known.get("draws"), "seed": known.get("seed")}
    draws = say("{draws} draws (not of forecasts), seed {seed}", **chance)
    whole = [
        (say("Report"), header.get("report")),
        (say("Log"), log),
        (say("Chance"), draws if {"draws", "seed"} <= known.keys() else None),
        (say("Made with"), f"clv {version('clv')}"),
    ]
    return [(head, str(value)) for head, value in whole if value]


def _files(header: Mapping[str, Any]) -> list[str]:
    outputs = header.get("outputs", ("sheet", "parquet"))
    return [_ALWAYS, *(name for kind, name in FILES.items() if kind in outputs and kind != "page")]
