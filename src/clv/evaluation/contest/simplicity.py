"""How simple a grouping is: how many yes-or-no questions sort customers into the same groups."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from sklearn.tree import DecisionTreeClassifier

from clv.evaluation.metrics.base import codes

__all__ = ["TREE_COLUMNS", "tree_leaves"]

TREE_COLUMNS = (
    "purchases", "contribution", "mean_amount", "inactivity", "tenure", "active_share",
)  # fmt: skip
"""What a person can look up without a model."""


def tree_leaves(
    table: pd.DataFrame, labels: ArrayLike, faithful: float = 0.99, most: int = 256
) -> tuple[float, float]:
    """Count the leaves of the smallest tree found that reproduces labels.

    The tree asks about one column at a time and grows by the question that sorts best
    (Breiman et al. 1984); it is the smallest on this way, not of all trees.

    Parameters
    ----------
    table
        One row a customer; of its columns those of `TREE_COLUMNS` without a gap are used.
    labels
        Group of every customer.
    faithful
        Share of the customers that must be sorted into their own group, 0 to 1.
    most
        Leaves at which it is given up.

    Returns
    -------
    leaves : float
        Number of leaves, infinite where ``most`` do not suffice: groups that these columns do not
        make, such as random ones, or bands of a model's value.
    share : float
        Share of the customers that this tree sorts rightly.

    Examples
    --------
    >>> table = pd.DataFrame({"purchases": [1, 1, 2, 3, 5, 9]})
    >>> tree_leaves(table, ["once", "once", "twice", "more", "more", "more"])
    (3.0, 1.0)
    """
    used = [name for name in TREE_COLUMNS if name in table and table[name].notna().all()]
    group = codes(labels)
    if not used or group.max() == 0:
        share = float(np.bincount(group).max() / len(group))
        return (1.0 if share >= faithful else np.inf), share
    tree = DecisionTreeClassifier(max_leaf_nodes=most, random_state=0)
    grown = tree.fit(table[used].to_numpy(np.float64), group).tree_
    right = grown.value[:, 0, :].max(axis=1) * grown.weighted_n_node_samples
    # nodes are split in the order in which their children are numbered
    left = grown.children_left
    split = np.flatnonzero(left >= 0)[np.argsort(left[left >= 0])]
    gained = right[left[split]] + right[grown.children_right[split]] - right[split]
    share_right = np.round((right[0] + np.r_[0.0, gained.cumsum()]) / len(group), 12)
    enough = np.flatnonzero(share_right >= faithful)
    if not len(enough):
        return np.inf, float(share_right.max())
    return float(1 + enough[0]), float(share_right[enough[0]])
