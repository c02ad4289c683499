"""Rules against learned segments, judged by what customers did after the cut."""

from collections.abc import Collection, Mapping
from copy import deepcopy
from typing import Any

import numpy as np
import pandas as pd

from clv.errors import FitError, InputError, Notice
from clv.evaluation.contest._comparing import compared
from clv.evaluation.contest._describing import (
    agreement_scores,
    decision_scores,
    groups_of,
    reference_scores,
    simplicity_of,
    stability_of,
)
from clv.evaluation.contest._references import forecasts
from clv.evaluation.contest._resampling import Field, resampled
from clv.evaluation.contest.competitors import CONTROLS, kinds_of
from clv.evaluation.contest.notices import (
    median_spend,
    uneven_groups,
    unstable_groups,
    withdrawn,
)
from clv.evaluation.contest.protocol import Protocol
from clv.evaluation.contest.result import Contest
from clv.segments import Grouping
from clv.segments.grouping import finite_values

__all__ = ["run_contest"]

MOST_GROUPS = 100
"""Groups beyond which a competitor does not divide customers, but lists them."""


def run_contest(
    table: pd.DataFrame,
    outcomes: pd.DataFrame,
    competitors: Mapping[str, Grouping],
    protocol: Protocol | None = None,
    *,
    earlier: pd.DataFrame | None = None,
    controls: Collection[str] = CONTROLS,
    days: int = 1,
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
    earlier
        A table of the same form at an earlier day, to see how many keep their group over time.
    controls
        Names of competitors that only serve as controls; names not taking part are passed over.
    days
        At how many days of the same log the contest is held; differences are widened for it.

    Returns
    -------
    Contest
        Scores, differences, references, agreement, stability, simplicity, groups and labels.

    Raises
    ------
    InputError
        ``E_COMPETITORS`` for fewer than two or without the reference, ``E_INDEX`` if table and
        outcomes are not about the same customers, each once, ``E_NO_OUTCOME`` if nothing was spent
        after the cut, ``E_COLUMNS`` and ``E_NOT_FINITE`` for money or outcomes that are missing;
        and what the reference raises. Others who cannot group the table, or leave customers
        without a group, are named in the notices and stay away.
    """
    protocol = protocol or Protocol()
    _check_names(competitors, protocol.reference)
    if days < 1:
        raise InputError("E_PROTOCOL", f"{days} days are to take part", "let it be 1 or more")
    table = table.iloc[table.index.astype(str).argsort(kind="stable")]  # rows may come in any order
    outcomes = _matched(table, outcomes)
    labels, absent = _labels(competitors, table, protocol.reference)
    competitors = {name: each for name, each in competitors.items() if name in labels}
    unit = _money_unit(table["contribution"])
    field = _field(table, outcomes, labels, unit, protocol.reference)
    observed, samples = resampled(field, protocol)
    kinds = kinds_of(competitors, controls)
    stability = stability_of(competitors, table, labels, earlier, protocol)
    value, drawn = observed.scores[0], samples.scores
    return Contest(
        protocol=protocol,
        kinds=kinds,
        comparison=compared(
            value[:, : len(kinds)], drawn[..., : len(kinds)], kinds, protocol, days
        ),
        references=reference_scores(value, drawn, field, protocol),
        decisions=decision_scores(observed, samples, field, protocol),
        agreement=agreement_scores(observed, samples, field, protocol),
        stability=stability,
        simplicity=simplicity_of(table, labels),
        groups=groups_of(labels, table["contribution"], outcomes),
        labels=labels,
        money_unit=unit,
        notices=(
            *absent,
            *median_spend(table),
            *uneven_groups(labels, protocol.groups),
            *unstable_groups(stability),
        ),
    )


def _check_names(competitors: Mapping[str, Grouping], reference: str) -> None:
    if len(competitors) < 2 or reference not in competitors:
        raise InputError(
            "E_COMPETITORS",
            f"the competitors are: {', '.join(competitors) or 'none'}",
            f"let at least two compete, {reference!r} among them",
        )


def _matched(table: pd.DataFrame, outcomes: pd.DataFrame) -> pd.DataFrame:
    """Bring the outcomes into the order of the table."""
    twice = int(table.index.duplicated().sum())
    if twice:
        raise InputError(
            "E_INDEX", f"{twice} rows of the table repeat a customer", "give one row a customer"
        )
    if len(table) != len(outcomes) or not table.index.isin(outcomes.index).all():
        raise InputError(
            "E_INDEX",
            f"features of {len(table)} customers and outcomes of {len(outcomes)} do not match",
            "make both at the same cut from the same log",
        )
    if not outcomes["spend_holdout"].sum() > 0:
        raise InputError(
            "E_NO_OUTCOME",
            "nothing was spent after the cut, returns deducted",
            "choose a longer horizon, or a log with amounts",
        )
    finite_values(outcomes, ["spend_holdout", "active_holdout"])
    finite_values(table, ["contribution"])
    return outcomes.loc[table.index]


def _labels(
    competitors: Mapping[str, Grouping], table: pd.DataFrame, reference: str
) -> tuple[pd.DataFrame, list[Notice]]:
    """Group the customers; who cannot is named and stays away, but for the reference."""
    labels, absent = {}, []
    for name, grouping in competitors.items():
        try:
            labels[name] = _labelled(grouping, table)
        except (InputError, FitError) as refusal:
            if name == reference:
                raise
            absent.append(withdrawn(name, refusal))
    return pd.DataFrame(labels), absent


def _labelled(grouping: Grouping, table: pd.DataFrame) -> "pd.Series[str]":
    """Group the customers; shallow copies keep the table from a grouping that writes into it."""
    learned = deepcopy(grouping).fit(table.copy(deep=False))
    labels: Any = learned.labels(table.copy(deep=False))
    remedy = "return a Series with one group a customer, on the table's index"
    if not isinstance(labels, pd.Series) or labels.index.has_duplicates:
        raise InputError("E_LABELS", "its labels are no Series of customers, each once", remedy)
    own: pd.Series[str] = labels.reindex(table.index)
    without, made = int(own.isna().sum()), own.nunique()
    if without or made > MOST_GROUPS:
        found = f"it leaves {without} of {len(table)} customers without a group"
        many = f"it makes {made} groups, and more than {MOST_GROUPS} are not compared"
        raise InputError("E_LABELS", found if without else many, remedy)
    return own


def _money_unit(contribution: "pd.Series[float]") -> float:
    """A hundredth of what the median customer with any had brought."""
    brought = contribution[contribution > 0]
    return float(brought.median()) / 100 if len(brought) else 1.0


def _field(
    table: pd.DataFrame, outcomes: pd.DataFrame, labels: pd.DataFrame, unit: float, against: str
) -> Field:
    spend, active = outcomes["spend_holdout"], outcomes["active_holdout"].to_numpy(np.float64)
    log_spend = np.log1p(np.maximum(spend.to_numpy(np.float64), 0) / unit)
    fine = forecasts(table, log_spend, active)
    return Field.of(labels, table["contribution"], outcomes, unit, fine, against)
