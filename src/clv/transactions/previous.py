"""The facts of a log, and what they say beside those of the last good run."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from clv.errors import InputError, Notice
from clv.transactions.log import Transactions
from clv.transactions.notices.changes import content_notices, volume_notices

__all__ = ["compare_with_previous", "facts"]

WEEKS = 13
"""Weeks before the as-of day whose volume is kept: a quarter, to learn how far weeks vary."""

_NEEDED = (
    "source", "as_of", "first_day", "last_day", "rows_in", "rows_used", "customers",
    "purchase_days", "amount", "rows_per_customer", "set_aside_share", "weekly_rows",
    "monthly_rows",
)  # fmt: skip

_MONTHLY = """
SELECT period, CAST(sum(rows) AS BIGINT) AS n
FROM (SELECT year(day) * 100 + month(day) AS period, rows FROM purchase_days) AS months
GROUP BY period ORDER BY period
"""


def facts(log: Transactions, *, with_digest: bool = False) -> dict[str, Any]:
    """Sum up a log in a few numbers, to hold the next one against them.

    Parameters
    ----------
    log
        A clean log.
    with_digest
        Whether to add the digest of its content, for which the whole log is read once more.

    Returns
    -------
    dict
        Ready for JSON: source; as_of, first_day, last_day (YYYY-MM-DD); rows_in, rows_used,
        customers, purchase_days, amount (net, in the log's unit of money), rows_per_customer;
        set_aside_share (of the rows read, by reason); weekly_rows (of the last 13 weeks before
        the as-of day, the latest last), monthly_rows (rows in use by calendar month); digest.

    Examples
    --------
    >>> from clv.transactions import read_transactions
    >>> log = read_transactions("cdnow", as_of="1998-07-01")
    >>> found = facts(log)
    >>> found["customers"], found["weekly_rows"][-2:], found["monthly_rows"]["1997-01"]
    (23570, [396, 378], 8928)
    """
    audit = log.audit
    days = log.query("SELECT count(*) AS days, count(DISTINCT customer_id) AS n FROM purchase_days")
    customers = int(days["n"].item())
    found = {
        "source": log.source,
        "as_of": str(log.as_of),
        "first_day": str(log.first_day),
        "last_day": str(log.last_day),
        "rows_in": audit.rows_in,
        "rows_used": audit.rows_used,
        "customers": customers,
        "purchase_days": int(days["days"].item()),
        "amount": audit.amount_used,
        "rows_per_customer": audit.rows_used / customers,
        "set_aside_share": {
            reason: n / audit.rows_in for reason, n in audit.set_aside.items() if n
        },
        "weekly_rows": _weekly(log),
        "monthly_rows": {
            f"{period // 100}-{period % 100:02d}": int(n)
            for period, n in log.query(_MONTHLY).to_numpy()
        },
    }
    return found | ({"digest": log.digest} if with_digest else {})


def _weekly(log: Transactions) -> list[int]:
    weeks = log.query(
        "SELECT ago, CAST(sum(rows) AS BIGINT) AS n FROM ("
        "SELECT CAST(floor((date_diff('day', day, CAST($as_of AS DATE)) - 1) / 7) AS BIGINT) "
        "AS ago, rows FROM purchase_days) AS weeks GROUP BY ago",
        {"as_of": log.as_of},
    )
    volume = dict(zip(weeks["ago"], weeks["n"], strict=True))
    return [int(volume.get(ago, 0)) for ago in range(WEEKS - 1, -1, -1)]


def compare_with_previous(
    facts_now: Mapping[str, Any], previous: Mapping[str, Any] | str | Path
) -> list[Notice]:
    """Hold a log against the last good run.

    Parameters
    ----------
    facts_now
        Of the log, by `facts`.
    previous
        The same of the last good run, or the path of a JSON file that holds them.

    Returns
    -------
    list of Notice
        ``W_PREVIOUS_SOURCE`` and nothing else for another source; otherwise ``W_NOTHING_NEW``,
        ``W_ROWS_PER_CUSTOMER``, ``W_HISTORY_CHANGED``, ``W_VOLUME``, ``W_SET_ASIDE``.

    Raises
    ------
    InputError
        ``E_PREVIOUS`` if the facts cannot be read; ``E_IDS_MERGED`` if customers have more than
        three times as many rows as before.
    """
    before = _checked(previous if isinstance(previous, Mapping) else _read(Path(previous)))
    now = _checked(facts_now)
    if _stem(now["source"]) != _stem(before["source"]):
        found = f"the last run read {before['source']}, this one reads {now['source']}"
        return [Notice("W_PREVIOUS_SOURCE", found, "give the facts of the same log (--previous)")]
    return [*content_notices(now, before), *volume_notices(now, before)]


def _stem(source: str) -> str:
    """Return a source's name without digits: exports are named by their day."""
    return "".join(c for c in str(source).lower() if c.isalpha())


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        raise InputError(
            "E_PREVIOUS",
            f"the facts of the last run cannot be read: {path.name} is no JSON file",
            "give what clv check --json has written, or previous=None (leave out --previous)",
        ) from None


def _checked(found: Any) -> Mapping[str, Any]:
    """Return facts with their days as dates, or say what they lack."""
    lacking = [name for name in _NEEDED if not isinstance(found, Mapping) or name not in found]
    try:
        days = {} if lacking else {d: date.fromisoformat(found[d]) for d in _NEEDED[1:4]}
        if not lacking and min(found["rows_in"], found["rows_used"], found["customers"]) > 0:
            return {**found, **days}
    except (TypeError, ValueError):
        pass
    raise InputError(
        "E_PREVIOUS",
        "the facts of the last run are not complete: "
        + (f"{', '.join(lacking[:3])} missing" if lacking else "days or numbers are wrong"),
        "give what clv check --json has written, or previous=None (leave out --previous)",
    )
