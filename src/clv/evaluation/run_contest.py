"""Rules against learned segments, judged by what customers did after the cut."""

from collections.abc import Collection, Mapping
from copy import deepcopy

import pandas as pd

from clv.errors import InputError
from clv.evaluation.bootstrap import interval
from clv.evaluation.comparison import Comparison, compare
from clv.evaluation.contest import Contest, Protocol
from clv.evaluation.contest_notices import uneven_groups, unstable_groups
from clv.evaluation.groups import group_shares
from clv.evaluation.metrics.base import codes
from clv.segments import Grouping, bootstrap_stability

__all__ = ["run_contest"]


def run_contest(
    table: pd.DataFrame,
    outcomes: pd.DataFrame,
    competitors: Mapping[str, Grouping],
    protocol: Protocol | None = None,
    *,
    rules: str = "quadrants",
    controls: Collection[str] = ("spend bands", "purchase classes", "random groups"),
) -> Contest:
    """Let ways of grouping customers compete on what happened after the cut.

    Every competitor learns its groups from the table alone, which must hold nothing from after
    the cut. Intervals come from resampling customers with the groups and their ranking held as
    they are; how far the groups themselves would move is what ``stability`` says.

    Parameters
    ----------
    table
        One row a customer as of the cut: contribution (money) and whatever the competitors need.
    outcomes
        The same customers after the cut: spend_holdout (money), active_holdout (bool).
    competitors
        Groupings by name; they are copied and stay as they were.
    protocol
        How the contest is held; the defaults of `Protocol` if None.
    rules
        Name of the competitor that the others are measured against.
    controls
        Names of competitors that only serve as controls; names not taking part are passed over.

    Returns
    -------
    Contest
        Scores, differences, agreement, stability, groups, labels and the verdict.

    Raises
    ------
    InputError
        ``E_COMPETITORS`` for fewer than two or without the rules, ``E_INDEX`` if table and
        outcomes are not about the same customers, ``E_NO_OUTCOME`` if nobody spent after the cut;
        and what the competitors raise.
    """
    protocol = protocol or Protocol()
    _check_names(competitors, rules)
    outcomes = _matched(table, outcomes)
    labels = pd.DataFrame(
        {name: deepcopy(group).fit(table).labels(table) for name, group in competitors.items()}
    )
    past, future = table["contribution"], outcomes["spend_holdout"]
    stability = _stability(competitors, table, protocol)
    return Contest(
        protocol=protocol,
        rules=rules,
        controls=tuple(name for name in competitors if name in controls),
        comparison=_compared(labels, past, future, protocol),
        agreement=_agreement(labels, rules, protocol),
        stability=stability,
        groups=_groups(labels, past, outcomes),
        labels=labels,
        notices=(*uneven_groups(labels, protocol.groups), *unstable_groups(stability)),
    )


def _check_names(competitors: Mapping[str, Grouping], rules: str) -> None:
    if len(competitors) < 2 or rules not in competitors:
        raise InputError(
            "E_COMPETITORS",
            f"the competitors are: {', '.join(competitors) or 'none'}",
            f"let at least two compete, {rules!r} among them",
        )


def _matched(table: pd.DataFrame, outcomes: pd.DataFrame) -> pd.DataFrame:
    """Bring the outcomes into the order of the table."""
    if len(table) != len(outcomes) or not table.index.isin(outcomes.index).all():
        raise InputError(
            "E_INDEX",
            f"features of {len(table)} customers and outcomes of {len(outcomes)} do not match",
            "make both at the same cut from the same log",
        )
    if not outcomes["spend_holdout"].gt(0).any():
        raise InputError(
            "E_NO_OUTCOME",
            "nobody spent anything after the cut",
            "choose a longer horizon, or a log with amounts",
        )
    return outcomes.loc[table.index]


def _compared(
    labels: pd.DataFrame, past: "pd.Series[float]", future: "pd.Series[float]", protocol: Protocol
) -> Comparison:
    groups = {str(name): codes(column) for name, column in labels.items()}
    ranks = {name: past.groupby(group).transform("mean") for name, group in groups.items()}
    return compare(
        {"r2_log_spend": (future, groups), "top_share": (future, ranks)},
        draws=protocol.draws, seed=protocol.seed, level=protocol.level,
    )  # fmt: skip


def _agreement(labels: pd.DataFrame, rules: str, protocol: Protocol) -> pd.DataFrame:
    others = {str(name): codes(column) for name, column in labels.drop(columns=rules).items()}
    task = (codes(labels[rules]), others)
    return compare(
        {"adjusted_rand": task, "cramers_v": task},
        draws=protocol.draws, seed=protocol.seed, level=protocol.level,
    ).scores  # fmt: skip


def _stability(
    competitors: Mapping[str, Grouping], table: pd.DataFrame, protocol: Protocol
) -> pd.DataFrame:
    rows = {}
    for name, grouping in competitors.items():
        indices = bootstrap_stability(grouping, table, protocol.stability_draws, protocol.seed)
        lower, upper = interval(indices, protocol.level)
        rows[name] = {"value": indices.mean(), "lower": float(lower), "upper": float(upper)}
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("competitor")


def _groups(labels: pd.DataFrame, past: "pd.Series[float]", outcomes: pd.DataFrame) -> pd.DataFrame:
    tables = {name: group_shares(column, past, outcomes) for name, column in labels.items()}
    return pd.concat(tables, names=["competitor"])
