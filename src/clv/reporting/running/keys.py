"""The key of a stage: a digest of everything that its results could depend on."""

import hashlib
import json
import platform
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

from clv.reporting.results import to_plain
from clv.transactions import Transactions

__all__ = ["VERSIONS", "digest", "digest_of", "file_digest", "log_facts", "stage_key", "versions"]

VERSIONS = ("clv", "duckdb", "matplotlib", "numpy", "pandas", "papermill", "scikit-learn", "scipy")
"""Libraries that the manifest names."""

_ALL_VERSIONS = (*VERSIONS, "ipykernel", "jinja2", "lifetimes", "nbclient", "pyarrow", "seaborn")


def digest(content: bytes) -> str:
    """Return the SHA-256 of some bytes.

    Parameters
    ----------
    content
        Any.

    Returns
    -------
    str
        64 hexadecimal digits.

    Examples
    --------
    >>> digest(b"")[:12]
    'e3b0c44298fc'
    """
    return hashlib.sha256(content).hexdigest()


def file_digest(path: Path) -> str:
    """Return the SHA-256 of a file.

    Parameters
    ----------
    path
        A file that can be read.

    Returns
    -------
    str
        64 hexadecimal digits.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def digest_of(value: Any) -> str:
    """Return the SHA-256 of what JSON knows, whatever the order of its keys.

    Parameters
    ----------
    value
        Mappings, sequences, texts, numbers, days.

    Returns
    -------
    str
        64 hexadecimal digits.

    Examples
    --------
    >>> digest_of({"a": 1, "b": 2}) == digest_of({"b": 2, "a": 1})
    True
    """
    return digest(json.dumps(to_plain(value), sort_keys=True).encode())


@cache
def _code() -> str:
    """Digest of the package: its code and whatever lies beside it, such as rules and templates."""
    package = Path(str(files("clv")))
    paths = sorted(path for path in package.rglob("*") if _counts(path.relative_to(package)))
    told = {p.relative_to(package).as_posix(): file_digest(p) for p in paths if p.is_file()}
    return digest_of(told)


def _counts(path: Path) -> bool:
    """Notebooks that the package carries are digested where they are used."""
    return "__pycache__" not in path.parts and path.parts[0] != "project"


@cache
def versions() -> Mapping[str, str]:
    """Return the versions of Python and of the libraries that results could depend on.

    Returns
    -------
    mapping of str to str
        By name; ``machine`` is the kind of processor.
    """
    return {name: version(name) for name in _ALL_VERSIONS} | {
        "python": platform.python_version(),
        "machine": platform.machine(),
    }


def log_facts(log: Transactions) -> dict[str, Any]:
    """Return what tells one log from another: content, not files, so that row order is no matter.

    Parameters
    ----------
    log
        The transactions of a run.

    Returns
    -------
    dict of str to Any
        What JSON knows.
    """
    return {
        "digest": log.digest,
        "source": log.source,
        "as_of": log.as_of,
        "columns": sorted(log.columns),
        "audit": log.audit.to_dict(),
    }


def stage_key(notebook: Path, parameters: Mapping[str, Any], given: Mapping[str, Any]) -> str:
    """Return the key of a stage.

    Parameters
    ----------
    notebook
        Its source.
    parameters
        As they are passed.
    given
        Digests of everything else that it is given: the log, earlier runs, and the keys of the
        stages that it comes after.

    Returns
    -------
    str
        64 hexadecimal digits; another one if the code of this package, a library that it computes
        with, Python or the kind of machine is another.
    """
    return digest_of(
        {
            "notebook": file_digest(notebook),
            "parameters": parameters,
            "given": given,
            "code": _code(),
            "versions": dict(versions()),
        }
    )
