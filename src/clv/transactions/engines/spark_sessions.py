"""Sessions of Spark: one of our own, and nothing left behind in it."""

from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from clv.errors import InputError

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

__all__ = ["free", "own_session", "release"]

# What a session of ours needs whatever the user's does: errors instead of NULL where a number is
# too large or a text is none, no zone of this machine, no digits cut off products.
_SETTINGS = {
    "spark.sql.ansi.enabled": "true",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.decimalOperations.allowPrecisionLoss": "false",
    "spark.sql.caseSensitive": "false",
    "spark.sql.timestampType": "TIMESTAMP_LTZ",
    "spark.sql.parser.escapedStringLiterals": "false",
}
_KEPT = ("spark.sql.shuffle.partitions", "spark.sql.adaptive.enabled")


def own_session(session: "SparkSession") -> "SparkSession":
    """Open a session beside the user's, with the settings that our queries need.

    Parameters
    ----------
    session
        The user's; it stays as it is.

    Returns
    -------
    pyspark.sql.SparkSession
        Of the same application.

    Raises
    ------
    InputError
        ``E_SPARK`` if there cannot be one.
    """
    if int(session.version.partition(".")[0]) < 4 or not hasattr(session, "newSession"):
        raise InputError(
            "E_SPARK",
            f"Spark {session.version} as reached here cannot hold a log",
            "give a table of Spark 4 that was not reached through Spark Connect, or its Parquet "
            "files",
        )
    own = session.newSession()
    for setting in _KEPT:
        own.conf.set(setting, str(session.conf.get(setting)))
    for setting, value in _SETTINGS.items():
        own.conf.set(setting, value)
    return own


def free(table: "DataFrame") -> None:
    """Give back the memory of a table that was cut off from its history.

    Parameters
    ----------
    table
        As ``localCheckpoint`` has made it.

    Notes
    -----
    Python has no word for it. Without this Spark gives it back with its next collection of
    garbage, up to half an hour later.
    """
    table._jdf.queryExecution().analyzed().rdd().unpersist(False)


def release(
    session: "SparkSession", tables: Mapping[str, "DataFrame"], adopted: Mapping[str, str]
) -> None:
    """Give back what an engine holds in Spark.

    Parameters
    ----------
    session
        The engine's.
    tables
        Tables kept in memory.
    adopted
        Names of global views.
    """
    with suppress(Exception):  # Spark itself may be gone before
        for table in tables.values():
            free(table)
        for shared in adopted.values():
            session.catalog.dropGlobalTempView(shared)
