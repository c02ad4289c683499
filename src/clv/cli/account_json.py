"""The account of a log, or why there is none, as JSON: for programs, and for the next check."""

import json
import math
from typing import Any

from clv.cli.account import plain
from clv.errors import ClvError, Notice
from clv.transactions import Transactions
from clv.transactions.previous import facts

__all__ = ["account_json", "error_json", "to_json"]


def account_json(log: Transactions) -> dict[str, Any]:
    """Return the same for a program, and for the next check to compare with.

    Parameters
    ----------
    log
        The clean log.

    Returns
    -------
    dict of str to Any
        What `clv.transactions.previous.facts` knows, and the whole account.
    """
    audit = log.audit
    return facts(log, with_digest=True) | {
        "source": plain(log.source),
        "has_amounts": log.has_amounts,
        "columns": sorted(log.columns),
        "set_aside": dict(audit.set_aside),
        "repaired": dict(audit.repaired),
        "amounts": {
            "in": audit.amount_in,
            "used": audit.amount_used,
            "set_aside": dict(audit.amount_set_aside),
        },
        "zero_amount_rows": audit.zero_amount_rows,
        "return_rows": audit.return_rows,
        "merged_same_day_rows": audit.merged_same_day_rows,
        "first_day_extra_rows": audit.first_day_extra_rows,
        "samples": dict(audit.samples),
        "warnings": [_warning(notice) for notice in audit.notices],
    }


def _warning(notice: Notice) -> dict[str, Any]:
    return {
        "code": notice.code,
        "found": notice.found,
        "remedy": notice.remedy,
        "count": notice.count,
        "samples": list(notice.samples),
    }


def error_json(error: ClvError) -> dict[str, Any]:
    """Return an error for a program.

    Parameters
    ----------
    error
        What stopped the work.

    Returns
    -------
    dict of str to Any
        ``{"error": {code, found, remedy, samples}}``.
    """
    said = {"code": error.code, "found": error.found, "remedy": error.remedy}
    return {"error": said | {"samples": list(error.samples)}}


def to_json(found: dict[str, Any]) -> str:
    """Write it as JSON, which knows neither NaN nor infinity.

    Parameters
    ----------
    found
        What `account_json` or `error_json` has returned.

    Returns
    -------
    str
        Numbers that are not finite are null, days are text.

    Examples
    --------
    >>> print(to_json({"amounts": {"in": float("nan")}}))
    {
      "amounts": {
        "in": null
      }
    }
    """
    return json.dumps(_finite(found), allow_nan=False, default=str, indent=2)


def _finite(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _finite(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(inner) for inner in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
