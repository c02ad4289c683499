"""Every customer of a segment review: quadrant and learned group, now and in the last review."""

from collections.abc import Mapping

import pandas as pd

from clv.reporting.results import StoredResults
from clv.reporting.words.segment_review.last_groups import LastGroups

__all__ = ["crossed", "everybody"]


def everybody(
    stored: StoredResults,
    labels: Mapping[str, str],
    names: Mapping[str, str],
    cells: "pd.Series[str]",
    since: LastGroups,
) -> pd.DataFrame:
    """List every customer with the quadrant and the learned group, now and in the last review.

    Parameters
    ----------
    stored
        Results of the run: 040_quadrants and 070_segments.
    labels
        Labels of the last review, by label of the run.
    names
        Label and name of the learned groups, by label of the last review.
    cells
        Names of the cells.
    since
        What the last review's groups say.

    Returns
    -------
    pandas.DataFrame
        Indexed by customer_id: cell, cell_name, why, segment, segment_name, last_cell and
        last_segment (missing for whom the last review did not know).
    """
    table = stored.table("labels")[["cell", "why"]]
    table.insert(1, "cell_name", table["cell"].map(cells))
    segment = stored.table("segment_labels")["segment"].map(labels)
    table["segment"] = segment.reindex(table.index)
    table["segment_name"] = table["segment"].map(names)
    before = since.before.reindex(table.index)
    return table.assign(last_cell=before["cell"], last_segment=before["segment"])


def crossed(customers: pd.DataFrame) -> pd.DataFrame:
    """Count customers by quadrant and learned group.

    Parameters
    ----------
    customers
        What `everybody` returned.

    Returns
    -------
    pandas.DataFrame
        Indexed by quadrant and its name, one column a learned group.
    """
    rows = (customers["cell"] + " " + customers["cell_name"]).rename("group")
    counts = pd.crosstab(rows, customers["segment"])
    counts.columns = [str(name) for name in counts.columns]
    return counts
