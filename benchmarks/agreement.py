"""Our summary beside that of lifetimes on the same rows, customer by customer."""

from datetime import timedelta
from pathlib import Path

import numpy as np
import pandas as pd
from lifetimes.utils import summary_data_from_transaction_data
from tqdm import tqdm

from clv.customers import summarise
from clv.transactions import read_transactions

from .logs import AS_OF, COLUMNS, write_log

__all__ = ["measure"]

LARGEST = 1_000_000
VALUES = ("frequency", "recency", "T", "monetary_value")
EVERY = 50
REMARKS = {
    ("as it is", "D", "D"): "purchase days; ages in days, to the last day observed",
    ("zero amounts", "D", "D"): (
        "both count a day without money as a purchase and average over it"
    ),
    ("returns", "D", "D"): (
        "lifetimes counts a day of nothing but returns as a purchase, clv as none"
    ),
    ("as it is", "W", "W"): (
        "purchases of a calendar week count as one; ages from Monday to Monday, in weeks"
    ),
    ("as it is", "W", "D"): (
        "lifetimes as in the line above; clv by default: purchase days, and ages in days / 7"
    ),
    ("as it is", "M", "D"): (
        "clv by default: purchase days, and ages in twelfths of a year, days / 30.4375"
    ),
}
"""What was compared, by log, unit of time (freq in lifetimes) and grain."""


def measure(rows: int, folder: Path) -> pd.DataFrame:
    """One row for each log, unit and column: how many customers have the same value."""
    rows = min(rows, LARGEST)
    log = pd.read_parquet(write_log(folder, rows))
    parts = [
        compare(altered(log, name), name, unit, grain)
        for name, unit, grain in tqdm(REMARKS, desc="agreement", unit=" comparisons")
    ]
    table = pd.concat(parts, ignore_index=True).assign(rows=rows)
    return table[[*(c for c in table if c != "remark"), "remark"]]


def altered(log: pd.DataFrame, name: str) -> pd.DataFrame:
    """The log, with every fiftieth amount zero or negative if so named."""
    factor = {"as it is": 1.0, "zero amounts": 0.0, "returns": -1.0}[name]
    chosen = np.arange(len(log)) % EVERY == 0
    return log.assign(total=log["total"].where(~chosen, log["total"] * factor))


def compare(log: pd.DataFrame, name: str, unit: str, grain: str) -> pd.DataFrame:
    """Both summaries of one log."""
    ours = summarise(read_transactions(log, columns=COLUMNS, as_of=AS_OF), AS_OF, unit, grain)
    told: dict[str, object] = {
        "log": name,
        "unit": unit,
        "grain": grain,
        "clv_customers": len(ours),
    }
    try:
        theirs = summary_data_from_transaction_data(
            log, *log.columns, observation_period_end=AS_OF - timedelta(days=1), freq=unit
        )
    except ValueError as error:
        failed = f"; lifetimes fails with this pandas: {error}"
        return pd.DataFrame([told | {"remark": REMARKS[name, unit, grain] + failed}])
    both = ours.join(theirs, how="inner", lsuffix="", rsuffix="_theirs")
    told |= {"lifetimes_customers": len(theirs), "remark": REMARKS[name, unit, grain]}
    by_hand = grain == unit == "D" and name != "returns"
    nearest = exact_means(log).reindex(both.index) if by_hand else None
    return pd.DataFrame(told | agree(both, column, nearest) for column in VALUES)


def agree(both: pd.DataFrame, column: str, nearest: pd.Series | None) -> dict[str, object]:
    """One column: customers with the same number, and how far each is from the nearest there is."""
    ours, theirs = both[column], both[f"{column}_theirs"]
    found: dict[str, object] = {
        "column": column,
        "equal": int((ours == theirs).sum()),
        "largest_difference": float((ours - theirs).abs().max()),
    }
    if column == "monetary_value" and nearest is not None:
        for name, values in (("clv", ours), ("lifetimes", theirs)):
            found[f"{name}_nearest"] = int((values == nearest).sum())
            found[f"{name}_last_places"] = float(
                ((values - nearest) / np.spacing(nearest)).abs().max()
            )
    return found


def exact_means(log: pd.DataFrame) -> pd.Series:
    """Monetary value by whole cents: one division, so that it is the nearest number there is."""
    cents = (100 * log["total"]).round().astype("int64")
    days = cents.groupby([log["customer"], log["bought_at"]]).sum()
    repeated = days[days.groupby(level=0).cumcount() > 0].groupby(level=0).agg(["sum", "count"])
    means = repeated["sum"] / (100 * repeated["count"])
    return means.reindex(log["customer"].unique(), fill_value=0.0)
