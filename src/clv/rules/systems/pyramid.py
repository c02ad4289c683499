"""A pyramid of exactly 1, 4, 15 and 80 per cent of customers (system T11, 白金、黄金、铁、铅)."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clv.customers import require_columns
from clv.errors import InputError, Notice
from clv.rules._placing import cells_of_levels
from clv.rules.assignment import Assignment
from clv.rules.base import RuleSystem
from clv.rules.cuts import exact_size
from clv.rules.measures._ranks import buyers_only
from clv.rules.measures._top import Key, edge_of_top, not_below

__all__ = ["Pyramid"]

_FEW = 100
_NEVER = -np.finfo(float).max


class Pyramid(RuleSystem):
    """Order customers by value and cut at exactly 1, 5 and 20 per cent of them.

    The source (S4) fixes the sizes: platinum is the top 1 % of the customers with a purchase, gold
    (big) the next 4 %, iron (medium) the next 15 %, lead (small) the last 80 %; halves are rounded
    up. Because the sizes are exact, this is the one system that may part equal customers: of equal
    value the larger contribution stands before, then the later last purchase, and at the very last
    a hash of the id, which means nothing but never changes. Notices count those who were parted.

    The edges are kept as these four keys of their last customer and applied to later customers as
    they are, so that the tiers then grow and shrink. A customer without a purchase is
    ``no_purchase``, one without a value ``unknown_field``; where no value is known at all there is
    no pyramid (``not_applicable``). Fewer than 100 customers make a platinum tier of one or nobody.

    Parameters
    ----------
    value
        Column to order by: the contribution, or what a model expects of each customer.
    file
        As for `RuleSystem`.

    Examples
    --------
    >>> table = pd.DataFrame(
    ...     {
    ...         "purchases": 1,
    ...         "inactivity": range(100),
    ...         "contribution": [float(n) for n in range(100)],
    ...     },
    ...     index=[f"c{n}" for n in range(100)],
    ... )
    >>> Pyramid().fit(table).assign(table).labels.value_counts().to_dict()
    {'lead': 80, 'iron': 15, 'gold': 4, 'platinum': 1}
    """

    name = "t11_pyramid"
    by_name = True
    needs = ("purchases", "contribution", "inactivity")

    def __init__(self, value: str = "contribution", file: Path | None = None) -> None:
        super().__init__(file)
        self.value = value

    def _learn(self, features: pd.DataFrame) -> dict[str, Any]:
        known = features[self._value(features).notna()]
        keys, n = self._keys(known), len(known)
        edges, parted, by_id = [], [], []
        for rule in self._rules()["value"]:
            if rule.kind != "top":
                raise InputError(
                    "E_CUT_RULE", f"'{rule}' fixes no size", "write 'top 0.01' or another share"
                )
            edge, choice = edge_of_top(keys, n, exact_size(rule.value, n))
            edges.append(edge)
            parted.append(_equals(keys[0], n, edge))
            by_id.append(choice if edge is not None and len(edge) == len(keys) else 0)
        return {"edges": edges, "parted": parted, "by_id": by_id}

    def _scores(self, features: pd.DataFrame) -> pd.DataFrame:
        shown = features[["purchases", "inactivity"]].astype(float)
        return pd.concat([self._value(features).rename("value"), shown], axis=1)

    def _labels(self, features: pd.DataFrame, scores: pd.DataFrame) -> "pd.Series[str]":
        keys, edges = self._keys(features), self.learned_["edges"]
        level = np.full(len(features), len(edges))
        for tier in range(len(edges) - 1, -1, -1):
            level[not_below(keys, len(features), edges[tier])] = tier
        return cells_of_levels(self.system, [level], features.index)

    def _value(self, features: pd.DataFrame) -> "pd.Series[float]":
        require_columns(features, [self.value])
        return buyers_only(features, self.value)

    def _keys(self, features: pd.DataFrame) -> tuple[Key, ...]:
        value = self._value(features).to_numpy()
        contribution = features["contribution"].astype(float).fillna(_NEVER).to_numpy()
        latest = (-features["inactivity"].astype(float)).fillna(_NEVER).to_numpy()
        ids = features.index
        return (
            lambda at: value[at],
            lambda at: contribution[at],
            lambda at: latest[at],
            lambda at: _hashes(ids[at]),
        )

    def _notices(self, assignment: Assignment, features: pd.DataFrame) -> Iterator[Notice]:
        tiers = [level.key for level in self.system.cut_axes[0].levels]
        for tier, parted, by_id in zip(
            tiers, self.learned_["parted"], self.learned_["by_id"], strict=False
        ):
            if parted:
                last = f", {by_id:,} of them only by their id" if by_id else ""
                yield Notice(
                    "W_EQUALS_PARTED",
                    f"the lower edge of {tier} parts {parted:,} customers of equal value{last}",
                    "treat those at the edge alike, or choose a value that tells them apart",
                    parted,
                )
        cuts = assignment.cuts["value"]
        if cuts and cuts[0].n < _FEW:
            yield Notice(
                "W_FEW_CUSTOMERS",
                f"the pyramid was learned from {cuts[0].n:,} customers: its top tier holds "
                f"{round(cuts[0].share * cuts[0].n)} of them",
                "read the upper tiers as single names, or judge by value tiers",
                cuts[0].n,
            )


def _equals(value: Key, n: int, edge: list[float | int] | None) -> int:
    """How many have the edge's value, if that alone did not part them."""
    parted = edge is not None and len(edge) > 1
    return int((value(np.arange(n)) == edge[0]).sum()) if edge is not None and parted else 0


def _hashes(ids: pd.Index) -> NDArray[np.uint64]:
    digests = [
        hashlib.blake2b(str(name).encode(errors="surrogatepass"), digest_size=8).digest()
        for name in ids
    ]
    return np.frombuffer(b"".join(digests), dtype=">u8").astype(np.uint64)
