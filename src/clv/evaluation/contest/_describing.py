"""The tables that stand beside the scores of a contest."""

from collections.abc import Mapping
from copy import deepcopy

import numpy as np
import pandas as pd

from clv.errors import FitError, InputError
from clv.evaluation.bootstrap import interval
from clv.evaluation.contest._comparing import score_rows
from clv.evaluation.contest._resampling import AGREEMENT, Field, Samples
from clv.evaluation.contest.protocol import CONTEST_METRICS, Protocol
from clv.evaluation.contest.simplicity import tree_leaves
from clv.evaluation.groups import group_shares
from clv.evaluation.metrics import adjusted_rand
from clv.evaluation.metrics.base import Floats
from clv.segments import Grouping, bootstrap_stability

__all__ = [
    "agreement_scores",
    "decision_scores",
    "groups_of",
    "reference_scores",
    "simplicity_of",
    "stability_of",
]


def reference_scores(
    value: Floats, drawn: Floats, field: Field, protocol: Protocol
) -> pd.DataFrame:
    own = len(field.groups)
    keys = [(metric, name) for metric in CONTEST_METRICS for name in field.forecasts]
    names = ["metric", "reference"]
    return score_rows(value[:, own:], drawn[..., own:], keys, names, protocol.level)


def decision_scores(
    observed: Samples, samples: Samples, field: Field, protocol: Protocol
) -> pd.DataFrame:
    names = [*field.groups, *field.forecasts]
    by_grid = [np.moveaxis(part.decisions, 1, -1) for part in (observed, samples)]
    keys = [(b, c, name) for b in protocol.budgets for c in protocol.costs for name in names]
    heads = ["budget", "cost", "competitor"]
    return score_rows(by_grid[0][0], by_grid[1], keys, heads, protocol.level)


def agreement_scores(
    observed: Samples, samples: Samples, field: Field, protocol: Protocol
) -> pd.DataFrame:
    keys = [(metric, name) for metric in AGREEMENT for name in field.groups]
    heads = ["metric", "competitor"]
    alike = score_rows(observed.agreement[0], samples.agreement, keys, heads, protocol.level)
    return alike.drop(index=field.against, level="competitor")


def stability_of(
    competitors: Mapping[str, Grouping], table: pd.DataFrame, labels: pd.DataFrame,
    earlier: pd.DataFrame | None, protocol: Protocol,
) -> pd.DataFrame:  # fmt: skip
    rows = {}
    for name, grouping in competitors.items():
        indices = bootstrap_stability(grouping, table, protocol.stability_draws, protocol.seed)
        lower, upper = interval(indices, protocol.level)
        over_time = np.nan if earlier is None else _kept(grouping, earlier, labels[name])
        rows[name] = {"value": indices.mean(), "lower": float(lower), "upper": float(upper),
                      "over_time": over_time}  # fmt: skip
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("competitor")


def _kept(grouping: Grouping, earlier: pd.DataFrame, labels: "pd.Series[str]") -> float:
    """Agreement of the groups learned at the earlier day with these, on customers of both."""
    try:
        learned = deepcopy(grouping).fit(earlier.copy(deep=False))
        then = learned.labels(earlier.copy(deep=False))
    except (InputError, FitError):  # the earlier log was too short for these groups
        return np.nan
    both = then.index.intersection(labels.index)
    return float(adjusted_rand(then.loc[both], labels.loc[both])) if len(both) > 1 else np.nan


def simplicity_of(table: pd.DataFrame, labels: pd.DataFrame) -> pd.DataFrame:
    rows = {name: tree_leaves(table, labels[name]) for name in labels}
    columns = ["leaves", "agreement"]
    found = pd.DataFrame.from_dict(rows, orient="index", columns=columns)
    return found.rename_axis("competitor")


def groups_of(
    labels: pd.DataFrame, past: "pd.Series[float]", outcomes: pd.DataFrame
) -> pd.DataFrame:
    tables = {name: group_shares(column, past, outcomes) for name, column in labels.items()}
    return pd.concat(tables, names=["competitor"])
