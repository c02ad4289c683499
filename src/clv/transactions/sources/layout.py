"""How a delimited text file is laid out: found in its first line, by its first bytes."""

import csv
import gzip
import io
import re
import zlib
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from clv.errors import InputError
from clv.transactions.sources.encodings import decode, wrong_encoding

__all__ = ["BLANKS", "Layout", "beginning", "damaged", "find_layout", "is_gzip", "reason"]

BLANKS = " "
"""As a delimiter: runs of blanks."""

_OPEN = re.compile(r'^(?:[^"]*"[^"]*")*(?:[^"]*[^\w\s"])?"[^"]*$')
"""A line whose last field begins with a quotation mark that nothing closes."""

_DELIMITERS = (",", ";", "\t", "|", BLANKS)


@dataclass(frozen=True)
class Layout:
    """How a file is to be read.

    Parameters
    ----------
    path
        The file, plain or gzipped.
    encoding
        Of its text.
    delimiter
        A single character; `BLANKS` stands for runs of blanks.
    names
        Of the columns; ``"0"``, ``"1"``, ... without a header line.
    skip
        Lines before the first row.
    """

    path: Path
    encoding: str
    delimiter: str
    names: tuple[str, ...]
    skip: int


def find_layout(
    path: Path, *, wanted: Collection[str] | None, delimiter: str | None, encoding: str
) -> Layout:
    """Look at the first line of a file that is not blank.

    Parameters
    ----------
    path
        Delimited text, plain or gzipped.
    wanted
        Names of the columns to look for, which decide between delimiters; ``None`` if the file
        has no header line.
    delimiter
        A single character, a backslash with t for a tab, or ``None`` to find it.
    encoding
        Any that Python knows.

    Returns
    -------
    Layout
        With two columns or more.

    Raises
    ------
    InputError
        ``E_EMPTY``, ``E_ENCODING``, ``E_DELIMITER``, ``E_FILE``.
    """
    if delimiter == r"\t":  # as a tab is written where none can be typed
        delimiter = "\t"
    if delimiter is not None and len(delimiter) != 1:
        raise InputError(
            "E_DELIMITER",
            f"{delimiter!r} is not a delimiter",
            "give one character, such as ';' (--delimiter)",
        )
    blank_lines, line = _first_line(path, encoding)
    chosen = delimiter or _find_delimiter(line, wanted or ())
    fields = _split(line, chosen)
    if len(fields) == 1:
        raise _one_column(path, line, chosen)
    if wanted is None:
        return Layout(path, encoding, chosen, tuple(map(str, range(len(fields)))), blank_lines)
    return Layout(path, encoding, chosen, tuple(fields), blank_lines + 1 + line.count("\n"))


def _first_line(path: Path, encoding: str) -> tuple[int, str]:
    """Return the first line that holds something, and how many blank ones stand before it.

    The line ends where no quotation mark is open: a name in it may hold line ends.
    """
    head = beginning(path, 1 << 16)
    text = decode(head, encoding)
    if text is None:
        raise wrong_encoding(path, head, encoding)
    lines = list(io.StringIO(text, newline=None))
    for i, line in enumerate(lines):
        if line.strip():
            return i, _to_its_end(lines[i:]).rstrip("\n")
    raise InputError("E_EMPTY", f"{path.name} holds nothing but blank lines", "export it again")


def _to_its_end(lines: list[str]) -> str:
    if not _OPEN.search(lines[0]):
        return lines[0]
    closing = (n for n, line in enumerate(lines) if n and line.count('"') % 2)
    return "".join(lines[: next(closing, 0) + 1])


def _split(line: str, delimiter: str) -> list[str]:
    if delimiter == BLANKS:
        return line.split()
    return next(csv.reader(io.StringIO(line), delimiter=delimiter))


def _find_delimiter(line: str, wanted: Collection[str]) -> str:
    """Choose the delimiter that finds most of the wanted names, then most columns.

    Blanks come last: they may stand within the names that another delimiter separates.
    """

    def worth(delimiter: str) -> tuple[int, bool, int]:
        fields = _split(line, delimiter)
        found = len(set(wanted) & set(fields))
        return found, delimiter != BLANKS and len(fields) > 1, len(fields)

    return max(_DELIMITERS, key=worth)


def _one_column(path: Path, line: str, tried: str) -> InputError:
    likely = _find_delimiter(line, ())
    hint = f"try delimiter={likely!r} (--delimiter {likely!r})"
    return InputError(
        "E_DELIMITER",
        f"{path.name} has only one column when split at {tried!r}",
        hint if len(_split(line, likely)) > 1 else "declare another (--delimiter)",
    )


def is_gzip(path: Path) -> bool:
    """Look whether the first bytes of a file are those of gzip.

    Parameters
    ----------
    path
        A readable file.

    Returns
    -------
    bool
        True for gzip, whatever the name ends in.
    """
    with path.open("rb") as file:
        return file.read(2) == b"\x1f\x8b"


def beginning(path: Path, size: int) -> bytes:
    """Read the beginning of a file's content, unpacked.

    Parameters
    ----------
    path
        The file, plain or gzipped.
    size
        How many bytes at most.

    Returns
    -------
    bytes
        Fewer only where the content is shorter.

    Raises
    ------
    InputError
        ``E_FILE`` if they cannot be read.
    """
    try:
        with gzip.open(path) if is_gzip(path) else path.open("rb") as file:
            return file.read(size)
    except (EOFError, OSError, zlib.error) as error:
        raise damaged(path, error) from None


def reason(error: Exception) -> str:
    r"""Say in one line what stopped the reading.

    Parameters
    ----------
    error
        Its message may have many lines, or none.

    Returns
    -------
    str
        The first line of its message, or its kind.

    Examples
    --------
    >>> reason(OSError()), reason(OSError("no disk\nat all"))
    ('OSError', 'no disk')
    """
    return next((line for line in str(error).splitlines() if line.strip()), type(error).__name__)


def damaged(path: Path, error: Exception) -> InputError:
    """Say that a file cannot be read to its end.

    Parameters
    ----------
    path
        The file.
    error
        What stopped the reading.

    Returns
    -------
    InputError
        ``E_FILE``, to be raised.
    """
    return InputError(
        "E_FILE", f"{path.name} is damaged: {reason(error)}", "export or copy it again"
    )
