"""What a reader must know before believing a headline, taken from the notices."""

from collections.abc import Iterable, Mapping
from typing import Any

from clv.language import explain, language, say
from clv.reporting.words.common.figures import sentences

__all__ = ["caution"]

_HEADLINE = (
    "W_FEW_REPEATERS",
    "W_ONE_CUSTOMER",
    "W_MEAN_UNDEFINED",
    "W_MEAN_FRAGILE",
    "W_POSTERIOR",
    "CLV002",
)
"""Notices that change how far the expected money of all customers is to be trusted."""


def caution(notices: Iterable[Mapping[str, Any]]) -> str:
    """Say what speaks against trusting a forecast, beside it instead of at the foot of the page.

    Parameters
    ----------
    notices
        Those of the models behind it, as a run stores them: code, found, count.

    Returns
    -------
    str
        A sentence, or more; empty where nothing does.

    Examples
    --------
    >>> few = {"code": "W_FEW_REPEATERS", "found": "only 33 customers bought again", "count": 33}
    >>> caution([few, {"code": "W_OK", "found": "all is well", "count": 0}])
    'Trust this with care: only 33 customers bought again.'
    """
    weighty = [notice for notice in notices if notice["code"] in _HEADLINE]
    told = [explain(notice["code"], notice["count"]) for notice in weighty]
    if language() != "en":
        return sentences(*dict.fromkeys(told))
    found = "; ".join(dict.fromkeys(notice["found"] for notice in weighty))
    return say("Trust this with care: {found}.", found=found) if found else ""
