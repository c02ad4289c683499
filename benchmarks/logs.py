"""Logs of any size, drawn anew with a seed: the same size gives the same rows everywhere."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
import pyarrow.parquet as pq
from tqdm import tqdm

__all__ = ["AS_OF", "COLUMNS", "FIRST", "write_log"]

FIRST = date(2023, 1, 1)
DAYS = 730
AS_OF = FIRST + timedelta(days=DAYS)
COLUMNS = {"customer_id": "customer", "date": "bought_at", "amount": "total"}
SEED = 20230101
CHUNK = 1_000_000
ROWS_PER_CUSTOMER = 7


def write_log(folder: Path, rows: int, form: str = "parquet") -> Path:
    """Return the log of that size, written first if it is not there yet.

    As in an export of a shop the rows stand in the order of time. Rates of purchase are
    heterogeneous, near zero as a gamma distribution of shape 1/3; nearly a third of the customers
    never buys, so that about as many as a tenth of the rows are seen.
    """
    path = folder / f"log-{rows}.{form}"
    if path.exists():
        return path
    folder.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    writer = pq.ParquetWriter if form == "parquet" else pacsv.CSVWriter
    schema = SCHEMA if form == "parquet" else SCHEMA.set(1, pa.field("bought_at", pa.date32()))
    with writer(part, schema) as file, tqdm(total=rows, desc=path.name, unit=" rows") as bar:
        for table in chunks(rows):
            file.write_table(table.cast(schema))
            bar.update(table.num_rows)
    return part.rename(path)


SCHEMA = pa.schema(
    [("customer", pa.string()), ("bought_at", pa.timestamp("us")), ("total", pa.float64())]
)


def chunks(rows: int) -> Iterator[pa.Table]:
    """The rows in order of time, a million at once."""
    customers = max(2, rows // ROWS_PER_CUSTOMER)
    for number, start in enumerate(range(0, rows, CHUNK)):
        rng = np.random.default_rng([SEED, rows, number])
        row = np.arange(start, min(start + CHUNK, rows))
        who = (customers * rng.random(len(row)) ** 0.25).astype(np.int64)
        day = np.datetime64(FIRST, "us") + (row * DAYS // rows).astype("timedelta64[D]")
        cents = np.round(100 * rng.lognormal(3.0, 0.8, len(row)))
        yield pa.table([ids(who, customers), pa.array(day), pa.array(cents / 100)], schema=SCHEMA)


def ids(who: np.ndarray, customers: int) -> pa.Array:
    """Texts such as C00001234; the step mixes them, so that an id does not tell the rate."""
    step = next(n for n in range(7_368_787, 7_368_787 + customers) if np.gcd(n, customers) == 1)
    digits = pc.utf8_lpad(pa.array(who * step % customers).cast(pa.string()), 8, "0")
    return pc.binary_join_element_wise("C", digits, "")
