"""Tables whose figures are written before they are laid out, row by row in different units."""

from dataclasses import replace

import pandas as pd

from clv.reporting.blocks import Table, table

__all__ = ["written_table"]


def written_table(written: pd.DataFrame, caption: str) -> Table:
    """Show a table of figures in text.

    Parameters
    ----------
    written
        Text; the index heads the rows.
    caption
        What the table shows.

    Returns
    -------
    Table
        All columns but the first flush right, as figures are.

    Examples
    --------
    >>> frame = pd.DataFrame({"came": ["1,200", "0.041"]}, index=["purchases", "money"])
    >>> written_table(frame.rename_axis("total"), "Totals").numeric
    (False, True)
    """
    shown = table(written, caption)
    return replace(shown, numeric=(False, *(True for _ in written)))
