"""Parameters of a report: typed and checked before anything starts."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from clv.errors import InputError, mask
from clv.periods import Duration
from clv.reporting.catalogue._faults import one_of
from clv.reporting.catalogue._values import typed
from clv.reporting.catalogue.entries import Report

__all__ = ["for_notebook", "option_of", "parse_mapping", "resolve"]

_OPTIONS = ("transactions", "as_of", "horizon")
"""Those that have an option of their own."""


def parse_mapping(text: str) -> dict[str, str]:
    """Read ``ours=theirs,ours=theirs``.

    Parameters
    ----------
    text
        Pairs separated by commas; the first ``=`` of a pair separates, blanks around are dropped.
        A name within quotation marks keeps its blanks.

    Returns
    -------
    dict of str to str
        In the order given.

    Raises
    ------
    InputError
        ``E_MAP`` for anything else, or a name that comes twice.

    Examples
    --------
    >>> parse_mapping("customer_id=client, date=bought on")
    {'customer_id': 'client', 'date': 'bought on'}
    >>> parse_mapping('date=" Date "')
    {'date': ' Date '}
    """
    pairs = [[_name(side) for side in pair.split("=", 1)] for pair in text.split(",")]
    mapping = {pair[0]: pair[1] for pair in pairs if len(pair) == 2 and all(pair)}
    if len(mapping) != len(pairs):
        raise InputError(
            "E_MAP",
            f"{text!r} is not a list of names",
            "write it like customer_id=client,date=bought_on,amount=total",
        )
    return mapping


def _name(side: str) -> str:
    name = side.strip()
    quoted = len(name) > 2 and name[0] == name[-1] == '"'
    return name[1:-1] if quoted else name


def resolve(
    report: Report, given: Mapping[str, Any], of_source: Mapping[str, Any]
) -> dict[str, Any]:
    """Settle every parameter of a report.

    Parameters
    ----------
    report
        As catalogued.
    given
        What the user said; None stands for nothing said.
    of_source
        Defaults that the data set brings: ``as_of`` and ``horizon``.

    Returns
    -------
    dict of str to Any
        Every parameter, typed: days as `datetime.date`, durations as `Duration`.

    Raises
    ------
    InputError
        ``E_PARAMETER`` for an unknown name, a value of the wrong type, or nothing where something
        is needed; ``E_DAY``, ``E_DURATION``, ``E_FILE`` and ``E_SECRET`` for such values.
    """
    said = {name: value for name, value in given.items() if value is not None}
    names = [p.name for p in report.parameters]
    if unknown := sorted(said.keys() - set(names)):
        meant = one_of(unknown[0], names).removeprefix("there is ")
        raise InputError(
            "E_PARAMETER",
            f"{report.name} knows no parameter {', '.join(map(mask, unknown))}",
            f"it takes {meant}",
        )
    settled = {}
    for parameter in report.parameters:
        value = said.get(parameter.name, of_source.get(parameter.name, parameter.default))
        if value is None:
            raise InputError(
                "E_PARAMETER",
                f"{parameter.name} is not given and has no default",
                f"add {option_of(parameter.name)}: {parameter.help}",
            )
        settled[parameter.name] = typed(parameter, value)
    return settled


def option_of(name: str) -> str:
    """Say how a command line says a parameter.

    Parameters
    ----------
    name
        Of the parameter.

    Returns
    -------
    str
        Its option.

    Examples
    --------
    >>> option_of("as_of"), option_of("hours")
    ('--as-of', '--set hours=...')
    """
    return f"--{name.replace('_', '-')}" if name in _OPTIONS else f"--set {name}=..."


def for_notebook(settled: Mapping[str, Any]) -> dict[str, Any]:
    """Return parameters as a notebook takes them: days and durations as text.

    Parameters
    ----------
    settled
        What `resolve` returned.

    Returns
    -------
    dict of str to Any
        Text and numbers only.
    """
    return {
        name: str(value) if isinstance(value, date | Duration) else value
        for name, value in settled.items()
    }
