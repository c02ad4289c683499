"""Customer ids: text for ever, and whatever is done to them is counted."""

from clv.errors import Notice
from clv.transactions.engines.engine import Engine, numbers
from clv.transactions.readings.texts import trimmed

__all__ = ["ODD_ID", "PLAIN_ID", "id_sql"]

_ID = f"coalesce({trimmed('customer_id')}, '')"
_PADDED = f"customer_id <> {trimmed('customer_id')}"
_DECIMAL = rf"customer_id LIKE '%.0%' AND regexp_full_match({_ID}, '-?\d+\.0+')"

PLAIN_ID = "coalesce(customer_id, '')"
"""Expression for an id that is as it should be."""

# Looks at the ends only: cheaper by far than trimming every id of ten million rows.
ODD_ID = (
    "customer_id < '!' OR customer_id >= '\u0080' OR contains(customer_id, '.0') "
    "OR right(customer_id, 1) NOT BETWEEN '!' AND '~'"
)
"""Condition for an id that may have to be mended; most that meet it need not."""


def id_sql(engine: Engine) -> tuple[str, list[Notice]]:
    """Find the expression for the customer id.

    Parameters
    ----------
    engine
        Has ``gated``, with the ids as they came.

    Returns
    -------
    str
        SQL of type VARCHAR; empty where there is no id.
    list of Notice
        ``W_ID_BLANKS``, ``W_ID_DECIMALS``: the repairs that the expression makes, by rows.

    Notes
    -----
    Blanks around an id go. ``.0`` at its end goes only if every id is a whole number written so,
    as happens when a column of numbers with a gap passes through a frame. Leading zeros, capitals
    and texts such as ``NA`` stay.
    """
    filled, padded, decimal = numbers(
        engine,
        f"SELECT count(*) FILTER (WHERE {_ID} <> ''), count(*) FILTER (WHERE {_PADDED}), "
        f"count(*) FILTER (WHERE {_DECIMAL}) FROM gated",
    )
    notices = []
    if padded:
        found = f"rows whose customer id had blanks around it, which were removed: {padded}"
        notices.append(Notice("W_ID_BLANKS", found, "check the export", padded))
    if not decimal or decimal < filled:
        return _ID if padded else PLAIN_ID, notices
    found = f"all {decimal} customer ids ended in .0, which was removed"
    notices.append(Notice("W_ID_DECIMALS", found, "export ids as text", decimal))
    return f"regexp_replace({_ID}, '\\.0+$', '', 'g')", notices
