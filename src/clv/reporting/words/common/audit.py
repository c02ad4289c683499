"""The account of the rows of a log, as a reader should see it."""

import pandas as pd

from clv.language import say

__all__ = ["audit_lines"]


def audit_lines(audit: pd.DataFrame) -> pd.DataFrame:
    """Show the account of the rows in the language spoken.

    Parameters
    ----------
    audit
        line, rows, amount, share, examples.

    Returns
    -------
    pandas.DataFrame
        line, rows, amount and share; the examples, which may name customers, stay in the sheet.

    Examples
    --------
    >>> audit_lines(
    ...     pd.DataFrame(
    ...         {
    ...             "line": ["rows read"],
    ...             "rows": [3],
    ...             "amount": [9.0],
    ...             "share": [1.0],
    ...             "examples": ["A"],
    ...         }
    ...     )
    ... ).columns.tolist()
    ['line', 'rows', 'amount', 'share']
    """
    named = audit.assign(line=[say(line) for line in audit["line"]])
    return named[["line", "rows", "amount", "share"]]
