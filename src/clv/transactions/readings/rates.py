"""Rates of exchange: of one named day, from a file that anyone can edit."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from clv.errors import InputError
from clv.periods import parse_day

__all__ = ["Rates", "read_rates"]

_LARGEST_FILE = 100_000

_LARGEST_RATE = 1e12
"""The largest amount that can be read is below 1e15; times this it can still be counted."""


@dataclass(frozen=True)
class Rates:
    """Rates of exchange of one day.

    Parameters
    ----------
    to
        Currency of the results.
    as_of
        The day of the rates.
    per_unit
        What one unit of a currency is worth in units of ``to``.

    Raises
    ------
    InputError
        ``E_RATES`` for a rate that is no positive number up to 1e12, or one of ``to`` to itself
        other than 1.

    Examples
    --------
    >>> Rates("EUR", date(2024, 1, 31), {"USD": 0.92}).per_unit["USD"]
    0.92
    """

    to: str
    as_of: date
    per_unit: Mapping[str, float]

    def __post_init__(self) -> None:
        strange = [f"{code}: {rate}" for code, rate in self.per_unit.items() if not _is_rate(rate)]
        if strange:
            raise _strange(strange)
        to = _code(self.to)
        if any(rate != 1 for code, rate in self.per_unit.items() if _code(code) == to):
            raise _fault(f"the rate of {to} to itself is not 1", "leave that line out")


def read_rates(path: str | Path) -> Rates:
    """Read rates from a YAML file: ``to``, ``as_of`` and a line for every currency.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    Rates
        Their codes in capitals.

    Raises
    ------
    InputError
        ``E_RATES``.
    """
    values = _mapping(Path(path))
    to, as_of = values.pop("to", None), values.pop("as_of", None)
    if not isinstance(to, str) or not to.strip():
        raise _fault("there is no line 'to'", "write the currency of the results: 'to: EUR'")
    try:
        day = parse_day(as_of)
    except (InputError, TypeError, AttributeError):
        raise _fault("there is no day 'as_of'", "write 'as_of: 2024-01-31'", [as_of]) from None
    strange = [
        f"{code}: {rate}"
        for code, rate in values.items()
        if not (isinstance(code, str) and _is_rate(rate))
    ]
    if strange:
        raise _strange(strange)
    per_unit = {_code(code): float(rate) for code, rate in values.items()}
    return Rates(_code(to), day, {_code(to): 1.0, **per_unit})


def _mapping(path: Path) -> dict[Any, Any]:
    try:
        if path.stat().st_size > _LARGEST_FILE:
            raise _fault("the file is too large for rates", f"give less than {_LARGEST_FILE} bytes")
        values = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError:
        raise _fault(f"there is no file {path.name}", "name the file of rates (--rates)") from None
    except (yaml.YAMLError, UnicodeDecodeError, ValueError):
        raise _fault(f"{path.name} is no YAML", "write lines like 'USD: 0.92'") from None
    if not isinstance(values, dict):
        raise _fault(f"{path.name} holds no lines 'name: value'", "write lines like 'USD: 0.92'")
    return values


def _code(currency: str) -> str:
    return currency.strip().upper()


def _is_rate(rate: object) -> bool:
    """Whether it is a positive number; NaN, infinity and a number that is far too large are not."""
    is_number = isinstance(rate, int | float) and not isinstance(rate, bool)
    return is_number and 0 < float(rate) <= _LARGEST_RATE  # type: ignore[arg-type]


def _strange(lines: list[str]) -> InputError:
    remedy = "write each as 'USD: 0.92', the worth of one unit in the currency 'to'"
    return _fault(f"lines that are no rate: {len(lines)}", remedy, lines)


def _fault(found: str, remedy: str, shown: Iterable[object] = ()) -> InputError:
    return InputError("E_RATES", f"rates of exchange: {found}", remedy, shown)
