"""Small trees of readable questions: growing, rounding, placing, telling."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from sklearn.tree import DecisionTreeRegressor

FloatArray = NDArray[np.float64]

MOVED_BY_ROUNDING = 0.01
"""Share of customers that readable thresholds may move to another group."""


@dataclass(frozen=True)
class Leaf:
    """An end of the tree: the number of a group, 0 for the first."""

    group: int


@dataclass(frozen=True)
class Question:
    """Is a feature at least ``at``? A yes leads to ``above``, a no to ``below``."""

    feature: str
    at: float
    above: "Node"
    below: "Node"


Node: TypeAlias = Leaf | Question


def grow(
    values: Mapping[str, FloatArray], target: FloatArray, n_groups: int, smallest: float
) -> Node:
    """Grow a tree with at most so many leaves, which explain the most of the target's variance."""
    if n_groups < 2 or len(target) < 2:
        return Leaf(0)
    # The learner works in single precision and takes what differs by less than 1e-7 for equal.
    largest = {name: max(float(np.abs(column).max()), 1e-300) for name, column in values.items()}
    scaled = np.column_stack([column / largest[name] for name, column in values.items()])
    points = scaled.astype(np.float32)
    least = max(1, int(smallest * len(target)))
    learner = DecisionTreeRegressor(
        max_leaf_nodes=n_groups, min_samples_leaf=least, random_state=0
    ).fit(points, target)
    tree = learner.tree_
    allowed = MOVED_BY_ROUNDING * len(target) / max(tree.node_count // 2, 1)
    rough = _read(tree, 0, list(values), values, points, allowed)
    return _numbered(rough, place(rough, values), target)


def place(node: Node, values: Mapping[str, FloatArray]) -> NDArray[np.intp]:
    """Follow the questions down to the number of each customer's group."""
    if isinstance(node, Leaf):
        return np.full(len(next(iter(values.values()))), node.group)
    above, below = place(node.above, values), place(node.below, values)
    return np.where(values[node.feature] >= node.at, above, below)


def questions(node: Node) -> list[Question]:
    """All questions, the first one first."""
    if isinstance(node, Leaf):
        return []
    return [node, *questions(node.above), *questions(node.below)]


def tell(node: Node, words: Mapping[str, str], say: Sequence[str], names: Sequence[str]) -> str:
    """Write the tree as nested if-statements; ``say`` holds the words for if, else and leaf."""
    return "\n".join(_told(node, words, say, names, ""))


def _read(
    tree: Any, k: int, names: Sequence[str], values: Mapping[str, FloatArray],
    scaled: NDArray[np.float32], allowed: float,
) -> Node:  # fmt: skip
    if tree.children_left[k] < 0:
        return Leaf(k)
    column = tree.feature[k]
    own, low = values[names[column]], scaled[:, column] <= tree.threshold[k]
    at = readable(own, low, allowed)
    parts = []
    for child, rows in ((tree.children_right[k], ~low), (tree.children_left[k], low)):
        held = {name: each[rows] for name, each in values.items()}
        parts.append(_read(tree, child, names, held, scaled[rows], allowed))
    return Question(names[column], at, *parts)


def readable(values: FloatArray, low: NDArray[np.bool_], allowed: float) -> float:
    """Find the roundest threshold that moves no more customers than allowed.

    ``low`` marks the values below the exact threshold. Whole numbers get whole thresholds.
    """
    first, last = float(values[~low].min()), float(values[low].max())
    whole = bool((values == np.rint(values)).all())
    near = [first] if whole else [(first + last) / 2, first]
    for digits in range(1, 16):
        for number in near:
            at = float(f"{number:.{digits - 1}e}")
            if ((values < at) != low).sum() <= allowed:
                return at
    return first


def _numbered(node: Node, leaves: NDArray[np.intp], target: FloatArray) -> Node:
    """Number the leaves by their mean target, highest first; a leaf without customers is last."""
    held = {k: target[leaves == k] for k in _ends(node)}
    means = {k: float(own.mean()) if len(own) else -np.inf for k, own in held.items()}
    order = sorted(means, key=lambda k: -means[k])
    return _renamed(node, {k: rank for rank, k in enumerate(order)})


def _ends(node: Node) -> list[int]:
    if isinstance(node, Leaf):
        return [node.group]
    return [*_ends(node.above), *_ends(node.below)]


def _renamed(node: Node, names: Mapping[int, int]) -> Node:
    if isinstance(node, Leaf):
        return Leaf(names[node.group])
    above, below = _renamed(node.above, names), _renamed(node.below, names)
    return replace(node, above=above, below=below)


def _told(
    node: Node, words: Mapping[str, str], say: Sequence[str], names: Sequence[str], margin: str
) -> list[str]:
    if isinstance(node, Leaf):
        return [margin + names[node.group]]
    number = np.format_float_positional(node.at, trim="-")
    lines = []
    for opening, branch in (
        (say[0].format(words.get(node.feature, node.feature), number), node.above),
        (say[1], node.below),
    ):
        told = _told(branch, words, say, names, margin + "    ")
        if isinstance(branch, Leaf):
            lines.append(f"{margin}{opening}{say[2]}{told[0].strip()}")
        else:
            lines += [f"{margin}{opening}", *told]
    return lines
