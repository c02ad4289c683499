"""The digest of a clean log: equal for equal content, whatever the order of the rows."""

import hashlib

from clv.transactions.engines.engine import Engine
from clv.transactions.readings.amounts import MONEY

__all__ = ["content_digest"]

_LINE = (
    f"concat_ws(' ', customer_id, CAST(day AS VARCHAR), coalesce(CAST(CAST(amount AS {MONEY}) AS "
    "VARCHAR), 'none'), CAST(rows AS VARCHAR), CAST(CAST(is_purchase AS INTEGER) AS VARCHAR))"
)
_PIECES = ", ".join(f"sum(hex_number(substr(m, {1 + 8 * i}, 8)))" for i in range(4))


def content_digest(engine: Engine) -> str:
    """Return a digest of ``purchase_days``.

    Parameters
    ----------
    engine
        Has ``purchase_days``.

    Returns
    -------
    str
        64 hexadecimal digits.

    Notes
    -----
    The SHA-256 of the number of days and of the sums of the four quarters of every day's MD5: a
    sum needs no order, so that ten million days cost seconds and any engine finds the same. It
    tells a changed log from an unchanged one; it is no seal against a forger.
    """
    sums = engine.rows(
        f"SELECT count(*), {_PIECES} FROM (SELECT md5({_LINE}) AS m FROM purchase_days) AS lines"
    )[0]
    return hashlib.sha256(" ".join(str(int(value or 0)) for value in sums).encode()).hexdigest()
