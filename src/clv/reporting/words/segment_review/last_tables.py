"""Tables of what moved since the last review: customers, and cuts."""

import pandas as pd

from clv.language import say
from clv.reporting.blocks import Table, table
from clv.reporting.words.segment_review.last_groups import LastGroups

__all__ = ["cuts_moved", "since_tables"]


def since_tables(since: LastGroups, as_of: str) -> tuple[Table, ...]:
    """Show who moved since the last review and where the cuts stood.

    Parameters
    ----------
    since
        What the last review's groups say.
    as_of
        The day from which the report speaks.

    Returns
    -------
    tuple of Table
        Empty where nothing can be compared.
    """
    if since.moves is None:
        return ()
    moves = since.moves.rename_axis("group")
    moves.columns = [str(name) for name in moves.columns]
    days = {"then": since.as_of, "now": as_of}
    return (
        table(moves, say("Customers by quadrant on {then} (row) and {now} (column)", **days)),
        table(
            cuts_moved(since),
            say("Where the cuts stood: in the review of {then}, and now", **days),
            {"change": "{:+.1%}"},
        ),
    )


def cuts_moved(since: LastGroups) -> pd.DataFrame:
    """Lay out where the cuts of the quadrants stood in the last review, and stand now.

    Parameters
    ----------
    since
        What the last review's groups say.

    Returns
    -------
    pandas.DataFrame
        Indexed by axis: then, now, and the change as a share; NaN where there was none.
    """
    cuts = since.cuts.rename(index=lambda axis: say(str(axis))).rename_axis("axis")
    before = cuts["then"].where(cuts["then"] != 0)
    return cuts.assign(change=cuts["now"] / before - 1)
