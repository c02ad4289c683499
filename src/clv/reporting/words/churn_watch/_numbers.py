"""Where the words of the churn watch find their figures."""

from collections.abc import Mapping
from typing import Any

from clv.language import say

__all__ = ["at_stake", "kind", "log_ended", "slipping_of", "three"]

_KINDS = {
    "EI": "EI loyal",
    "EII": "EII drifting",
    "EIII": "EIII loyal but small",
    "EIV": "EIV not loyal",
}


def slipping_of(watch: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the figures of those who slip."""
    return dict(watch["groups"]["slipping"])


def log_ended(found: Mapping[str, Any]) -> str:
    """Return the last day of a log that is not fresh, "" for one that is, by the report's alarm."""
    rings = {alarm["name"] for alarm in found["drift"]["alarms"] if alarm["colour"] != "green"}
    return str(found["freshness"]["last_day"]) if "stale_days" in rings else ""


def at_stake(watch: Mapping[str, Any]) -> dict[str, float]:
    """Return the money expected from those who slip, discounted as in every list, with limits.

    The played futures that give the limits are not discounted, so these are taken in proportion.
    """
    value, played = slipping_of(watch)["value"], watch["money"]
    if not played:
        return {}
    scale = value / played["mean"] if played["mean"] else 0.0
    return {"value": value, **{edge: scale * played[edge] for edge in ("lower", "upper")}}


def three(found: Mapping[str, Any]) -> dict[str, Any]:
    """Return an expected number with its limits."""
    return {name: found[name] for name in ("expected", "lower", "upper")}


def kind(cell: object) -> str:
    """Name a cell of T1, or say that a customer has none, in the language spoken."""
    return say(_KINDS.get(str(cell), "no class"))
