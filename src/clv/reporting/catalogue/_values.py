"""The value of one parameter, from a command line or from the catalogue."""

import os
import re
import stat
from datetime import date
from math import inf
from pathlib import Path
from typing import Any

from clv.errors import InputError, mask
from clv.periods import Duration, parse_day, parse_duration
from clv.reporting.catalogue.entries import Parameter

__all__ = ["typed"]

_WHOLE = re.compile(r"[+-]?[0-9]{1,30}")
_NUMBER = re.compile(r"[+-]?([0-9]{1,30}(\.[0-9]{0,30})?|\.[0-9]{1,30})([eE][+-]?[0-9]{1,3})?")
_LONGEST = 4096
_NO_FILES = (Path("/dev"), Path("/proc"), Path("/sys"))


def typed(parameter: Parameter, value: Any) -> Any:
    """Turn what was said into a value of the parameter's type.

    Parameters
    ----------
    parameter
        As catalogued.
    value
        Text of a command line, or what YAML makes of it.

    Returns
    -------
    Any
        A day, a `Duration`, a number or a text; of a file its absolute path, of a secret the name
        of its variable.

    Raises
    ------
    InputError
        ``E_PARAMETER``, ``E_DAY``, ``E_DURATION``, ``E_FILE`` or ``E_SECRET``.
    """
    if isinstance(value, str) and (len(value) > _LONGEST or not value.isprintable()):
        raise _refused(parameter, value, f"no text of one line, at most {_LONGEST} characters long")
    return _TAKEN[parameter.type](parameter, value)


def _refused(parameter: Parameter, value: Any, why: str) -> InputError:
    said = "" if parameter.type == "secret" else f"={mask(value)}"
    meaning = f"it is {parameter.help}" + (f", in {parameter.unit}" if parameter.unit else "")
    return InputError("E_PARAMETER", f"{parameter.name}{said} is {why}", meaning)


def _number(parameter: Parameter, value: Any) -> float | int:
    whole = parameter.type == "integer"
    form = _WHOLE if whole else _NUMBER
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = repr(value)
    if isinstance(value, str) and form.fullmatch(value):
        number = int(value) if whole else float(value)
        if parameter.minimum <= number <= parameter.maximum and abs(number) < inf:
            return number
    kind = "whole number" if whole else "number"
    raise _refused(parameter, value, f"not a {kind}{_span(parameter)}")


def _span(parameter: Parameter) -> str:
    unit = f" {parameter.unit}" if parameter.unit else ""
    least = "" if parameter.minimum == -inf else f" from {_plain(parameter.minimum)}"
    most = "" if parameter.maximum == inf else f" to {_plain(parameter.maximum)}"
    return f"{least}{most or (' on' if least else '')}{unit}"


def _plain(limit: float) -> str:
    return str(int(limit)) if limit == int(limit) else f"{limit:g}"


def _choice(parameter: Parameter, value: Any) -> str:
    if value not in parameter.choices:
        raise _refused(parameter, value, f"none of {', '.join(parameter.choices)}")
    return str(value)


def _day(_: Parameter, value: Any) -> date:
    return parse_day(value)


def _duration(_: Parameter, value: Any) -> Duration:
    return value if isinstance(value, Duration) else parse_duration(value)


def _source(parameter: Parameter, value: Any) -> str:
    if not isinstance(value, str | Path) or not str(value):
        raise _refused(parameter, value, "no name of a log")
    return str(value)


def _file(parameter: Parameter, value: Any) -> str:
    """Find a file; where there may be none, nothing said stays nothing."""
    if value == "" and parameter.default == "":
        return ""
    path = Path(str(value)).expanduser().absolute()
    why = _no_file(path)
    if why:
        raise InputError(
            "E_FILE",
            f"{parameter.name}={mask(path.name)} {why}",
            f"it is {parameter.help}; check the path and your rights",
        )
    return str(path)


def _no_file(path: Path) -> str:
    try:
        real = path.resolve()
        if any(real.is_relative_to(folder) for folder in _NO_FILES):
            return "is no file of data"
        if not stat.S_ISREG(path.stat().st_mode):
            return "is no file"
    except OSError as error:
        return f"cannot be read ({error.strerror})"
    except RuntimeError:
        return "is a link that leads round in a circle"
    return "" if os.access(path, os.R_OK) else "cannot be read (permission denied)"


def _secret(parameter: Parameter, value: Any) -> str:
    """Take the name of a variable that is set; a text that is no name may be the secret itself."""
    what = parameter.name
    if not isinstance(value, str) or not (value.isidentifier() and value.isascii()):
        raise InputError(
            "E_SECRET", f"{what} names no environment variable", "give its name, never the secret"
        )
    if not os.environ.get(value):
        # A secret that was pasted may look like a name: only what the catalogue says is repeated.
        named = f" {value}," if value == parameter.default else " named there,"
        raise InputError(
            "E_SECRET",
            f"{what} needs the environment variable{named} which is not set",
            "set it where the report is run",
        )
    return value


_TAKEN = {
    "source": _source, "day": _day, "duration": _duration, "integer": _number, "number": _number,
    "choice": _choice, "file": _file, "secret": _secret,
}  # fmt: skip
