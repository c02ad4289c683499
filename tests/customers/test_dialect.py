"""Every question that the customer tables ask can be put to Spark as well."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from clv.transactions.engines.engine import Engine
from clv.transactions.engines.spark_sql import spark_sql
from tests.customers.logs import read_items
from tests.customers.test_future import TABLES, made


class Translating:
    """An engine that translates each question before it asks it."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.asked: list[str] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self.engine, name)

    def frame(self, sql: str, values: Mapping[str, Any] | None = None) -> pd.DataFrame:
        self.asked.append(spark_sql(sql, values))
        return self.engine.frame(sql, values)


def test_every_question_has_a_translation() -> None:
    log = read_items([])
    engine = Translating(log.engine)
    made(replace(log, engine=engine))
    assert len(engine.asked) >= len(TABLES)
    assert all("$" not in sql and "DATE_DIFF('" not in sql.upper() for sql in engine.asked)
