"""Watch a log being read: show how far it is, and turn the engine's faults into named ones."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import duckdb
import pyarrow as pa
from tqdm import tqdm

from clv.errors import InputError

__all__ = ["watched"]


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
        ``E_MEMORY`` if the engine's limit was too small, ``E_FILE`` if the source broke off.
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
        except (duckdb.IOException, duckdb.InvalidInputException, pa.ArrowException) as error:
            why = str(error).splitlines()[0]
            raise InputError(
                "E_FILE", f"{title} cannot be read to its end: {why}", "export or copy it again"
            ) from None
