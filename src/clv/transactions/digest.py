"""The digest of a clean log: equal for equal content, whatever the order of the rows."""

import hashlib

from clv.transactions.engines.engine import Engine
from clv.transactions.readings.amounts import MONEY

__all__ = ["content_digest"]


def _money(column: str) -> str:
    return f"coalesce(CAST(CAST({column} AS {MONEY}) AS VARCHAR), 'none')"


_DAY = (
    f"concat_ws(' ', customer_id, CAST(day AS VARCHAR), {_money('amount')}, CAST(rows AS VARCHAR), "
    f"CAST(CAST(is_purchase AS INTEGER) AS VARCHAR), {_money('discount')}, {_money('cost')})"
)
_CATEGORY = (
    "concat_ws(' ', customer_id, CAST(day AS VARCHAR), coalesce(category, ''), "
    f"coalesce(channel, ''), {_money('amount')}, CAST(rows AS VARCHAR))"
)
_PIECES = ", ".join(f"sum(hex_number(substr(m, {1 + 8 * i}, 8)))" for i in range(4))


def content_digest(engine: Engine, *, has_categories: bool) -> str:
    """Return a digest of ``purchase_days``, and of ``category_days`` where there are categories.

    Parameters
    ----------
    engine
        Has the tables.
    has_categories
        Whether it has ``category_days``.

    Returns
    -------
    str
        64 hexadecimal digits.

    Notes
    -----
    The SHA-256 of the number of lines and the sums of the four quarters of every line's MD5: a
    sum needs no order, so that ten million days cost seconds and any engine finds the same. It
    tells a changed log from an unchanged one; it is no seal against a forger.
    """
    lines = {"purchase_days": _DAY} | ({"category_days": _CATEGORY} if has_categories else {})
    sums: list[int] = []
    for table, line in lines.items():
        query = f"SELECT count(*), {_PIECES} FROM (SELECT md5({line}) AS m FROM {table}) AS lines"
        sums += (int(value or 0) for value in engine.rows(query)[0])
    return hashlib.sha256(" ".join(map(str, sums)).encode()).hexdigest()
