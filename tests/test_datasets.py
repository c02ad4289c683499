import re
import subprocess
import sys
from pathlib import Path

import pytest

from clv.customers import outcomes, summarise
from clv.datasets import Dataset, cdnow, cdnow_sample, dataset_or_path, donations
from clv.transactions import Transactions, read_transactions

DATA = Path(__file__).parents[1] / "data"
SHOP = {"customer_id": "client", "date": "bought_on", "amount": "total"}


def card(name: str) -> dict[str, str]:
    """The table of a data set's card."""
    section = (DATA / "README.md").read_text(encoding="utf-8").split(f"\n## {name}\n")[1]
    table = section.split("\nKnown faults")[0]
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
        "exact copies of another row": str(notices["W_DUPLICATE_ROWS"]),
        "rows of amount zero": str(notices["W_ZERO_AMOUNTS"]),
        "rows used as of 2024-07-01": f"{log.audit.rows_used:,}",
    }


def shop() -> Transactions:
    return read_transactions(DATA / "samples" / "shop.csv", columns=SHOP, as_of="2024-07-01")


@pytest.mark.parametrize("dataset", [cdnow(), cdnow_sample()], ids=lambda d: str(d.name))
def test_the_card_of_cdnow_is_true(dataset: Dataset) -> None:
    log = read_transactions(dataset, as_of=dataset.as_of)
    customers = summarise(log, "1997-10-01")
    later = outcomes(log, "1997-10-01", dataset.as_of)
    known = facts(log) | {
        "default as-of day and horizon": f"{dataset.as_of}, {dataset.horizon.words}",
        "before 1997-10-01: repeat purchases": f"{customers['frequency'].sum():,}",
        "before 1997-10-01: customers without one": f"{(customers['frequency'] == 0).sum():,}",
        "from 1997-10-01 on: purchases": f"{later['purchases_holdout'].sum():,}",
    }
    told = card(dataset.name)
    assert len(told.keys() & known.keys()) == 11
    assert {name: told[name] for name in told.keys() & known.keys()} == {
        name: known[name] for name in told.keys() & known.keys()
    }


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


def test_data_sets_are_found_by_name() -> None:
    assert dataset_or_path("cdnow") == cdnow()
    assert dataset_or_path("cdnow_sample") == cdnow_sample()
    assert dataset_or_path("elsewhere/log.csv") == Path("elsewhere/log.csv")


def test_reading_a_data_set_does_not_import_lifetimes() -> None:
    code = (
        "import sys; from clv.datasets import cdnow_sample, donations; donations();"
        "from clv.transactions import read_transactions;"
        "read_transactions(cdnow_sample(), as_of='1998-07-01');"
        "sys.exit('lifetimes' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
