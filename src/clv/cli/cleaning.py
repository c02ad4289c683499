"""The cleaning rules as a command line says them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from clv.errors import InputError
from clv.periods import parse_day
from clv.transactions import Cleaning
from clv.transactions.cleaning import SWITCHES

__all__ = ["cleaning_rules"]

_LISTS = ("test_ids", "guest_ids")
_VALUES = ("outlier_bound", "start")


def cleaning_rules(said: Mapping[str, Any]) -> Cleaning:
    """Set the switches as they were said.

    Parameters
    ----------
    said
        clean (texts SWITCH=POSITION, where the positions of test_ids and guest_ids are ids with
        commas between them, that of outlier_bound is an amount), test_id (ids), test_ids (path of
        a file with one on each line) and start (a day); each may be absent.

    Returns
    -------
    Cleaning
        The defaults for what was not said.

    Raises
    ------
    InputError
        ``E_CLEANING``, ``E_DAY``, ``E_FILE`` or ``E_ENCODING``.

    Examples
    --------
    >>> rules = cleaning_rules({"clean": ["returns=drop", "test_ids=7,8"], "test_id": ["9"]})
    >>> rules.returns, rules.test_ids
    ('drop', ('7', '8', '9'))
    """
    switches = dict(_switch(pair) for pair in said.get("clean", ()))
    ids = (*switches.get("test_ids", ()), *said.get("test_id", ()))
    if "test_ids" in said:
        ids += _lines(said["test_ids"])
    if "start" in said:
        switches["start"] = parse_day(said["start"])
    return Cleaning(**switches | {"test_ids": ids})


def _switch(pair: str) -> tuple[str, Any]:
    switch, _, position = (part.strip() for part in pair.partition("="))
    if switch in _LISTS:
        return switch, tuple(value.strip() for value in position.split(",") if value.strip())
    if switch == "start":
        return switch, parse_day(position)
    if switch == "outlier_bound":
        return switch, _money(position)
    if switch not in SWITCHES:
        raise InputError(
            "E_CLEANING",
            f"no cleaning rule is called {switch!r}",
            f"there is {', '.join((*SWITCHES, *_LISTS, *_VALUES))} (--clean returns=drop)",
        )
    return switch, position


def _money(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise InputError(
            "E_CLEANING",
            f"outlier_bound cannot be {text!r}",
            "give an amount of money (--clean outlier_bound=5000)",
        ) from None


def _lines(path: Path) -> tuple[str, ...]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        if isinstance(error, UnicodeDecodeError):
            raise InputError("E_ENCODING", f"{path.name} is not UTF-8 text", "save it so") from None
        why = error.strerror if isinstance(error, OSError) else error
        raise InputError(
            "E_FILE", f"{path.name} cannot be read: {why}", "check the path and your rights"
        ) from None
    return tuple(line.strip() for line in text.splitlines() if line.strip())
