"""Values that nobody may read: masked wherever a run writes or says something."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

import pandas as pd

from clv.errors import ClvError, InputError, RunError
from clv.reporting.catalogue import Report

__all__ = ["Secrets", "secrets_of"]

_MASK = "***"
_SHORTEST = 4
_ENV = "env:"


@dataclass(frozen=True)
class Secrets:
    """Values that nobody may read.

    Parameters
    ----------
    values
        The longest first, so that none is masked in part.

    Examples
    --------
    >>> Secrets(("hunter22",)).text("password=hunter22")
    'password=***'
    """

    values: tuple[str, ...] = ()

    def text(self, text: str) -> str:
        """Return a text with every secret in it masked."""
        for value in self.values:
            text = text.replace(value, _MASK)
        return text

    def tree(self, value: Any) -> Any:
        """Return what JSON knows with every secret in it masked, in keys as well."""
        if isinstance(value, Mapping):
            return {self.text(str(key)): self.tree(item) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return [self.tree(item) for item in value]
        return self.text(value) if isinstance(value, str) else value

    def masked(self, error: ClvError) -> ClvError:
        """Return the same error with every secret in it masked."""
        error.args = tuple(self.tree(error.args))
        error.found, error.remedy = self.text(error.found), self.text(error.remedy)
        error.samples = tuple(map(self.text, error.samples))
        return error

    def check_table(self, name: str, frame: pd.DataFrame) -> None:
        """Refuse a table that holds a secret: a masked cell would be a wrong one.

        Raises
        ------
        RunError
            ``E_SECRET``, naming the column.
        """
        if not self.values:
            return
        whole = frame.reset_index()
        for column in whole.select_dtypes(["object", "string", "category"]):
            cells = whole[column].astype("str")
            if any(cells.str.contains(value, regex=False).any() for value in self.values):
                raise RunError(
                    "E_SECRET",
                    f"column {column} of the table {name} holds the value of a secret",
                    "let the notebook leave it out",
                )


def secrets_of(report: Report, parameters: Mapping[str, Any]) -> Secrets:
    """Find the values that a run must not tell.

    Parameters
    ----------
    report
        Its ``secret`` parameters and its key of customers' ids name environment variables.
    parameters
        Settled; a source ``env:NAME`` names one as well.

    Returns
    -------
    Secrets
        Empty where nothing is secret; of a database's address its password as well.

    Raises
    ------
    InputError
        ``E_SECRET`` for a variable that is not set, or shorter than four characters: it could not
        be masked without spoiling other text.
    """
    said = [str(parameters[p.name]) for p in report.parameters if p.type == "secret"]
    sources = [str(parameters[p.name]) for p in report.parameters if p.type == "source"]
    said += [source.removeprefix(_ENV) for source in sources if source.startswith(_ENV)]
    said += [report.ids_key] if report.customer_ids == "hashed" else []
    values = {value for name in said if name for value in _values(name)}
    return Secrets(tuple(sorted(values, key=lambda value: (-len(value), value))))


def _values(name: str) -> Iterable[str]:
    value = os.environ.get(name, "")
    if len(value) < _SHORTEST:
        raise InputError(
            "E_SECRET",
            f"the environment variable {name} "
            + (f"is shorter than {_SHORTEST} characters" if value else "is not set"),
            "set it to the secret itself; only its name stands in the catalogue",
        )
    yield value
    yield repr(value)[1:-1]  # as a traceback writes it
    password = _password(value)
    if password and len(password) >= _SHORTEST:
        yield from (password, unquote(password))


def _password(value: str) -> str | None:
    try:
        return urlsplit(value).password
    except ValueError:
        return None
