"""What it takes to turn a column of the source into typed values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from clv.errors import Notice

__all__ = ["Kind", "Reading"]

Kind = Literal["text", "number", "day", "moment", "zoned"]
"""Type of a column of ``raw``: text, any number, a day, a point in time without or with a zone."""


@dataclass(frozen=True)
class Reading:
    """How a column becomes a typed value: proved on the whole column, not yet carried out.

    Parameters
    ----------
    expression
        SQL for the value; NULL only where the source has nothing.
    by_text
        Whether ``expression`` is over ``text`` of the table ``<column>_texts``, which has to be
        joined to ``raw`` (``original`` equals the column); otherwise it is over ``raw`` itself.
    repairs
        Named repairs with the condition, in the scope of ``expression``, of the rows they touch.
    notices
        What else has to be said.

    Examples
    --------
    >>> Reading("CAST(date AS DATE)").by_text
    False
    """

    expression: str
    by_text: bool = False
    repairs: Mapping[str, str] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()
