"""Spark as the engine: a log that is too large for one machine stays on its cluster."""

import weakref
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pandas as pd
import pyarrow as pa

from clv.transactions.engines.spark_answers import answer_frame
from clv.transactions.engines.spark_sessions import free, own_session, release

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

__all__ = ["SparkEngine"]


class SparkEngine:
    """Tables of Spark, in a session of their own beside the user's.

    Parameters
    ----------
    session
        The user's; neither its settings nor its views are changed.

    Raises
    ------
    InputError
        ``E_SPARK`` if Spark is older than 4, or is reached through Spark Connect, which has no
        further sessions.
    """

    def __init__(self, session: "SparkSession") -> None:
        self.session = own_session(session)
        self._tables: dict[str, DataFrame] = {}
        self._adopted: dict[str, str] = {}
        # A log that nobody holds any longer, or whose reading failed, leaves nothing in Spark.
        weakref.finalize(self, release, self.session, self._tables, self._adopted).atexit = False

    def adopt(self, name: str, table: "DataFrame") -> None:
        """Name the user's table as a view, with columns c0, c1, ... in its order.

        Only what all sessions of an application share can pass from one to another: a global
        view, which goes when the name is dropped. Maps become text: Spark can neither hash nor
        compare them.
        """
        self.drop(name)
        shared = f"clv_{uuid4().hex}"
        columns = [f"c{i}" for i in range(len(table.columns))]
        _without_maps(table.toDF(*columns)).createGlobalTempView(shared)
        self._adopted[name] = shared
        self.view(name, f"SELECT * FROM {self._shared()}.{shared}")

    def table(self, name: str, select: str) -> None:
        """Run a query and keep its rows under a name, instead of what had that name."""
        table = self._keep(select)
        self.drop(name)
        table.createTempView(name)
        self._tables[name] = table

    def append(self, name: str, select: str) -> None:
        """Add the rows of a query to a table, which is made if it is not there."""
        before = f"SELECT * FROM {name} UNION ALL " if name in self._tables else ""
        self.table(name, before + select)

    def view(self, name: str, select: str) -> None:
        """Name a query that is run whenever it is used, instead of what had that name."""
        from clv.transactions.engines.spark_sql import spark_sql

        self._forget(name)
        # By its text, not by its plan: it then sees tables that are replaced later.
        self.session.sql(f"CREATE TEMPORARY VIEW {name} AS {spark_sql(select)}")

    def drop(self, *names: str) -> None:
        """Forget tables and views; those that are not there are no fault."""
        for name in names:
            self._forget(name)
            if shared := self._adopted.pop(name, None):
                self.session.catalog.dropGlobalTempView(shared)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Return an answer as plain values."""
        return [tuple(row) for row in self._ask(sql).collect()]

    def frame(self, sql: str, values: Mapping[str, Any] | None = None) -> pd.DataFrame:
        """Return an answer as a table, with values for ``$name`` in the query."""
        return answer_frame(self._ask(sql, values).toArrow())

    def batches(self, sql: str) -> pa.RecordBatchReader:
        """Return an answer piece by piece, one for each of Spark's partitions."""
        from pyspark.sql.functions import spark_partition_id

        answer = self._keep(sql)

        def pieces() -> Iterator[pa.RecordBatch]:
            for number in range(answer.rdd.getNumPartitions()):
                yield from answer.where(spark_partition_id() == number).toArrow().to_batches()
            free(answer)

        return pa.RecordBatchReader.from_batches(answer.limit(0).toArrow().schema, pieces())

    def _keep(self, select: str) -> "DataFrame":
        from pyspark import StorageLevel

        # Not cached but cut off from what it was made of: Spark would go through the whole history
        # of every table, for each query anew, which costs ten times the answer of a small log.
        return self._ask(select).localCheckpoint(
            eager=True, storageLevel=StorageLevel.MEMORY_AND_DISK
        )

    def _ask(self, sql: str, values: Mapping[str, Any] | None = None) -> "DataFrame":
        from clv.transactions.engines.spark_sql import spark_sql

        return self.session.sql(spark_sql(sql, values))

    def _forget(self, name: str) -> None:
        if (table := self._tables.pop(name, None)) is not None:
            free(table)
        self.session.catalog.dropTempView(name)

    def _shared(self) -> str:
        return str(self.session.conf.get("spark.sql.globalTempDatabase"))


def _without_maps(table: "DataFrame") -> "DataFrame":
    """Write columns that are maps, or hold some, as JSON."""
    from pyspark.sql.functions import to_json

    maps = [field.name for field in table.schema.fields if "map<" in field.dataType.simpleString()]
    return table.withColumns({name: to_json(name) for name in maps}) if maps else table
