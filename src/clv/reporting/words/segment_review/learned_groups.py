"""The learned groups: how sure they are, and whether there are any."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from clv.language import language, say
from clv.reporting.blocks import Reading
from clv.segments import GroupCount, Tendency

__all__ = [
    "group_count",
    "stability",
    "stability_in_words",
    "stability_table",
    "tendency_found",
]


def stability(found: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Take the stability of the learned groups of the cut, by label.

    Parameters
    ----------
    found
        Results of a run: segments.

    Returns
    -------
    dict of str to dict
        By label: share_customers, jaccard, lower, upper, verdict; without empty groups.
    """
    labels = {name: label for label, name in found["segments"]["names"].items()}
    rows = found["segments"]["stability"]
    known = {labels.get(n, n): row for n, row in rows.items() if row["jaccard"] is not None}
    return {label: known[label] for label in sorted(known)}


def stability_table(found: Mapping[str, Any]) -> pd.DataFrame:
    """Lay out the stability of the learned groups for a chart.

    Parameters
    ----------
    found
        Results of a run: segments.

    Returns
    -------
    pandas.DataFrame
        Indexed by label: share_customers, jaccard, lower, upper, verdict.
    """
    return pd.DataFrame.from_dict(stability(found), orient="index").rename_axis("group")


def stability_in_words(found: Mapping[str, Any]) -> Reading:
    """Say which learned groups would come out again.

    Parameters
    ----------
    found
        Results of a run: segments.

    Returns
    -------
    Reading
        One paragraph.
    """
    rows = stability(found)
    each = [
        say(
            "{group} {jaccard:.2f} ({lower:.2f} to {upper:.2f}), {verdict}",
            group=group, jaccard=row["jaccard"], lower=row["lower"], upper=row["upper"],
            verdict=say(row["verdict"]),
        )
        for group, row in rows.items()
    ]  # fmt: skip
    semicolon = "; " if language() == "en" else "；"
    return Reading(
        say("Likeness after resampling, with 95% of the draws: {groups}.",
            groups=semicolon.join(each))
    )  # fmt: skip


def tendency_found(found: Mapping[str, Any]) -> Tendency:
    """Make the test for kinds of customers again from what was stored.

    Parameters
    ----------
    found
        Results of a run: segments.

    Returns
    -------
    Tendency
        As 070_segments had it.
    """
    stored = dict(found["segments"]["tendency"])
    by_k = _by_number(stored.pop("by_k"))
    return Tendency(by_k=by_k, **(stored | {"features": tuple(stored["features"])}))


def group_count(found: Mapping[str, Any]) -> GroupCount:
    """Make the votes on the number of groups again from what was stored.

    Parameters
    ----------
    found
        Results of a run: segments.

    Returns
    -------
    GroupCount
        As 070_segments had it.
    """
    stored = found["segments"]["counts"]
    chosen = pd.Series(stored["chosen"], dtype="int64")
    table = _by_number(stored["table"])
    chosen = chosen.reindex([name for name in table.columns if name in chosen.index])
    return GroupCount(table, chosen.astype("int64"), int(stored["customers"]))


def _by_number(rows: Mapping[str, Mapping[str, Any]]) -> pd.DataFrame:
    frame = pd.DataFrame.from_dict(dict(rows), orient="index").astype(float)
    frame.index = frame.index.astype(int).rename("n_groups")
    return frame.sort_index()
