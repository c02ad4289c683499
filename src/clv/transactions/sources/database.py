"""Databases as sources: a DuckDB file, or PostgreSQL at an address that a variable holds."""

import os
from dataclasses import dataclass
from pathlib import Path

from clv.datasets import holds_password, is_address, refuse_address
from clv.errors import InputError
from clv.transactions.sources.duckdb_file import duckdb_source
from clv.transactions.sources.postgresql import postgres_source
from clv.transactions.sources.source import Source

__all__ = ["DatabaseQuery", "database_source"]

_POSTGRES = ("postgresql://", "postgres://")
_VARIABLE = "env:"


@dataclass(frozen=True)
class DatabaseQuery:
    """What to ask which database.

    Parameters
    ----------
    sql
        One SELECT, which may begin with WITH. Either this or ``table``.
    table
        As ``"schema.name"``, or ``"name"`` where that is enough.
    database
        Path of a DuckDB file; or ``"env:NAME"``, where the environment variable NAME holds
        ``postgresql://user:password@host/name``. An address without a password may stand here
        itself.
    timeout
        Seconds that PostgreSQL may take, from the start of the query to its last row.

    Raises
    ------
    InputError
        ``E_QUERY`` unless there is exactly one of ``sql`` and ``table`` and the time-out is
        positive, ``E_SECRET`` if the address holds a password, ``E_SOURCE`` if it is none of
        PostgreSQL.

    Examples
    --------
    >>> DatabaseQuery(table="shop.orders", database="env:SHOP").title
    'the database in the variable SHOP'
    """

    sql: str | None = None
    table: str | None = None
    database: str | Path = ""
    timeout: float = 600

    def __post_init__(self) -> None:
        if holds_password(str(self.database)):
            object.__setattr__(self, "database", "")  # a traceback may show this object
            raise InputError(
                "E_SECRET",
                "the address of the database holds a password",
                "put the address into an environment variable and give database='env:NAME' "
                "(on the command line: env:NAME in place of the log)",
            )
        if is_address(str(self.database)) and not str(self.database).startswith(_POSTGRES):
            raise refuse_address(str(self.database))
        if (self.sql is None) == (self.table is None):
            asked = "nothing" if self.sql is None else "both a query and a table"
            raise InputError(
                "E_QUERY",
                f"a database is asked for {asked}",
                "give one of sql= (--sql) and table= (--table)",
            )
        if not self.timeout > 0:
            raise InputError("E_QUERY", "the time-out is not positive", "give seconds above 0")

    @property
    def title(self) -> str:
        """What to call the database without a word of its address."""
        named = str(self.database)
        if named.startswith(_VARIABLE):
            return f"the database in the variable {named.removeprefix(_VARIABLE)}"
        return "a PostgreSQL database" if named.startswith(_POSTGRES) else Path(named).name


def database_source(query: DatabaseQuery, *, memory_limit: str = "2GB", threads: int = 2) -> Source:
    """Ask a database.

    Parameters
    ----------
    query
        What to ask which.
    memory_limit
        What DuckDB may hold of a file before it spills to the temporary directory.
    threads
        Threads of DuckDB.

    Returns
    -------
    Source
        Batch by batch as the database gives them, in types of its own; exact numbers stay exact.

    Raises
    ------
    InputError
        ``E_DATABASE``, ``E_QUERY``, ``E_TABLE`` or ``E_EXTRA``; the first two also while batches
        are read. No message holds a part of the address.
    """
    address = _address(query)
    if address is None:
        path = Path(query.database)
        return duckdb_source(
            path, sql=query.sql, table=query.table, memory_limit=memory_limit, threads=threads
        )
    return postgres_source(
        address, query.title, sql=query.sql, table=query.table, timeout=query.timeout
    )


def _address(query: DatabaseQuery) -> str | None:
    """Return the address of a PostgreSQL database; ``None`` for a file."""
    named = str(query.database)
    if not named.startswith(_VARIABLE):
        return named if named.startswith(_POSTGRES) else None
    variable = named.removeprefix(_VARIABLE)
    address = os.environ.get(variable, "").strip()
    if not address.startswith(_POSTGRES):
        raise InputError(
            "E_DATABASE",
            f"the environment variable {variable!r} is not set to an address of PostgreSQL",
            "set it to postgresql://user:password@host/name",
        )
    return address
