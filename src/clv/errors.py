"""One family of errors and warnings: what was found, what is needed, what to do.

Every fault has a code. Codes starting with ``E_`` stop the work, codes starting with ``W_`` travel
with the result and are printed where the result is printed.
"""

from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["ClvError", "FitError", "InputError", "Notice", "RunError", "mask", "mask_id"]

SAMPLES_SHOWN = 3


def mask(value: object) -> str:
    """Shorten a value so that a message can show it without giving a person away.

    Parameters
    ----------
    value
        Anything found in the data.

    Returns
    -------
    str
        Up to 12 characters whole; longer ones by their first two, their last two and their length.

    Examples
    --------
    >>> mask("31/02/2024")
    '31/02/2024'
    >>> mask("jane.doe@example.org")
    'ja…rg (20 characters)'
    """
    text = str(value)
    shown = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)
    return shown if len(shown) <= 12 else f"{shown[:2]}…{shown[-2:]} ({len(text)} characters)"


def mask_id(value: object) -> str:
    """Shorten a customer's id so far that nobody can be told by it.

    Parameters
    ----------
    value
        An id.

    Returns
    -------
    str
        Its first character and its length; up to two characters, as in ``"0"`` for guests, whole.

    Examples
    --------
    >>> mask_id("Jane Doe")
    'J… (8 characters)'
    """
    text = str(value)
    return text if len(text) <= 2 else f"{text[:1]}… ({len(text)} characters)"


def _sentence(found: str, samples: tuple[str, ...], remedy: str) -> str:
    shown = f" (for example {', '.join(repr(s) for s in samples)})" if samples else ""
    return f"{found}{shown}; {remedy}"


@dataclass(frozen=True)
class Notice:
    """A warning that belongs to a result and is printed wherever the result is.

    Parameters
    ----------
    code
        ``W_...`` or ``CLV...``, stable, one per kind of fault.
    found
        What was found, with counts.
    remedy
        What a reader can do about it.
    count
        Rows, customers or values concerned.
    samples
        Up to three masked examples.

    Examples
    --------
    >>> str(Notice("W_DUPLICATE_ROWS", "255 rows repeat another", "check the export"))
    'W_DUPLICATE_ROWS: 255 rows repeat another; check the export'
    """

    code: str
    found: str
    remedy: str
    count: int = 0
    samples: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.code}: {_sentence(self.found, self.samples, self.remedy)}"


class ClvError(Exception):
    """Base of all errors raised on purpose: one clear sentence, a code and a way out.

    Parameters
    ----------
    code
        ``E_...``, stable, one per kind of fault.
    found
        What was found, with counts.
    remedy
        What is needed and what to do.
    samples
        Offending values; up to three are shown, masked.

    Examples
    --------
    >>> raise InputError("E_EMPTY", "the log has no rows", "export at least one purchase")
    Traceback (most recent call last):
    clv.errors.InputError: E_EMPTY: the log has no rows; export at least one purchase
    """

    def __init__(self, code: str, found: str, remedy: str, samples: Iterable[object] = ()) -> None:
        self.code = code
        self.found = found
        self.remedy = remedy
        self.samples = tuple(mask(s) for s in list(samples)[:SAMPLES_SHOWN])
        super().__init__(f"{code}: {_sentence(found, self.samples, remedy)}")


class InputError(ClvError):
    """The data or a parameter cannot be used as given."""


class FitError(ClvError):
    """A model refuses the data it was given."""


class RunError(ClvError):
    """A report run could not be brought to its end; the last good report stays as it was."""
