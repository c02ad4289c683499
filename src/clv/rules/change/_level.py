"""The probability between the limits of an interval."""

from clv.errors import InputError

__all__ = ["check_level"]


def check_level(level: float) -> None:
    """Refuse what is no probability between 0 and 1, both left out."""
    if not 0 < level < 1:
        raise InputError("E_PROBABILITY", "level is no probability", "choose 0.95", [level])
