"""A clean log on disk, so that it is read and cleaned once and looked at often."""

import hashlib
import json
import os
from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from clv.errors import InputError, Notice
from clv.periods import parse_day
from clv.transactions.audit import Audit
from clv.transactions.customer_facts import keep_customer_facts
from clv.transactions.engines.engine import DuckDBEngine, connect
from clv.transactions.log import Transactions

__all__ = ["is_saved_log", "open_log", "save_log", "saved_as_of"]

_DAYS, _CATEGORIES, _FACTS = "purchase_days.parquet", "category_days.parquet", "log.json"


def save_log(log: Transactions, folder: str | Path) -> Path:
    """Write a clean log and its account into a folder.

    Parameters
    ----------
    log
        A clean log.
    folder
        Made if absent; a log in it is overwritten.

    Returns
    -------
    pathlib.Path
        The folder.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from clv.transactions import read_transactions
    >>> log = read_transactions("cdnow_sample", as_of="1998-07-01")
    >>> with TemporaryDirectory() as folder:
    ...     str(saved_as_of(save_log(log, folder))), open_log(folder, "1998-07-01") == log
    ('1998-07-01', True)
    """
    place = Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    (place / _FACTS).unlink(missing_ok=True)  # without its account a log is not a saved one
    _write(log, "SELECT * FROM purchase_days ORDER BY customer_id, day", place / _DAYS)
    if _has_categories(log.columns):
        _write(log, "SELECT * FROM category_days ORDER BY 1, 2, 3, 4", place / _CATEGORIES)
    facts = {
        "source": log.source,
        "as_of": str(log.as_of),
        "first_day": str(log.first_day),
        "last_day": str(log.last_day),
        "has_amounts": log.has_amounts,
        "columns": sorted(log.columns),
        "audit": log.audit.to_dict(),
        "files": {path.name: _digest(path) for path in _tables(place, log.columns)},
    }
    sealed = {"facts": facts, "sha256": _seal(facts)}
    (place / _FACTS).write_text(json.dumps(sealed, ensure_ascii=False), encoding="utf-8")
    return place


def _tables(place: Path, columns: Collection[str]) -> list[Path]:
    return [place / _DAYS, *([place / _CATEGORIES] if _has_categories(columns) else [])]


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _seal(facts: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


def _has_categories(columns: Collection[str]) -> bool:
    return bool({"category", "channel"} & set(columns))


def _write(log: Transactions, sql: str, path: Path) -> None:
    batches = log.engine.batches(sql)
    with pq.ParquetWriter(path, batches.schema) as writer:
        for batch in batches:
            writer.write_batch(batch)


def is_saved_log(folder: str | Path) -> bool:
    """Say whether a folder holds a log that `save_log` has written.

    Parameters
    ----------
    folder
        Any path.

    Returns
    -------
    bool
        True if both of its files are there.

    Examples
    --------
    >>> is_saved_log("no/such/folder")
    False
    """
    return all(os.path.isfile(Path(folder) / name) for name in (_DAYS, _FACTS))


def _sealed_facts(place: Path) -> dict[str, Any]:
    """Read what was written beside the tables, if all is as it was written."""
    try:
        stored = json.loads((place / _FACTS).read_text(encoding="utf-8"))
        facts: dict[str, Any] = stored["facts"]
        found = {path.name: _digest(path) for path in _tables(place, facts["columns"])}
        whole = stored["sha256"] == _seal(facts) and found == facts["files"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        whole = False
    if not whole:
        raise InputError(
            "E_FILE",
            f"the saved log in {place.name} is not as it was written",
            "read the original log again",
        )
    return facts


def _audit(facts: Mapping[str, Any]) -> Audit:
    notices = tuple(
        Notice(**{**notice, "samples": tuple(notice["samples"])}) for notice in facts["notices"]
    )
    samples = {reason: tuple(found) for reason, found in facts["samples"].items()}
    return Audit(**{**facts, "samples": samples, "notices": notices})


def saved_as_of(folder: str | Path) -> date:
    """Say from which day a saved log speaks.

    Parameters
    ----------
    folder
        Where `save_log` has written.

    Returns
    -------
    datetime.date
        The day that it was read with.

    Raises
    ------
    InputError
        ``E_FILE`` if the files are not as they were written.
    """
    return date.fromisoformat(_sealed_facts(Path(folder))["as_of"])


def open_log(
    folder: str | Path, as_of: str | date, memory_limit: str = "2GB", threads: int = 2
) -> Transactions:
    """Open a log that `save_log` has written.

    Parameters
    ----------
    folder
        Where it was saved.
    as_of
        The day from which it is to speak: the one it was saved with.
    memory_limit
        What the engine may hold before it spills to the temporary directory.
    threads
        Threads of the engine.

    Returns
    -------
    Transactions
        Equal to the log that was saved.

    Raises
    ------
    InputError
        ``E_AS_OF`` for another day, ``E_FILE`` if the files are not as they were written.
    """
    place, as_of = Path(folder), parse_day(as_of)
    facts = _sealed_facts(place)
    if str(as_of) != facts["as_of"]:
        raise InputError(
            "E_AS_OF",
            f"the saved log speaks from {facts['as_of']}, not from {as_of}",
            "read the original log for another day: its account is of one day only",
        )
    engine = connect(memory_limit, threads)
    _read(engine, "day_rows", place / _DAYS)
    engine.view("purchase_days", "SELECT * FROM day_rows")
    keep_customer_facts(engine)
    if _has_categories(facts["columns"]):
        _read(engine, "category_days", place / _CATEGORIES)
    return Transactions(
        engine=engine,
        audit=_audit(facts["audit"]),
        as_of=as_of,
        first_day=date.fromisoformat(facts["first_day"]),
        last_day=date.fromisoformat(facts["last_day"]),
        has_amounts=facts["has_amounts"],
        columns=frozenset(facts["columns"]),
        source=facts["source"],
    )


def _read(engine: DuckDBEngine, table: str, path: Path) -> None:
    """Load a file that `save_log` has written."""
    with pq.ParquetFile(path) as stored:
        batches = pa.RecordBatchReader.from_batches(stored.schema_arrow, stored.iter_batches())
        engine.connection.register("stored", batches)
        engine.table(table, "SELECT * FROM stored")
        engine.connection.unregister("stored")
