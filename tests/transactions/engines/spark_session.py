"""A Spark of the tests' own, small and quiet."""

import importlib.util
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

SETTINGS = {
    "spark.driver.memory": "1g",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.shuffle.partitions": "4",
    "spark.sql.codegen.wholeStage": "false",  # for small data compiling is most of the time
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
}


def can_start() -> bool:
    """Whether pyspark and a Java for it are installed."""
    has_java = bool(shutil.which("java") or os.environ.get("JAVA_HOME"))
    return has_java and all(map(importlib.util.find_spec, ("pyspark", "sqlglot")))


@contextmanager
def running() -> Iterator["SparkSession"]:
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[2]").appName("clv tests")
    builder = builder.config("spark.sql.warehouse.dir", tempfile.mkdtemp(prefix="spark-warehouse-"))
    for setting, value in SETTINGS.items():
        builder = builder.config(setting, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    # Far from what our own session needs, so that the tests see whether it sets it.
    session.conf.set("spark.sql.session.timeZone", "Asia/Shanghai")
    session.conf.set("spark.sql.ansi.enabled", "false")
    yield session
    session.stop()
