"""The distinct texts of a column: looked at once each, however many rows share one."""

from dataclasses import dataclass

import duckdb

from clv.transactions.engine import number, samples, text_literal

__all__ = ["Texts", "distinct_texts", "is_shaped", "trimmed"]

_AROUND = " \t\r\n\u00a0\ufeff"
_BLANK = "('', 'na', 'n/a', 'nan', 'nat', 'null', 'none', '\\n')"


@dataclass(frozen=True)
class Texts:
    """The distinct texts of a column of ``raw`` that are not blank.

    Parameters
    ----------
    connection
        Engine with the table.
    table
        Its columns are original (as in the source), text (without blanks around it) and n (rows).
    """

    connection: duckdb.DuckDBPyConnection
    table: str

    def count(self, condition: str) -> int:
        """Number of rows whose ``text`` meets a condition."""
        return number(self.connection, f"SELECT sum(n) FROM {self.table} WHERE {condition}")

    def samples(self, condition: str) -> list[str]:
        """Up to three texts that meet a condition."""
        return samples(self.connection, f"SELECT text FROM {self.table} WHERE {condition}")


def distinct_texts(connection: duckdb.DuckDBPyConnection, column: str) -> Texts:
    """Collect the texts of a column, those that stand for nothing left out.

    Parameters
    ----------
    connection
        Engine with the table ``raw``.
    column
        ``"date"`` or ``"amount"``; not the customer id, where ``NA`` may be a name.

    Returns
    -------
    Texts
        In the table ``<column>_texts``.
    """
    table = f"{column}_texts"
    connection.execute(
        f"""
        CREATE TABLE {table} AS
        SELECT original, {trimmed("original")} AS text, n
        FROM (SELECT {column} AS original, count(*) AS n FROM raw GROUP BY {column})
        WHERE lower(text) NOT IN {_BLANK}
        """
    )
    return Texts(connection, table)


def trimmed(column: str) -> str:
    """Return the expression for a text without the blanks around it.

    Parameters
    ----------
    column
        Name of the column.

    Returns
    -------
    str
        SQL; NULL stays NULL.
    """
    return f"trim({column}, {text_literal(_AROUND)})"


def is_shaped(shape: str) -> str:
    r"""Return the condition that the whole of ``text`` has a shape.

    Parameters
    ----------
    shape
        A regular expression.

    Returns
    -------
    str
        SQL.

    Examples
    --------
    >>> print(is_shaped(r"\d{8}"))
    regexp_full_match(text, '\d{8}')
    """
    return f"regexp_full_match(text, {text_literal(shape)})"
