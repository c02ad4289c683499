"""What ``--set`` says, beside the options that have names of their own."""

from collections.abc import Mapping
from typing import Any

from clv.errors import InputError

__all__ = ["merge", "take_settings"]

_LONGEST_NAME = 64


def take_settings(pairs: tuple[str, ...]) -> dict[str, str]:
    """Read what ``--set`` says.

    Parameters
    ----------
    pairs
        ``NAME=VALUE``; whether a report knows the name is seen later.

    Returns
    -------
    dict of str to str
        By name.

    Raises
    ------
    InputError
        ``E_PARAMETER`` for a text that is no pair, and for a name that comes twice.

    Examples
    --------
    >>> take_settings(("hours=120", "assignments=a=b.csv"))
    {'hours': '120', 'assignments': 'a=b.csv'}
    """
    found: dict[str, str] = {}
    for pair in pairs:
        name, _, value = pair.partition("=")
        if not (name and value):
            shown = pair if len(pair) <= _LONGEST_NAME else f"{pair[:_LONGEST_NAME]}…"
            raise InputError("E_PARAMETER", f"--set {shown!r} says nothing", "write NAME=VALUE")
        if name in found:
            raise InputError("E_PARAMETER", f"--set says {name[:64]!r} twice", "say it once")
        found[name] = value
    return found


def merge(given: Mapping[str, Any], settings: Mapping[str, str]) -> dict[str, Any]:
    """Put together what options of their own and ``--set`` say.

    Parameters
    ----------
    given
        By name; None for what was not said.
    settings
        As `take_settings` has it.

    Returns
    -------
    dict of str to Any
        By name.

    Raises
    ------
    InputError
        ``E_PARAMETER`` for a name that both say: neither can be the one that is meant.

    Examples
    --------
    >>> merge({"as_of": None, "horizon": "8w"}, {"as_of": "2024-07-01"})
    {'as_of': '2024-07-01', 'horizon': '8w'}
    """
    if twice := [name for name in settings if given.get(name) is not None]:
        option = f"--{twice[0].replace('_', '-')}"
        raise InputError("E_PARAMETER", f"{option} and --set both say {twice[0]}", "say it once")
    return {**given, **settings}
