"""What tests of sources share."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.transactions.engines import spark_session
from tests.transactions.postgres import Server, programs, running

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A PostgreSQL server with nothing in it."""
    folder = programs()
    if folder is None:
        pytest.skip("no PostgreSQL server is installed")
    with running(folder) as server:
        yield server


@pytest.fixture(scope="session")
def spark() -> Iterator["SparkSession"]:
    """A local Spark, started when the first test asks for it."""
    if not spark_session.can_start():
        pytest.skip("pyspark or Java is not installed")
    with spark_session.running() as session:
        yield session
