"""Learned groups under the labels of the last review, so that S1 stays S1."""

from collections.abc import Mapping
from typing import Any

from clv.language import language
from clv.reporting.words.segment_review.last_groups import LastGroups

__all__ = ["group_names", "last_labels", "relabelled", "under_labels"]


def last_labels(found: Mapping[str, Any], since: LastGroups) -> dict[str, str]:
    """Give every learned group the label that it had in the last review.

    Parameters
    ----------
    found
        Results of a run: segments.
    since
        What the last review's groups say.

    Returns
    -------
    dict of str to str
        By label of the run: those of today, and those of the cut that are gone.
    """
    segments = found["segments"]
    today, groups = segments["names_today"]["en"], {*segments["names"]}
    before = {group: group for group in today}
    if since.matching is not None:
        before |= dict(since.matching.names)
    return relabelled(before, sorted(groups | before.keys()))


def under_labels(found: Mapping[str, Any], labels: Mapping[str, str]) -> dict[str, Any]:
    """Write the results of learned groups under other labels.

    Parameters
    ----------
    found
        Results of a run: segments.
    labels
        By label of the run.

    Returns
    -------
    dict
        The results; what they held is not changed.
    """
    segments = dict(found["segments"])
    segments["names"] = {labels[label]: name for label, name in segments["names"].items()}
    segments["names_today"] = {
        told: {labels[label]: name for label, name in names.items()}
        for told, names in segments["names_today"].items()
    }
    return {**found, "segments": segments}


def group_names(found: Mapping[str, Any]) -> dict[str, str]:
    """Name today's learned groups in the language spoken.

    Parameters
    ----------
    found
        Results of a run: segments.

    Returns
    -------
    dict of str to str
        Label and name, by label.
    """
    names = found["segments"]["names_today"][language()]
    return {label: f"{label} {name}" for label, name in sorted(names.items())}


def relabelled(names: Mapping[str, str], groups: list[str]) -> dict[str, str]:
    """Give every group the name that it had in the last run, and none of them a name twice.

    Parameters
    ----------
    names
        Name in the last run, or the new one, of each group of today.
    groups
        All groups to be named, those of the cut among them that are gone today.

    Returns
    -------
    dict of str to str
        For each of ``groups``; one that is gone takes the next free number where its own is taken.

    Examples
    --------
    >>> relabelled({"S1": "S2", "S2": "S1"}, ["S1", "S2", "S3"])
    {'S1': 'S2', 'S2': 'S1', 'S3': 'S3'}
    >>> relabelled({"S1": "S1", "S4": "S3"}, ["S1", "S3", "S4"])
    {'S1': 'S1', 'S3': 'S2', 'S4': 'S3'}
    """
    told, taken = {}, set(names.values())
    for group in groups:
        name, number = names.get(group, group), 0
        while group not in names and name in taken:
            number += 1
            name = f"S{number}"
        told[group] = name
        taken.add(name)
    return told
