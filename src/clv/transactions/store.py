"""A clean log on disk, so that it is read and cleaned once and looked at often."""

import json
import os
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from clv.errors import InputError, Notice
from clv.transactions.audit import Audit
from clv.transactions.engine import connect
from clv.transactions.log import Transactions

__all__ = ["is_saved_log", "open_log", "save_log"]

_DAYS, _FACTS = "purchase_days.parquet", "log.json"
_BATCH = 1_000_000


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
    """
    place = Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    (place / _FACTS).unlink(missing_ok=True)  # without its account a log is not a saved one
    days = log.connection.sql("FROM purchase_days ORDER BY customer_id, day")
    batches = days.to_arrow_reader(_BATCH)
    with pq.ParquetWriter(place / _DAYS, batches.schema) as writer:
        for batch in batches:
            writer.write_batch(batch)
    facts = {
        "source": log.source,
        "as_of": str(log.as_of),
        "first_day": str(log.first_day),
        "last_day": str(log.last_day),
        "has_amounts": log.has_amounts,
        "digest": log.digest,
        "audit": log.audit.to_dict(),
    }
    (place / _FACTS).write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")
    return place


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
    """
    return all(os.path.isfile(Path(folder) / name) for name in (_DAYS, _FACTS))


def _audit(facts: dict[str, object]) -> Audit:
    notices = tuple(
        Notice(**{**notice, "samples": tuple(notice["samples"])})
        for notice in facts.pop("notices")  # type: ignore[attr-defined]
    )
    return Audit(**facts, notices=notices)  # type: ignore[arg-type]


def open_log(
    folder: str | Path, as_of: date, memory_limit: str = "2GB", threads: int = 2
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
        ``E_AS_OF`` for another day.
    """
    place = Path(folder)
    facts = json.loads((place / _FACTS).read_text(encoding="utf-8"))
    if str(as_of) != facts["as_of"]:
        raise InputError(
            "E_AS_OF",
            f"the saved log speaks from {facts['as_of']}, not from {as_of}",
            "read the original log for another day: its account is of one day only",
        )
    connection = connect(memory_limit, threads)
    with pq.ParquetFile(place / _DAYS) as stored:
        batches = pa.RecordBatchReader.from_batches(stored.schema_arrow, stored.iter_batches())
        connection.register("stored", batches)
        connection.execute("CREATE TABLE purchase_days AS FROM stored")
        connection.unregister("stored")
    return Transactions(
        connection=connection,
        audit=_audit(facts["audit"]),
        as_of=as_of,
        first_day=date.fromisoformat(facts["first_day"]),
        last_day=date.fromisoformat(facts["last_day"]),
        has_amounts=facts["has_amounts"],
        digest=facts["digest"],
        source=facts["source"],
    )
