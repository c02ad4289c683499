"""What reports may be told: the definitions of parameters, and defaults that obey them."""

import keyword
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from clv.errors import ClvError
from clv.reporting.catalogue._faults import Where, bad, shown
from clv.reporting.catalogue._fields import Fields, fields
from clv.reporting.catalogue._values import typed
from clv.reporting.catalogue.entries import TYPES, Parameter

__all__ = ["check_default", "read_parameter"]

_OPTIONAL = ("unit", "default", "minimum", "maximum", "choices")
_OF_THE_RUN = ("store", "language", "earlier", "since", "columns")
"""What a run tells its notebooks itself."""

_OF_THE_MACHINE = ("source", "file", "secret")
"""Types whose values are looked at when a run starts, and where."""


def read_parameter(known: Fields, name: str) -> Parameter:
    """Read the definition of one parameter.

    Parameters
    ----------
    known
        All definitions.
    name
        A name in Python, which a hostile one is not.

    Returns
    -------
    Parameter
        With a default that it would take itself.

    Raises
    ------
    InputError
        ``E_CATALOGUE``.
    """
    where = Where(f"parameter {shown(name)}", known.on(name).line)
    if not name.isidentifier() or not name.isascii() or keyword.iskeyword(name):
        raise bad(where, "it is no name", "letters, digits and _, no digit first")
    if name in _OF_THE_RUN:
        raise bad(where, "it is what a run says itself", "choose another name")
    entry = fields(where, known.said[name], ("type", "help"), _OPTIONAL)
    kind = entry.choice("type", TYPES)
    _check_belonging(entry, kind)
    parameter = Parameter(
        name=name,
        type=kind,
        help=entry.text("help"),
        unit=entry.text("unit"),
        minimum=entry.number("minimum", float("-inf"), -1e12),
        maximum=entry.number("maximum", float("inf"), -1e12),
        choices=entry.words("choices"),
    )
    if parameter.minimum > parameter.maximum:
        raise entry.wrong("minimum", f"at most maximum, {parameter.maximum:g}")
    return check_default(entry.on("default"), parameter, {name: entry.said.get("default")})


def _check_belonging(entry: Fields, kind: str) -> None:
    number = kind in ("integer", "number")
    for key in ("minimum", "maximum", "unit"):
        if key in entry and not number:
            raise entry.wrong(key, f"leave it out: a {kind} has none")
    if ("choices" in entry) != (kind == "choice"):
        raise bad(entry.where, f"type is {kind}", "a choice has choices, and nothing else has")


def check_default(where: Where, parameter: Parameter, defaults: Mapping[str, Any]) -> Parameter:
    """Give a parameter its default, if it would take it.

    Parameters
    ----------
    where
        The entry, for a message.
    parameter
        As defined.
    defaults
        By name; a null is taken from the data set.

    Returns
    -------
    Parameter
        With that default, or as it was where there is none.

    Raises
    ------
    InputError
        ``E_CATALOGUE``.
    """
    value = defaults.get(parameter.name, parameter.default)
    if value is not None and parameter.type in _OF_THE_MACHINE:
        if not isinstance(value, str) or not (value.isprintable() and value == value.strip()):
            raise bad(where, f"{parameter.name} is {shown(value)}", f"a {parameter.type} is a text")
    elif value is not None:
        try:
            typed(parameter, value)
        except ClvError as error:
            found = f"its default of {parameter.name}, {shown(value)}, is not one ({error.found})"
            raise bad(where, found, error.remedy) from None
    return replace(parameter, default=value)
