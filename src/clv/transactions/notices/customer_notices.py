"""Customers who weigh too much, and samples of customers that are no picture of all."""

import math
import re

from clv.errors import Notice, mask_id
from clv.transactions.cleaning import GUEST_IDS
from clv.transactions.engines.engine import Engine, number, numbers, samples, text_literal

__all__ = ["HEAVY_SHARE", "customer_notices"]

HEAVY_SHARE = 0.005
"""Share of the rows above which a single id is suspicious."""

_HEAVY_TIMES = 8
_HEAVY_CUSTOMERS, _NEXT_TIMES, _NEXT_HEAVY_TIMES = 100, 3, 5
_HEAVY_ROWS = 20
"""By its rows alone an id is heavy with eight times those of the first in a hundred others, which
the keenest of 2,300 skewed logs did not reach; and among a hundred customers with three times those
of the next and five times those of the first in a hundred, which one in 600 of them did."""

_GUEST_TIMES = 5
_NAMED_GUEST_TIMES = 2
"""Times the mean from which a stand-in is heavy: 0 or 9999 may be an honest number in a row of
numbers, ``guest`` is nobody's name."""

_LEVERAGE = 0.2
_SMALL_LEVERAGE = 0.5
"""Share of all from which one customer in a thousand, or the first of fewer, carries the result."""

_FEWEST_CUSTOMERS = 30

_ONE_CUSTOMER_ROWS = 30
"""Rows from which a log of a single customer is no small example, but ids that became one."""

_FEWEST_REPEATERS = 20
_TWICE_SHARE = 0.2
_ONCE_PER_TWICE = 0.1
"""Where customers with two purchases are common those with one are more so. Only a rule leaves a
tenth of them; in a panel of very keen buyers both are rare."""


def customer_notices(engine: Engine) -> list[Notice]:
    """Look at how the purchases fall on the customers.

    Parameters
    ----------
    engine
        Has ``customer_facts``.

    Returns
    -------
    list of Notice
        ``W_HEAVY_ID``, ``W_LEVERAGE``, ``W_ONLY_REPEATERS``, ``W_ONE_CUSTOMER``.
    """
    found = (
        _heavy_id(engine),
        _leverage(engine),
        _only_repeaters(engine),
        _one_customer(engine),
    )
    return [notice for notice in found if notice]


def _heavy_id(engine: Engine) -> Notice | None:
    """Find ids with far too many rows: guests, tests, wholesale."""
    rows, most, ids = numbers(engine, "SELECT sum(rows), max(rows), count(*) FROM customer_facts")
    if most <= HEAVY_SHARE * rows:
        return None
    mean = rows / ids
    known = {i for i in GUEST_IDS if re.fullmatch(r"-?\d+", i)}
    conditions = [
        _stand_in(sorted(known), _GUEST_TIMES * mean),
        _stand_in(sorted(set(GUEST_IDS) - known), _NAMED_GUEST_TIMES * mean),
    ]
    if ids >= _FEWEST_CUSTOMERS:
        conditions.append(f"rows > {max(_HEAVY_ROWS - 1, _too_many(engine, ids))}")
    heavy = (
        "SELECT customer_id FROM customer_facts "
        f"WHERE rows > {HEAVY_SHARE * rows} AND ({' OR '.join(conditions)})"
    )
    n = number(engine, f"SELECT count(*) FROM ({heavy}) AS heavy")
    if not n:
        return None
    return Notice(
        "W_HEAVY_ID",
        f"customer ids with more than {HEAVY_SHARE:.1%} of the rows each: {n}",
        "choose guests='drop' (--clean guests=drop) for guests, test_ids for tests; look at "
        "wholesale by itself",
        n,
        tuple(mask_id(value) for value in samples(engine, heavy)),
    )


def _stand_in(names: list[str], rows: float) -> str:
    listed = ", ".join(map(text_literal, names))
    return f"(lower(customer_id) IN ({listed}) AND rows > {rows})"


def _too_many(engine: Engine, ids: int) -> int:
    """Return the rows beyond which an id has too many, against those of the others."""
    following, usual = (_rows_of(engine, n) for n in (2, math.ceil(ids / 100) + 1))
    if ids < _HEAVY_CUSTOMERS:
        return _HEAVY_TIMES * usual
    # Beyond three times the next there is but the first, so that one bound does for both rules.
    return min(_HEAVY_TIMES * usual, max(_NEXT_TIMES * following, _NEXT_HEAVY_TIMES * usual))


def _rows_of(engine: Engine, place: int) -> int:
    """Return the rows of the n-th heaviest id."""
    return number(
        engine,
        "SELECT min(rows) FROM (SELECT rows FROM customer_facts ORDER BY rows DESC "
        f"LIMIT {place}) AS first",
    )


def _leverage(engine: Engine) -> Notice | None:
    """Find out whether one customer in a thousand carries the purchases or the money."""
    customers = number(engine, "SELECT count(*) FROM customer_facts")
    if customers < _FEWEST_CUSTOMERS:
        return None
    top = math.ceil(customers / 1000)
    limit = _LEVERAGE if customers >= 1000 else _SMALL_LEVERAGE
    held = {name: _top_share(engine, name, top) for name in ("purchases", "contribution")}
    if max(held.values()) <= limit:
        return None
    return Notice(
        "W_LEVERAGE",
        f"{top} of {customers} customers made {held['purchases']:.0%} of the purchases and "
        f"{held['contribution']:.0%} of the money",
        "compare the results with and without them: look at wholesale by itself",
        top,
    )


def _top_share(engine: Engine, column: str, top: int) -> float:
    first, total = engine.rows(
        f"SELECT (SELECT sum({column}) FROM (SELECT {column} FROM customer_facts "
        f"WHERE {column} > 0 ORDER BY {column} DESC LIMIT {top}) AS top), "
        f"(SELECT sum({column}) FROM customer_facts WHERE {column} > 0)"
    )[0]
    return float(first) / float(total) if total else 0.0


def _only_repeaters(engine: Engine) -> Notice | None:
    ids, once, twice = numbers(
        engine,
        "SELECT count(*), count(*) FILTER (WHERE purchases = 1), "
        "count(*) FILTER (WHERE purchases = 2) FROM customer_facts",
    )
    if twice < max(_FEWEST_REPEATERS, _TWICE_SHARE * ids) or once > _ONCE_PER_TWICE * twice:
        return None
    return Notice(
        "W_ONLY_REPEATERS",
        f"customers with two purchases: {twice}, with one: {once}; one-time buyers seem left out",
        "export all customers: models learn from those who did not come back",
        twice,
    )


def _one_customer(engine: Engine) -> Notice | None:
    ids, rows = numbers(engine, "SELECT count(*), sum(rows) FROM customer_facts")
    if ids != 1 or rows < _ONE_CUSTOMER_ROWS:
        return None
    return Notice(
        "W_ONE_CUSTOMER",
        f"all {rows} rows belong to one customer",
        "check which column holds the customer: columns={'customer_id': ...} (--map customer_id=)",
        rows,
    )
