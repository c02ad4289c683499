"""The account of a log as a terminal shows it."""

import math
import textwrap
from collections.abc import Iterator

from clv.transactions import Transactions
from clv.transactions.engines.engine import number

__all__ = ["account_lines", "plain"]

_WIDTH = 79
_INDENT = 4


def account_lines(log: Transactions, seconds: float) -> Iterator[str]:
    """Show a log: what became of its rows and its money, and what is to be said about it.

    Parameters
    ----------
    log
        The clean log.
    seconds
        That reading took.

    Yields
    ------
    str
        A line. Those of the table are at most 79 wide; each notice is one line.
    """
    yield plain(log.source)
    yield (
        f"{_customers(log):,} customers, {log.first_day} to {log.last_day}, as of {log.as_of}, "
        f"read in {seconds:.1f} s"
    )
    yield ""
    yield from _table_lines(log)
    if log.audit.notices:
        yield ""
    yield from (plain(str(notice)) for notice in log.audit.notices)


def _customers(log: Transactions) -> int:
    return number(log.engine, "SELECT count(DISTINCT customer_id) FROM purchase_days")


def _table_lines(log: Transactions) -> Iterator[str]:
    table = log.audit.table()
    columns = [["rows", *(f"{n:,}" for n in table["rows"])]]
    columns.append(["share", *(f"{share:.1%}" for share in table["share"])])
    if log.has_amounts:
        columns.append(["amount", *map(_money, table["amount"])])
    widths = [max(map(len, column)) for column in columns]
    left = _WIDTH - sum(widths) - 2 * len(widths)
    labels = ["", *table["line"]]
    examples = ["", *table["examples"]]
    for label, example, *cells in zip(labels, examples, *columns, strict=True):
        *above, line = textwrap.wrap(label, left, subsequent_indent=" " * _INDENT) or [""]
        yield from above
        figures = (cell.rjust(width) for cell, width in zip(cells, widths, strict=True))
        yield "  ".join([line.ljust(left), *figures]).rstrip()
        if example:
            yield f"{' ' * _INDENT}such as {plain(example)}"


def _money(amount: float) -> str:
    return "" if math.isnan(amount) else f"{amount:,.2f}"


def plain(text: str) -> str:
    r"""Write a text so that a terminal shows it on one line and obeys nothing in it.

    Parameters
    ----------
    text
        Anything, such as the name of a file.

    Returns
    -------
    str
        Characters that cannot be shown are named instead.

    Examples
    --------
    >>> print(plain("shop\n\x1b[2J.csv"))
    shop\u000a\u001b[2J.csv
    """
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)
