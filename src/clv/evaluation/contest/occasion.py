"""One log as of one day, agreed beforehand."""

from dataclasses import dataclass

from clv.errors import InputError
from clv.periods import parse_day, parse_duration

__all__ = ["OCCASION_KINDS", "Occasion"]

OCCASION_KINDS = ("published", "simulated", "shuffled", "own")
"""What is known of a log: only published ones count for a verdict; of a simulated one the truth is
known; in a shuffled one the outcomes are dealt to other customers, so that nothing is to be found.
"""


@dataclass(frozen=True)
class Occasion:
    """One log as of one day.

    Parameters
    ----------
    data
        Name of the log.
    as_of
        Day as of which outcomes are known, ``YYYY-MM-DD``; groups are learned one horizon earlier.
    horizon
        Length of the outcome window, such as ``"26w"``.
    kind
        One of `OCCASION_KINDS`.

    Raises
    ------
    InputError
        ``E_PROTOCOL`` for another kind, ``E_DAY``, ``E_DURATION``.
    """

    data: str
    as_of: str
    horizon: str
    kind: str = "published"

    def __post_init__(self) -> None:
        if self.kind not in OCCASION_KINDS:
            remedy = f"choose from {', '.join(OCCASION_KINDS)}"
            raise InputError("E_PROTOCOL", "no such kind of log", remedy, [self.kind])
        parse_day(self.as_of)
        parse_duration(self.horizon)

    @property
    def name(self) -> str:
        """The log's name, and whether its outcomes are dealt to others."""
        return f"{self.data}, shuffled" if self.kind == "shuffled" else self.data
