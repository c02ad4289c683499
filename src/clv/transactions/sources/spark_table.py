"""A table of Spark as a source: it stays where it is."""

from typing import TYPE_CHECKING

import pyarrow as pa

from clv.transactions.readings.reading import Kind
from clv.transactions.sources.source import Source

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

__all__ = ["is_spark", "spark_columns", "spark_source"]

_KINDS: dict[str, Kind] = {
    **dict.fromkeys(("byte", "short", "integer", "long", "float", "double", "decimal"), "number"),
    "date": "day",
    "timestamp_ntz": "moment",
    "timestamp": "zoned",
}


def is_spark(source: object) -> bool:
    """Say whether something is a table of Spark, without asking for Spark.

    Parameters
    ----------
    source
        Anything.

    Returns
    -------
    bool
        True for a ``DataFrame`` of pyspark.

    Examples
    --------
    >>> is_spark([])
    False
    """
    return any(
        kind.__name__ == "DataFrame" and kind.__module__.startswith("pyspark.sql")
        for kind in type(source).__mro__
    )


def spark_columns(table: "DataFrame") -> list[tuple[str, Kind]]:
    """List the columns of a table of Spark and what they hold.

    Parameters
    ----------
    table
        Nothing of it is read.

    Returns
    -------
    list of tuple of str and str
        Name and kind of each: ``"number"``, ``"day"``, ``"moment"``, ``"zoned"`` (Spark's
        TIMESTAMP is a point in time) or ``"text"``.
    """
    return [
        (field.name, _KINDS.get(field.dataType.typeName(), "text")) for field in table.schema.fields
    ]


def spark_source(table: "DataFrame") -> Source:
    """Wrap a table of Spark, of which nothing is read.

    Parameters
    ----------
    table
        Stays where it is.

    Returns
    -------
    Source
        All columns.
    """
    types = {
        "number": pa.float64(),
        "day": pa.date32(),
        "moment": pa.timestamp("us"),
        "zoned": pa.timestamp("us", "UTC"),
        "text": pa.string(),
    }
    columns = spark_columns(table)
    names = tuple(name for name, _ in columns)
    return Source(names, iter(()), tuple(types[kind] for _, kind in columns), table)
