"""Addresses where a path or a name is expected: refused without a word of what they hold."""

import re

from clv.errors import InputError

__all__ = ["holds_password", "is_address", "refuse_address"]

_ADDRESS = re.compile(r"\s*[a-z][a-z0-9+.-]+:/+", re.IGNORECASE)
"""A path has one slash where the address it was made of had two."""

_PASSWORD = re.compile(r"password\s*=|:/[^@]*:[^@]*@", re.IGNORECASE)


def is_address(text: str) -> bool:
    """Say whether a text begins as an address does, also after it was made a path.

    Parameters
    ----------
    text
        As given for a log.

    Returns
    -------
    bool
        True for ``scheme://...`` and ``scheme:/...``; a drive's single letter is no scheme.

    Examples
    --------
    >>> is_address("mysql://db/shop"), is_address("C:/shop.csv"), is_address("shop.csv")
    (True, False, False)
    """
    return bool(_ADDRESS.match(text)) or "://" in text


def holds_password(text: str) -> bool:
    """Say whether an address, in any form that PostgreSQL knows, brings its password along.

    Parameters
    ----------
    text
        An address.

    Returns
    -------
    bool
        True rather than false where that is not certain.

    Examples
    --------
    >>> holds_password("mysql://ann:word@db/shop"), holds_password("mysql://ann@db/shop")
    (True, False)
    """
    return bool(_PASSWORD.search(text))


def refuse_address(text: str) -> InputError:
    """Say that an address is not the way to name a log.

    Parameters
    ----------
    text
        The address, of which nothing is repeated.

    Returns
    -------
    InputError
        ``E_SECRET`` if it holds a password, ``E_SOURCE`` otherwise; to be raised.

    Examples
    --------
    >>> print(refuse_address("mysql://ann:word@db/shop").found)
    the address given for the log holds a password
    """
    if holds_password(text):
        return InputError(
            "E_SECRET",
            "the address given for the log holds a password",
            "put the address of a PostgreSQL database into an environment variable and give "
            "DatabaseQuery(table=..., database='env:NAME') (on the command line: env:NAME in "
            "place of the log)",
        )
    return InputError(
        "E_SOURCE",
        "an address was given for the log",
        "give a path; or ask PostgreSQL: DatabaseQuery(table=..., database='env:NAME') (on the "
        "command line: env:NAME --table)",
    )
