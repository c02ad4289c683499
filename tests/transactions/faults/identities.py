"""Identity and rows: copies, returns, blanks, ids that were changed on their way."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from clv.models import BGNBD
from clv.simulate import simulate_customers
from clv.transactions import Cleaning, Transactions, read_transactions
from clv.transactions.previous import compare_with_previous, facts
from tests.transactions.faults.case import (
    AS_OF,
    DAYS,
    HEADER,
    ORDERS,
    SHOP,
    WIDER,
    Act,
    Case,
    Given,
    Row,
    customers,
    frame,
    ids,
    number,
    passes,
    stops,
    text,
)

CODES = {
    "D1", "D2", "D3", "D4", "D5", "D6", "D7", "D8", "D9", "D10", "D11", "D13", "D14", "D15", "D16",
    "D19", "D20", "D24", "D25", "D26", "D27", "D28", "D29", "D30", "D32",
}  # fmt: skip

COPIES = ORDERS[:3]
LINES: list[Row] = [(*row, f"product {i}") for i, row in enumerate(ORDERS)]
LINES += [(*row[:4], "another") for row in LINES[:3]]
MANY = 1200


def many(heavy: str, rows: int) -> list[Row]:
    """A shop of many customers, a purchase each, and one id with far more."""
    light = [(f"k{i:04}", str(DAYS[i % 60]), "9.5") for i in range(MANY)]
    return light + [(heavy, str(DAYS[i % 60]), f"{5 + i // 60}.25") for i in range(rows)]


def _next_day(day: str) -> str:
    return str(date.fromisoformat(day) + timedelta(days=1))


SHIPPED: list[Row] = [(customer, _next_day(day), "0") for customer, day, _ in SHOP[:59:5]]


def twice_in_a_folder(folder: Path) -> Given:
    place = folder / "log"
    place.mkdir()
    table = pd.DataFrame(SHOP, columns=list(HEADER))
    for name in ("january", "january copy"):
        table.to_parquet(place / f"{name}.parquet")
    return Given(place, 2 * len(SHOP), 0)


def of_first_day(log: Transactions) -> bool:
    return log.audit.first_day_extra_rows == 1 and log.audit.merged_same_day_rows == 1


def merged(n: int) -> Any:
    def holds(log: Transactions) -> bool:
        return log.audit.merged_same_day_rows == n and number(log, PURCHASES) == len(SHOP)

    return holds


PURCHASES = "SELECT count(*) FROM purchase_days WHERE is_purchase"


def bought(n: int) -> Any:
    """Days with a purchase, whatever was brought back."""
    return lambda log: number(log, PURCHASES) == n


def known(*names: str) -> Any:
    return lambda log: customers(log) == set(names)


def whole(log: Transactions) -> bool:
    return all("." not in customer for customer in customers(log))


def share_of_returns(log: Transactions) -> bool:
    return any("(5.0%)" in notice.found for notice in log.audit.notices)


def numeric(customer: str) -> str:
    return str(1000 + int(customer[1:]))


RETURNED = [("c00", "2024-01-25", "-3")]
BLANKS = ("", "NA", "n/a", "NaN", "None", "NULL", " null ", "nan", "  ")


def named(*names: Any) -> list[Row]:
    """Three purchases of each of these customers, spread over the days of the shop."""
    return [
        (name, str(DAYS[(7 * i + 20 * k) % 60]), "9.5")
        for k in range(3)
        for i, name in enumerate(names)
    ]


CASES: list[Case] = [
    # ---------------------------------------------------------------- copies
    passes("D1", "copies where rows know their order", text(ORDERS + COPIES, WIDER),
           aside={"duplicate_row": 3}),
    passes("D1", "copies without an order number", text(SHOP + SHOP[:3]), clean=False,
           notices="W_DUPLICATE_ROWS", holds=merged(3)),
    passes("D1", "copies without an order number, to be dropped", text(SHOP + SHOP[:3]),
           aside={"duplicate_row": 3}, cleaning=Cleaning(duplicates="drop")),
    passes("D1", "copies with an order number, to be kept", text(ORDERS + COPIES, WIDER),
           clean=False, notices="W_DUPLICATE_ROWS", cleaning=Cleaning(duplicates="keep")),
    passes("D1", "more than a fifth are copies, to be kept", text(SHOP + SHOP[:20]), clean=False,
           notices="W_DUPLICATE_ROWS", cleaning=Cleaning(duplicates="keep")),
    passes("D1", "copies whose order number is blank are not known to be copies",
           text(ORDERS + [(*SHOP[0], "")] * 2, WIDER), clean=False, notices="W_DUPLICATE_ROWS"),
    passes("D1", "lines of one order that differ in their product are no copies",
           text(LINES, (*WIDER, "product")), clean=False, holds=merged(3)),
    stops("D1", "more than a fifth are copies", text(SHOP + SHOP[:20]), "E_DUPLICATE_ROWS"),
    stops("D1", "more than a fifth are copies of an order", text(ORDERS + ORDERS[:20], WIDER),
          "E_DUPLICATE_ROWS"),
    stops("D2", "a file loaded twice", text(SHOP * 2), "E_DUPLICATE_ROWS"),
    stops("D2", "an order file loaded three times", text(ORDERS * 3, WIDER), "E_DUPLICATE_ROWS"),
    stops("D2", "a part that lies twice in a folder", twice_in_a_folder, "E_DUPLICATE_ROWS"),
    passes("D3", "several rows of one customer and day",
           text([*SHOP, ("c03", "2024-01-24", "2"), ("c03", "2024-01-24", "3")]), clean=False,
           holds=merged(2)),
    passes("D4", "a second row on the day of the first purchase",
           text([*SHOP, ("c03", "2024-01-04", "2")]), clean=False, holds=of_first_day),
    passes("D5", "deliveries booked on the next day for nothing", text(SHOP + SHIPPED), clean=False,
           notices="W_SHIPMENTS W_ZERO_AMOUNTS"),
    # --------------------------------------------------------------- returns
    passes("D6", "a return on another day", text(SHOP + RETURNED), clean=False,
           notices="W_RETURNS", holds=bought(60)),
    passes("D6", "a return, left out as asked", text(SHOP + RETURNED), aside={"return": 1},
           cleaning=Cleaning(returns="drop")),
    passes("D6", "a return as accountants write it", text([*SHOP, ("c00", "2024-01-25", "(3)")],
           paid=sum(float(r[2]) for r in SHOP) - 3), clean=False, notices="W_RETURNS",
           repaired={"amount_signs": 1}, holds=bought(60), decimal="."),
    passes("D7", "a customer with nothing but a return", text([*SHOP, ("x", "2024-01-25", "-3")]),
           aside={"return_only": 1}),
    passes("D8", "bought and brought back on one day",
           text([*SHOP, ("c00", "2024-01-25", "3"), ("c00", "2024-01-25", "-3")]), clean=False,
           notices="W_RETURNS", holds=bought(60)),
    passes("D8", "a customer who only bought and brought back on one day",
           text([*SHOP, ("x", "2024-01-25", "3"), ("x", "2024-01-25", "-3")]),
           aside={"return_only": 2}),
    passes("D9", "an amount of zero", text([*SHOP, ("c00", "2024-01-25", "0.00")]), clean=False,
           notices="W_ZERO_AMOUNTS", holds=bought(61)),
    passes("D9", "an amount of zero, left out as asked", text([*SHOP, ("c00", "2024-01-25", "0")]),
           aside={"zero_amount": 1}, cleaning=Cleaning(zero_amounts="drop")),
    passes("D10", "a return in twenty rows",
           text([*SHOP[:57], *[(r[0], str(DAYS[57 + i]), "-1") for i, r in enumerate(SHOP[:3])]]),
           clean=False, notices="W_RETURNS", holds=share_of_returns),
    # ---------------------------------------------------------------- blanks
    *(passes("D11", f"an amount that says {blank!r}", text([*SHOP, ("c00", "2024-01-25", blank)]),
             aside={"amount_missing": 1}) for blank in BLANKS),
    passes("D11", "NaN among numbers",
           frame([*SHOP, ("c00", "2024-01-25", None)], lambda t: t.astype({"amount": float})),
           aside={"amount_missing": 1}),
    stops("D11", "a missing amount, to be refused", text([*SHOP, ("c00", "2024-01-25", "")]),
          "E_AMOUNT_MISSING", cleaning=Cleaning(missing_amounts="refuse")),
    *(passes("D13", f"a date that says {blank!r}", text([*SHOP, ("c00", blank, "5")]),
             aside={"date_missing": 1}) for blank in (*BLANKS, "NaT")),
    passes("D13", "NaT among days",
           frame([*SHOP, ("c00", None, "5")], lambda t: t.assign(date=pd.to_datetime(t["date"]))),
           aside={"date_missing": 1}),
    stops("D13", "no date at all", text([(r[0], "", r[2]) for r in SHOP]), "E_EMPTY"),
    # ------------------------------------------------------------------- ids
    passes("D14", "ids with leading zeros", text(named("007", "008", "011")), clean=False,
           holds=known("007", "008", "011")),
    passes("D14", "ids that differ by leading zeros only", text(named("007", "7", "0007")),
           clean=False, notices="W_ID_ZEROS", holds=known("007", "7", "0007")),
    passes("D15", "half of the ids lost their zeros", clean=False, notices="W_ID_LENGTHS",
           build=text(named(*(f"{i:05}" for i in range(10, 40)), *map(str, range(40, 70))))),
    passes("D16", "123.0, because one id is missing",
           frame([*ids(SHOP, lambda c: float(numeric(c))), (None, "2024-01-05", "5")]),
           aside={"customer_missing": 1}, repaired={"id_decimals": 60}, clean=False,
           notices="W_ID_DECIMALS", holds=whole),
    passes("D16", "123.0 in a text file", text(ids(SHOP, lambda c: f"{numeric(c)}.0")),
           repaired={"id_decimals": 60}, clean=False, notices="W_ID_DECIMALS", holds=whole),
    passes("D16", "1.0 among other names stays", text(named("1.0", "1.1", "A")), clean=False,
           holds=known("1.0", "1.1", "A")),
    passes("D16", "blanks around an id", text(ids(SHOP[:3], lambda c: f" {c}\t") + SHOP[3:]),
           repaired={"id_blanks": 3}, notices="W_ID_BLANKS"),
    passes("D19", "customers called NA, null and the like", clean=False,
           build=text(named("NA", "null", "None", "nan", "NULL", "NaN", "N/A", "\\N")),
           notices="W_ID_CAPITALS",
           holds=known("NA", "null", "None", "nan", "NULL", "NaN", "N/A", "\\N")),
    passes("D19", "no id, and an id of blanks",
           text([*SHOP, ("", "2024-01-05", "5"), ("  ", "2024-01-05", "5")]),
           aside={"customer_missing": 2}, repaired={"id_blanks": 1}, notices="W_ID_BLANKS"),
    passes("D20", "True and False as ids", text(named("True", "False")), clean=False,
           holds=known("True", "False")),
    passes("D20", "a column of truth values", frame(named(True, False)), clean=False,
           holds=known("true", "false")),
    passes("D24", "long ids whose last digits a spreadsheet made zeros", clean=False,
           notices="W_ID_CUT",
           build=text(named(*(f"{4929_0000_0000_000 + i}0000" for i in range(20))))),
    passes("D24", "ids in scientific notation", text(named("4.929E+15", "4.93E+15")), clean=False,
           notices="W_ID_ROUNDED"),
    passes("D25", "guests under 0", text(many("0", 40)), clean=False, notices="W_HEAVY_ID"),
    passes("D25", "guests under Guest", text(many("Guest", 40)), clean=False,
           notices="W_HEAVY_ID"),
    *(passes("D25", f"guests under {guest!r}, left out as asked",
             text([*SHOP, (guest, "2024-01-05", "5")]), aside={"guest": 1},
             cleaning=Cleaning(guests="drop"))
      for guest in ("0", "-1", "9999", "GUEST", "unknown", "散客")),
    passes("D26", "accounts of staff, left out by name",
           text([*SHOP, ("boss", "2024-01-05", "5"), ("S7", "2024-01-06", "5")]),
           aside={"test_account": 2}, cleaning=Cleaning(test_ids=("boss", "S7"))),
    passes("D26", "accounts that read like tests", clean=False, notices="W_TEST_ID",
           build=text([*SHOP, ("test-01", "2024-01-05", "5"), ("测试", "2024-01-06", "5")])),
    passes("D27", "a wholesale account", clean=False, notices="W_HEAVY_ID W_LEVERAGE",
           build=text([(c, d, "500" if c == "big" else p) for c, d, p in many("big", 60)])),
    passes("D29", "emoji, Hebrew and Chinese as ids", text(named("😀", "שלום", "客户七")),
           clean=False, holds=known("😀", "שלום", "客户七")),
    passes("D29", "an id that turns the direction of writing", text(named("abc", "a\u202ecb")),
           clean=False, notices="W_ID_INVISIBLE", holds=known("abc", "a\u202ecb")),
    passes("D29", "an id with a quotation mark and a comma", text(named('a"b', "a,b")),
           clean=False, holds=known('a"b', "a,b")),
    passes("D29", "an id over two lines", text(named("ab", "a\nb")), clean=False,
           notices="W_ID_INVISIBLE", holds=known("ab", "a\nb")),
    # ---------------------------------------------------------------- tables
    passes("D30", "categories", frame(SHOP, lambda t: t.astype("category"))),
    passes("D30", "strings of Arrow", frame(SHOP, lambda t: t.astype("string[pyarrow]"))),
    passes("D30", "nullable numbers and days of Arrow",
           frame(SHOP, lambda t: t.assign(date=pd.to_datetime(t["date"])).astype(
               {"amount": "Float64", "date": "date32[day][pyarrow]"}))),
    passes("D30", "nullable whole numbers as ids", clean=False, holds=whole,
           build=frame(ids(SHOP, numeric), lambda t: t.astype({"customer_id": "Int64"}))),
    passes("D30", "an Arrow table", frame(SHOP, lambda t: pa.Table.from_pandas(t))),
    passes("D32", "rows in another order", frame(SHOP, lambda t: t.sample(frac=1, random_state=1))),
    passes("D32", "an index of nothing but zeros", frame(SHOP, lambda t: t.set_axis([0] * 60))),
    passes("D32", "columns in another order", frame(SHOP, lambda t: t[[*HEADER[::-1]]])),
]  # fmt: skip


def _busy_customer() -> set[str]:
    truth = {"r": 0.25, "alpha": 4.5, "a": 0.8, "b": 2.4}
    table = simulate_customers(truth, np.full(400, 39.0), seed=1)
    table.iloc[0, :2] = [100_000, 38.9]
    return {notice.code for notice in BGNBD().fit(table).notices_}


def _changes(before: list[Row], now: list[Row], later: str) -> set[str]:
    """Hold a log against the facts of an earlier run."""
    known, found = (
        facts(read_transactions(pd.DataFrame(rows, columns=list(HEADER)), as_of=as_of))
        for rows, as_of in ((before, AS_OF), (now, later))
    )
    return {notice.code for notice in compare_with_previous(found, known)}


def _frame_left_alone() -> set[str]:
    table = pd.DataFrame(SHOP[::-1], columns=list(HEADER), index=[7] * len(SHOP))
    before = table.copy(deep=True)
    read_transactions(table, as_of=AS_OF)
    pd.testing.assert_frame_equal(table, before)
    return set()


MERGED = ids(SHOP, lambda c: f"c{int(c[1:]) % 4}")

ACTS = [
    Act("D2", "the export of the last run once more", lambda: _changes(SHOP, SHOP, "2024-04-01"),
        notices=frozenset({"W_NOTHING_NEW"})),
    Act("D24", "five times the rows per customer of the last run",
        lambda: _changes(SHOP, MERGED, AS_OF), "E_IDS_MERGED"),
    Act("D32", "the table that is read is left alone", _frame_left_alone),
    Act("D28", "100,000 purchases of one customer", _busy_customer,
        notices=frozenset({"W_ONE_CUSTOMER"})),
]  # fmt: skip
