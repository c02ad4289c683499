"""Files and databases: encodings, layouts, damage, and questions that reach too far."""

import gzip
import io
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import openpyxl
import pandas as pd
import pyarrow.parquet as pq

from clv.transactions import DatabaseQuery, Transactions, read_transactions, save_log
from tests.transactions.faults.case import (
    AS_OF,
    HEADER,
    SHOP,
    Act,
    Build,
    Case,
    Given,
    content,
    customers,
    frame,
    ids,
    money,
    number,
    passes,
    stops,
    text,
)

CODES = {
    "F1", "F2", "F4", "F5", "F6", "F7", "F9", "F12", "F15", "F16", "F17", "F18", "F20", "F21",
    "F22", "F23",
}  # fmt: skip

TOTAL = money(SHOP)
POSITIONS = {"customer_id": 0, "date": 1, "amount": 2}
LINES = "".join(f"{','.join(row)}\n" for row in SHOP)
HEAD = ",".join(HEADER) + "\n"
LOG = HEAD + LINES

EMPTY: dict[str, bytes | str] = {
    "no byte": "", "blank lines": "\n \n\r\n", "a header only": HEAD,
    "a header without a line end": HEAD.strip(), "a packed nothing": gzip.compress(b""),
    "a byte order mark only": b"\xef\xbb\xbf",
}  # fmt: skip

CITY = [(*row, "北京") for row in SHOP]
STREET = [(*row, "Straße") for row in SHOP]
CHINESE = {"customer_id": "客户", "date": "日期", "amount": "金额"}
JAPANESE = {"customer_id": "顧客", "date": "日付", "amount": "金額"}
GERMAN = {"customer_id": "Kunde", "date": "Tag", "amount": "Erlös"}
ENCODINGS = {
    "gb18030": CHINESE, "gbk": CHINESE, "big5": JAPANESE, "shift_jis": JAPANESE,
    "utf-16": CHINESE, "utf-16-le": CHINESE, "cp1252": GERMAN,
}  # fmt: skip


def encoded(encoding: str) -> Build:
    names = ENCODINGS[encoding]
    rows, more = (STREET, "Straße") if names is GERMAN else (CITY, "城市")
    if encoding == "big5":
        more = "都市"
    return text(rows, (*names.values(), more), encoding=encoding)


def shop(data: str | bytes, name: str = "log.csv") -> Build:
    """A file that holds the rows of the shop, written in some way."""
    return content(data, len(SHOP), TOTAL, name)


def parquet(change: Callable[[bytes], bytes]) -> Build:
    def build(folder: Path) -> Given:
        path = folder / "log.parquet"
        pd.DataFrame(SHOP, columns=list(HEADER)).to_parquet(path)
        path.write_bytes(change(path.read_bytes()))
        return Given(path, len(SHOP), TOTAL)

    return build


