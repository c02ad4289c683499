"""Text encodings: declared, and named in the message when the declared one is not true."""

import codecs
from pathlib import Path

from clv.errors import InputError

__all__ = ["decode", "wrong_encoding"]

_LIKELY = ("utf-16", "utf-16-le", "utf-8", "gb18030", "big5", "shift_jis", "cp1252")
_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decode(content: bytes, encoding: str) -> str | None:
    """Decode the beginning of a text.

    Parameters
    ----------
    content
        Bytes that may end within a character.
    encoding
        Any that Python knows.

    Returns
    -------
    str or None
        The text without a byte order mark; ``None`` if it is not of that encoding.

    Examples
    --------
    >>> decode("客户,日期".encode("gb18030"), "gb18030")
    '客户,日期'
    >>> decode("客户,日期".encode("gb18030"), "utf-8") is None
    True
    """
    if encoding.startswith("utf-16") and content.startswith(_MARKS) != (encoding == "utf-16"):
        return None
    try:
        "".encode(encoding)  # refuses base64, rot13 and whatever else is no encoding of text
        text = codecs.getincrementaldecoder(encoding)().decode(content)
    except (UnicodeError, LookupError):
        return None
    return None if "\0" in text else text.removeprefix("\ufeff")


def wrong_encoding(path: Path, content: bytes, encoding: str) -> InputError:
    """Say that a file is not of the declared encoding, and which ones would fit.

    Parameters
    ----------
    path
        The file.
    content
        Some of its bytes.
    encoding
        The one that was declared.

    Returns
    -------
    InputError
        ``E_ENCODING``, to be raised.

    Examples
    --------
    >>> print(wrong_encoding(Path("log.csv"), "é".encode("utf-16"), "utf-8").args[0])
    E_ENCODING: log.csv is not utf-8 text; declare its encoding (--encoding), perhaps utf-16
    """
    fits = [name for name in _LIKELY if name != encoding and decode(content, name) is not None]
    return InputError(
        "E_ENCODING",
        f"{path.name} is not {encoding} text",
        f"declare its encoding (--encoding), perhaps {' or '.join(fits)}"
        if fits
        else "save it as UTF-8",
    )
