"""Tables of scores and of differences that hold together."""

from collections.abc import Mapping, Sequence
from itertools import permutations

import numpy as np
import pandas as pd
from scipy.special import ndtr

from clv.evaluation.bootstrap import interval, simultaneous_reach
from clv.evaluation.comparison import Comparison
from clv.evaluation.contest.protocol import CONTEST_METRICS, Protocol
from clv.evaluation.metrics.base import Floats

__all__ = ["compared", "family", "score_rows"]


def family(kinds: Mapping[str, str], reference: str) -> list[tuple[str, str]]:
    """Pairs that are compared, both ways round: all but two rules, or two that are learned.

    Rules are compared among each other where one of them is the reference.
    """
    return [
        (one, other)
        for one, other in permutations(kinds, 2)
        if kinds[one] != kinds[other] or kinds[one] == "control" or reference in (one, other)
    ]


def score_rows(
    value: Floats, samples: Floats, keys: Sequence[tuple[object, ...]], names: list[str],
    level: float,
) -> pd.DataFrame:  # fmt: skip
    """One row a figure with its percentile interval; samples have one axis more, in front."""
    lower, upper = interval(samples, level)
    columns = {"value": value.ravel(), "lower": lower.ravel(), "upper": upper.ravel()}
    index = pd.MultiIndex.from_frame(pd.DataFrame(keys, columns=names))
    return pd.DataFrame(columns, index=index)


def compared(
    value: Floats, samples: Floats, kinds: Mapping[str, str], protocol: Protocol, days: int
) -> Comparison:
    """Compare competitors on every metric; value has shape (metrics, competitors and others)."""
    names = list(kinds)
    value, samples = value[:, : len(names)], samples[..., : len(names)]
    keys = [(metric, name) for metric in CONTEST_METRICS for name in names]
    scores = score_rows(value, samples, keys, ["metric", "competitor"], protocol.level)
    pairs = family(kinds, protocol.reference)
    one, other = np.array([[names.index(name) for name in pair] for pair in pairs]).T
    gap, gaps = (part[..., one] - part[..., other] for part in (value, samples))
    reach = simultaneous_reach(gaps, 1 - (1 - protocol.level) / days)
    width = reach[:, None] * np.std(gaps, axis=0, ddof=1)
    index = pd.MultiIndex.from_tuples(
        [(metric, *pair) for metric in CONTEST_METRICS for pair in pairs],
        names=["metric", "competitor", "against"],
    )
    limits = {"value": gap, "lower": gap - width, "upper": gap + width}
    table = pd.DataFrame({side: part.ravel() for side, part in limits.items()}, index=index)
    table["clear"] = (table["lower"] > 0) | (table["upper"] < 0)
    decisive = reach[CONTEST_METRICS.index(protocol.primary)]
    return Comparison(scores, table, protocol.level, float(2 * ndtr(decisive) - 1))