def parquet_folder(*columns: tuple[str, ...]) -> Build:
    """A folder of Parquet files, each with these columns."""

    def build(folder: Path) -> Given:
        (folder / "log").mkdir()
        part = -(-len(SHOP) // len(columns))
        for i, names in enumerate(columns):
            table = pd.DataFrame(SHOP[i * part : (i + 1) * part], columns=list(names))
            table.to_parquet(folder / "log" / f"{i}.parquet")
        return Given(folder / "log", len(SHOP), TOTAL)

    return build


def big_file(folder: Path) -> Given:
    """Two hundred thousand rows, packed."""
    n = 200_000
    days = np.datetime64("2023-01-01") + np.arange(n) % 365
    table = pd.DataFrame({
        "customer_id": np.char.add("k", (np.arange(n) * 7919 % 30_011).astype(str)),
        "date": days, "amount": (np.arange(n) % 1000) / 4 + 1,
    })  # fmt: skip
    table.to_csv(folder / "log.csv.gz", index=False)
    return Given(folder / "log.csv.gz", n, float(table["amount"].sum()))


def workbook(write: Callable[[date], Any], *more: str) -> Build:
    """A workbook with the shop in its first sheet, and more sheets that hold something."""

    def build(folder: Path) -> Given:
        book = openpyxl.Workbook()
        sheet: Any = book.active
        sheet.title = "Orders"
        sheet.append(list(HEADER))
        for customer, day, paid in SHOP:
            sheet.append([customer, write(date.fromisoformat(day)), float(paid)])
        for name in more:
            book.create_sheet(name).append(["something"])
        book.save(folder / "log.xlsx")
        return Given(folder / "log.xlsx", len(SHOP), TOTAL)

    return build


def serial(day: date) -> int:
    return (day - date(1899, 12, 30)).days


def database(select: str = "*", **asked: str) -> Build:
    """A DuckDB file with the shop in the table orders, and what it is asked."""

    def build(folder: Path) -> Given:
        path = folder / "shop.duckdb"
        orders = pd.DataFrame(SHOP, columns=list(HEADER))
        with duckdb.connect(path) as made:
            made.register("given", orders)
            made.execute(f"CREATE TABLE orders AS SELECT {select} FROM given")
            made.execute('CREATE VIEW "or""ders; --" AS SELECT * FROM orders')
            made.execute("CREATE TABLE secrets AS SELECT 1 AS one")
        sql = {name: said.replace("$FOLDER", str(folder)) for name, said in asked.items()}
        return Given(DatabaseQuery(database=path, **sql), len(SHOP), TOTAL)  # type: ignore[arg-type]

    return build


def elsewhere(address: str) -> Build:
    return lambda folder: Given(
        DatabaseQuery(database=address.replace("$FOLDER", str(folder)), table="orders"), 0, 0.0
    )


def no_database(folder: Path) -> Given:
    (folder / "shop.duckdb").write_text(LOG)
    return Given(DatabaseQuery(database=folder / "shop.duckdb", table="orders"), 0, 0.0)


EXACT = "customer_id, CAST(date AS DATE) AS date, CAST(amount AS DECIMAL(12, 2)) AS amount"
FLOAT = "customer_id, CAST(date AS TIMESTAMP) AS date, CAST(amount AS DOUBLE) AS amount"
ZONED = "customer_id, CAST(date || ' 12:00:00Z' AS TIMESTAMPTZ) AS date, amount"
QUOTED = 'or"ders; --'
NULLS = (
    "SELECT * FROM orders UNION ALL SELECT NULL, '2024-01-05', '5' UNION ALL "
    "SELECT 'c00', NULL, '5' UNION ALL SELECT 'c00', '2024-01-25', NULL"
)


def with_nulls(folder: Path) -> Given:
    given = database(sql=NULLS)(folder)
    return Given(given.source, given.rows + 3, given.money + 10)


def saved(change: Callable[[bytes], bytes]) -> Build:
    """A log that was saved, and whose days were changed afterwards."""

    def build(folder: Path) -> Given:
        log = read_transactions(pd.DataFrame(SHOP, columns=list(HEADER)), as_of=AS_OF)
        place = save_log(log, folder / "log")
        path = place / "purchase_days.parquet"
        path.write_bytes(change(path.read_bytes()))
        return Given(place, len(SHOP), TOTAL)

    return build


def dearer(data: bytes) -> bytes:
    table = pq.read_table(io.BytesIO(data)).to_pandas()
    table.loc[7, "amount"] += 1
    changed = io.BytesIO()
    table.to_parquet(changed, index=False)
    return changed.getvalue()


def garbled(log: Transactions) -> bool:
    return any("Ã" in customer for customer in customers(log))


ACCENTED = ids(SHOP, lambda c: f"é{c}")

CASES: list[Case] = [
    # ------------------------------------------------------------- encodings
    *(stops("F1", f"text in {encoding}", encoded(encoding), "E_ENCODING", columns=names)
      for encoding, names in ENCODINGS.items()),
    *(passes("F1", f"text in {encoding}, declared", encoded(encoding), encoding=encoding,
             columns=names) for encoding, names in ENCODINGS.items()),
    passes("F1", "a byte order mark", text(SHOP, encoding="utf-8-sig")),
    stops("F1", "one letter of another encoding far below", error="E_ENCODING", build=content(
        (HEAD + LINES * 900).encode() + "é,2024-01-01,5\n".encode("cp1252"))),
    stops("F1", "an encoding that there is not", text(SHOP), "E_ENCODING", encoding="klingon"),
    passes("F2", "UTF-8 declared as cp1252", text(ACCENTED), clean=False, notices="W_ID_GARBLED",
           encoding="cp1252", holds=garbled),
    stops("F2", "cp1252 without a word, and no falling back to it",
          text(ACCENTED, encoding="cp1252"), "E_ENCODING"),
    stops("F2", "GB18030 declared as latin-1", encoded("gb18030"), "E_COLUMN_MISSING",
          encoding="latin-1", columns=CHINESE),
    # --------------------------------------------------------------- layouts
    *(stops("F4", what, content(data), "E_EMPTY") for what, data in EMPTY.items()),
    stops("F4", "a table without rows", frame([]), "E_EMPTY"),
    *(stops("F5", f"the column {name!r} for date", text(SHOP, ("customer_id", name, "amount")),
            "E_COLUMN_MISSING") for name in ("Date", " date ", "DATE", "day", "date\u200b", "")),
    passes("F5", "the column ' Date ', declared", text(SHOP, ("customer_id", " Date ", "amount")),
           columns={"date": " Date "}),
    stops("F5", "two columns called date", text([(*row, "x") for row in SHOP], (*HEADER, "date")),
          "E_COLUMN_TWICE"),
    stops("F5", "a declared column that is not there", text(SHOP), "E_COLUMN_MISSING",
          columns={"amount": "total"}),
    stops("F5", "a declaration of what no log has", text(SHOP), "E_COLUMN_UNKNOWN",
          columns={"customer": "customer_id"}),
    *(passes("F6", f"separated by {mark!r}", shop(LOG.replace(",", mark)))
      for mark in (";", "\t", "|", " ", "   ")),
    stops("F6", "separated by a mark that nobody expects", shop(LOG.replace(",", "~")),
          "E_DELIMITER"),
    passes("F6", "separated by a mark that nobody expects, declared", shop(LOG.replace(",", "~")),
           delimiter="~"),
    stops("F6", "separated by another mark than declared", shop(LOG.replace(",", ";")),
          "E_DELIMITER", delimiter=","),
    stops("F6", "a mark of two characters", shop(LOG), "E_DELIMITER", delimiter="||"),
    passes("F6", "lines of Windows", text(SHOP, end="\r\n")),
    passes("F6", "blank lines before the header and between the rows",
           shop("\n\n" + LOG.replace("\n", "\n\n"))),
    passes("F6", "no line end at the end", shop(LOG.rstrip("\n"))),
    passes("F6", "everything within quotation marks",
           shop("".join(f'"{line.replace(",", chr(34) + "," + chr(34))}"\n'
                        for line in LOG.splitlines()))),
    passes("F6", "no header line",
           shop(LINES), columns=POSITIONS),
    passes("F6", "a mark behind every line, the header's too", shop(LOG.replace("\n", ",\n"))),
    passes("F6", "a gigantic field",
           text([(*r, "x" * 100_000 if i == 7 else "") for i, r in enumerate(SHOP)],
                (*HEADER, "note"))),
    stops("F7", "a field too many", shop(LOG + "c00,2024-01-25,5,9\n"), "E_RAGGED"),
    stops("F7", "a mark behind every line but the header",
          shop(HEAD + LINES.replace("\n", ",\n")), "E_RAGGED"),
    stops("F7", "a quotation mark that is not closed",
          shop(LOG + '"c00,2024-01-25,5\nc01,2024-01-26,5\n'), "E_RAGGED"),
    stops("F7", "a comma within a name, without quotation marks",
          shop(LOG + "Smith, Jane,2024-01-25,5\n"), "E_RAGGED"),
    stops("F9", "a field too few", shop(LOG + "c00,2024-01-25\n"), "E_RAGGED"),
    stops("F9", "cut within the last line", shop(LOG + "c0"), "E_RAGGED"),
    stops("F9", "a line that sums up", shop(LOG + "Total\n"), "E_RAGGED"),
    # ---------------------------------------------------------------- damage
    passes("F12", "packed", shop(gzip.compress(LOG.encode()), "log.csv.gz")),
    passes("F12", "packed, and not called so", shop(gzip.compress(LOG.encode()))),
    stops("F12", "packed and cut", content(gzip.compress(LOG.encode() * 99)[:-20]), "E_FILE"),
    stops("F12", "packed and changed",
          content(gzip.compress(LOG.encode())[:-8] + b"12345678"), "E_FILE"),
    passes("F15", "Parquet", parquet(lambda data: data)),
    stops("F15", "Parquet without its end", parquet(lambda data: data[:-20]), "E_FILE"),
    stops("F15", "Parquet without a byte", parquet(lambda data: b""), "E_EMPTY"),
    stops("F15", "Parquet in name only", shop(LOG, "log.parquet"), "E_FILE"),
    stops("F15", "the first bytes of a workbook and no more", content(b"PK\x03\x04"), "E_FILE"),
    passes("F15", "a folder of Parquet files", parquet_folder(HEADER, HEADER)),
    stops("F15", "a folder of Parquet files with other columns",
          parquet_folder(HEADER, ("customer_id", "date", "total")), "E_FILE"),
    stops("F15", "a folder without Parquet files",
          lambda folder: Given(folder, 0, 0.0), "E_FILE"),
    stops("F15", "a file that is not there",
          lambda folder: Given(folder / "nowhere.csv", 0, 0.0), "E_FILE"),
    stops("F15", "a name that is too long for a file",
          lambda folder: Given(folder / ("a" * 5000), 0, 0.0), "E_FILE"),
    stops("F16", "Parquet whose end was changed",
          parquet(lambda data: data[:-200] + b"\0" * 192 + data[-8:]), "E_FILE"),
    passes("F16", "a saved log", saved(lambda data: data)),
    stops("F16", "a saved log in which one amount was changed", saved(dearer), "E_FILE"),
    stops("F16", "a saved log with a hole",
          saved(lambda data: data[:200] + b"\0" * 99 + data[299:]), "E_FILE"),
    stops("F16", "a saved log that was cut", saved(lambda data: data[:-9]), "E_FILE"),
    stops("F16", "a saved log for another day", saved(lambda data: data), "E_AS_OF",
          as_of="2024-02-01"),
    passes("F17", "two hundred thousand rows in little memory", big_file, clean=False,
           as_of="2024-01-01", memory_limit="300MB",
           holds=lambda log: number(log, "SELECT sum(rows) FROM purchase_days") == 200_000),
    # ------------------------------------------------------------- workbooks
    passes("F18", "a workbook", workbook(lambda day: day)),
    passes("F18", "a workbook with text for days", workbook(str)),
    stops("F18", "a workbook with numbers for days", workbook(serial), "E_DATE_NUMERIC"),
    passes("F18", "a workbook with numbers for days, declared", workbook(serial),
           repaired={"date_serial": 60}, date_format="excel"),
    stops("F18", "a workbook with text and numbers by turns",
          workbook(lambda day: serial(day) if day.day % 2 else str(day)), "E_DATE_NUMERIC"),
    passes("F18", "a workbook with text and numbers by turns, declared", date_format="excel",
           build=workbook(lambda day: serial(day) if day.day > 15 else str(day)),
           repaired={"date_serial": sum(row[1][8:] > "15" for row in SHOP)}),
    stops("F18", "two sheets that hold something", workbook(str, "Notes"), "E_SHEET"),
    passes("F18", "two sheets, one declared", workbook(str, "Notes"), sheet="Orders"),
    stops("F18", "a sheet that is not there", workbook(str), "E_SHEET", sheet="Order"),
    # ------------------------------------------------------------- databases
    passes("F20", "a table of a database", database(table="orders")),
    passes("F20", "a table whose name is hard to quote", database(table=QUOTED)),
    *(stops("F20", f"the table {table!r}", database(table=table), "E_TABLE")
      for table in ("order", "orders; DROP TABLE orders", 'orders" --', "main.orders.x", "")),
    *(stops("F21", f"the query {sql!r}", database(sql=sql), "E_QUERY") for sql in (
        "SELECT * FROM read_text('/etc/passwd')", "SELECT * FROM '/etc/passwd'",
        "COPY orders TO '$FOLDER/out.csv'", "ATTACH '$FOLDER/other.duckdb'",
        "SELECT 1; DROP TABLE orders", "DROP TABLE orders", "INSTALL httpfs", "SELECT",
        "SELECT * FROM nowhere", "WITH x AS (SELECT 1) INSERT INTO orders SELECT * FROM x",
        "SET enable_external_access = true", "SELECT * FROM frame")),
    passes("F22", "exact numbers and days", database(EXACT, table="orders")),
    passes("F22", "floats and points in time", database(FLOAT, table="orders")),
    stops("F22", "points in time with a zone", database(ZONED, table="orders"), "E_DATE_ZONE"),
    passes("F22", "points in time with a zone, the business's declared",
           database(ZONED, table="orders"), time_zone="Europe/Berlin",
           repaired={"time_zone_converted": 60}),
    passes("F22", "NULL in every column", with_nulls,
           aside={"customer_missing": 1, "date_missing": 1, "amount_missing": 1}),
    passes("F22", "a query with a name for each column", database(
        sql="WITH o AS (SELECT * FROM orders) SELECT customer_id AS c, date AS d, amount AS a "
            "FROM o -- all of them\n;"), columns={"customer_id": "c", "date": "d", "amount": "a"}),
    stops("F23", "a database that is not there", elsewhere("$FOLDER/nowhere.duckdb"),
          "E_DATABASE"),
    stops("F23", "a file that is no database", no_database, "E_DATABASE"),
    stops("F23", "a server that does not answer", elsewhere("postgresql://nobody@127.0.0.1:9/shop"),
          "E_DATABASE"),
    stops("F23", "a variable that is not set", elsewhere("env:NO_SUCH_VARIABLE_IS_SET"),
          "E_DATABASE"),
]  # fmt: skip


def _secret() -> set[str]:
    return {DatabaseQuery(database="postgresql://me:secret@host/shop", table="orders").title}


ACTS = [Act("F23", "an address with its password", _secret, "E_SECRET")]
