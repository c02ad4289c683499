"""The digest of a clean log: equal for equal content, whatever the order of the rows."""

import hashlib

import duckdb

__all__ = ["content_digest"]

_LINES = """
SELECT concat_ws(' ', customer_id, day, coalesce(amount, 'NaN'), rows, is_purchase, chr(10)) AS line
FROM purchase_days ORDER BY customer_id, day
"""


def content_digest(connection: duckdb.DuckDBPyConnection) -> str:
    """Return the SHA-256 of ``purchase_days``, read as one text in the order of ids and days.

    Parameters
    ----------
    connection
        Engine with the table.

    Returns
    -------
    str
        64 hexadecimal digits.
    """
    digest = hashlib.sha256()
    answer = connection.execute(_LINES)
    while lines := answer.fetchmany(10_000):
        digest.update("".join(line for (line,) in lines).encode())
    return digest.hexdigest()
