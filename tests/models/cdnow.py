"""CDNOW customers straight from the files, by other code than the package's own."""

from functools import cache
from importlib.resources import files

import pandas as pd

CUT = pd.Timestamp("1997-10-01")
END = pd.Timestamp("1998-07-01")


@cache
def log(name: str) -> pd.DataFrame:
    """Read the log ``sample`` or ``master``: one row a customer and day."""
    columns = ["customer_id", "date", "cds", "amount"]
    with (files("lifetimes") / "datasets" / f"CDNOW_{name}.txt").open() as file:
        if name == "sample":
            rows = pd.read_csv(file, sep=r"\s+", header=None, names=["master_id", *columns])
        else:
            rows = pd.read_csv(file, sep=r"\s+", header=None, names=columns, skiprows=1)
    rows["date"] = pd.to_datetime(rows["date"].astype(str))
    return rows.groupby(["customer_id", "date"])[["amount"]].sum().reset_index()


@cache
def customers(name: str) -> pd.DataFrame:
    """Summarise the 39 weeks before the cut, in weeks."""
    days = log(name).query("date < @CUT", local_dict={"CUT": CUT})
    by = days.groupby("customer_id")
    first, last = by["date"].min(), by["date"].max()
    repeats = days[days["date"] > days["customer_id"].map(first)]
    mean = repeats.groupby("customer_id")["amount"].mean()
    table = pd.DataFrame(
        {
            "frequency": by.size() - 1,
            "recency": (last - first).dt.days / 7,
            "T": (CUT - pd.Timedelta(days=1) - first).dt.days / 7,
            "monetary_value": mean.reindex(first.index).fillna(0.0),
        }
    )
    table.index = table.index.astype(str)
    table.attrs = {"time_unit": "W", "as_of": "1997-10-01"}
    return table


def holdout_purchases(name: str) -> int:
    """Count purchase days in the 39 weeks from the cut on."""
    return int(log(name)["date"].between(CUT, END, inclusive="left").sum())
