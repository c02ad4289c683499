"""All rule systems on a large log: reading, one wide table, and labels by each system.

There is no peer: no library that we know of labels by these systems.
"""

import resource
from pathlib import Path
from time import perf_counter

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from tqdm import tqdm

from clv.customers import customer_facts
from clv.rules import SYSTEMS
from clv.transactions import read_transactions

from .logs import AS_OF, COLUMNS, write_log

__all__ = ["measure"]

CATEGORIES = np.array([f"category {n}" for n in range(8)])


def measure(rows: int, folder: Path) -> pd.DataFrame:
    """One row for each step; memory is the peak so far of the whole process."""
    path = with_items(write_log(folder, rows))
    steps: list[dict[str, object]] = []
    start = perf_counter()
    columns = COLUMNS | {name: name for name in ("category", "discount", "cost")}
    log = read_transactions(path, as_of=AS_OF, columns=columns)
    start = noted(steps, "reading", start)
    facts = customer_facts(log, AS_OF)
    start = noted(steps, "customer_facts", start)
    first = start
    for number, system in tqdm(SYSTEMS.items(), unit=" systems"):
        system().fit(facts).assign(facts)
        start = noted(steps, number, start)
    noted(steps, "all systems", first)
    return pd.DataFrame(steps).assign(rows=rows, customers=len(facts))


def noted(steps: list[dict[str, object]], name: str, start: float) -> float:
    """Write down a step, and return the moment of its end."""
    now = perf_counter()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    steps.append({"step": name, "seconds": now - start, "peak_mb": peak})
    return now


def with_items(path: Path) -> Path:
    """Add category, discount and cost to a log, in a file beside it."""
    extended = path.with_stem(f"{path.stem}-items")
    if extended.exists():
        return extended
    source, part = pq.ParquetFile(path), extended.with_suffix(".part")
    fields = [("category", pa.string()), ("discount", pa.float64()), ("cost", pa.float64())]
    schema = pa.schema([*source.schema_arrow, *(pa.field(*field) for field in fields)])
    rng = np.random.default_rng(7)
    with pq.ParquetWriter(part, schema) as file:
        for batch in source.iter_batches(1_000_000):
            total = batch.column("total").to_numpy()
            taste = CATEGORIES[np.minimum(rng.geometric(0.4, len(total)), 8) - 1]
            discount = np.round(total * rng.choice([0.0, 0.0, 0.1, 0.3], len(total)), 2)
            more = [pa.array(taste), pa.array(discount), pa.array(np.round(0.6 * total, 2))]
            file.write_table(pa.table([*batch.columns, *more], schema=schema))
    return part.rename(extended)
