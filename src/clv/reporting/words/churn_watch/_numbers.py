"""Where the words of the churn watch find their figures."""

from collections.abc import Mapping
from typing import Any

from clv.language import say

__all__ = ["kind", "slipping_of", "three"]

_KINDS = {
    "EI": "EI loyal",
    "EII": "EII drifting",
    "EIII": "EIII loyal but small",
    "EIV": "EIV not loyal",
}


def slipping_of(watch: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the figures of those who slip."""
    return dict(watch["groups"]["slipping"])


def three(found: Mapping[str, Any]) -> dict[str, Any]:
    """Return an expected number with its limits."""
    return {name: found[name] for name in ("expected", "lower", "upper")}


def kind(cell: object) -> str:
    """Name a cell of T1, or say that a customer has none, in the language spoken."""
    return say(_KINDS.get(str(cell), "no class"))
