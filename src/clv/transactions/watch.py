"""Watch a log being read: show how far it is, and turn the engine's faults into named ones."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import duckdb
import pyarrow as pa
from tqdm import tqdm

from clv.errors import InputError
from clv.transactions.sources.layout import reason

__all__ = ["watched"]


_OF_THE_ENGINE = (
    duckdb.IOException,
    duckdb.InvalidInputException,
    duckdb.ConversionException,
    duckdb.OutOfRangeException,
    duckdb.NotImplementedException,
    duckdb.NotSupportedError,
    pa.ArrowException,
)


@contextmanager
def watched(title: str, *, show: bool) -> Iterator[Callable[[int], object]]:
    """Show rows and rows a second on stderr while a log is read.

    Parameters
    ----------
    title
        What a reader calls the log.
    show
        Whether anything is shown.

    Yields
    ------
    Callable
        To be told the number of rows that were read, batch by batch.

    Raises
    ------
    InputError
        ``E_MEMORY`` if the engine's limit was too small, ``E_FILE`` if the source broke off or has
        a type that the engine does not know, ``E_AMOUNT`` if money grew too large to be counted.
    """
    with tqdm(desc=f"reading {title}", unit=" rows", unit_scale=True, disable=not show) as bar:
        try:
            yield bar.update
        except (duckdb.OutOfMemoryException, MemoryError):
            raise InputError(
                "E_MEMORY",
                f"{title} cannot be read within the engine's memory limit",
                "give it more: memory_limit='4GB' (--memory-limit 4GB)",
            ) from None
        except _OF_THE_ENGINE as error:
            raise _broken_off(title, error) from None


def _broken_off(title: str, error: Exception) -> InputError:
    why = reason(error)
    too_large = isinstance(error, duckdb.ConversionException) and "DECIMAL(38" in why
    if too_large or isinstance(error, duckdb.OutOfRangeException):
        return InputError(
            "E_AMOUNT",
            f"amounts of {title} are too large to be counted",
            "check the amounts and the rates of exchange, or give them in a larger unit",
        )
    if isinstance(error, duckdb.NotImplementedException | duckdb.NotSupportedError):
        remedy = "convert that column to text or to a common type"
        return InputError("E_FILE", f"{title} cannot be read: {why}", remedy)
    found = f"{title} cannot be read to its end: {why}"
    return InputError("E_FILE", found, "export or copy it again")
