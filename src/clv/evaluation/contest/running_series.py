"""The same contest on several logs and days."""

from collections.abc import Callable, Mapping
from typing import Self

import numpy as np
import pandas as pd

from clv.errors import InputError
from clv.evaluation.contest.competitors import CONTROLS, standard_competitors
from clv.evaluation.contest.occasion import Occasion
from clv.evaluation.contest.protocol import Protocol
from clv.evaluation.contest.result import Contest
from clv.evaluation.contest.running import run_contest
from clv.evaluation.contest.series import PLANTED, Series
from clv.evaluation.contest.tables import Case, Lesson, contest_case
from clv.segments import Grouping
from clv.transactions import Transactions

__all__ = ["run_series"]


class _Known:
    """Groups that are known beforehand."""

    def __init__(self, truth: "pd.Series[str]") -> None:
        self.truth = truth

    def fit(self, table: pd.DataFrame) -> Self:
        return self

    def labels(self, table: pd.DataFrame) -> "pd.Series[str]":
        return self.truth.reindex(table.index).astype("str")


def run_series(
    logs: Mapping[str, Transactions],
    protocol: Protocol,
    *,
    truths: Mapping[str, "pd.Series[str]"] | None = None,
    competitors: Callable[[int, int, Lesson], Mapping[str, Grouping]] = standard_competitors,
    annual_discount_rate: float = 0.0,
) -> Series:
    """Hold the contest at every occasion that the protocol names.

    Parameters
    ----------
    logs
        By name of the data; each reaches the last of its days.
    protocol
        With its occasions. Occasions of the kind ``"shuffled"`` deal the outcomes to other
        customers, so that nothing is to be found there.
    truths
        By name of a simulated log: the planted group of every customer, which takes part as
        ``"planted groups"``.
    competitors
        Makes them from the number of groups, a seed and the lesson of the occasion.
    annual_discount_rate
        Of the model value, 0.1 is 10% a year.

    Returns
    -------
    Series
        One contest an occasion.

    Raises
    ------
    InputError
        ``E_PROTOCOL`` for a protocol without occasions, ``E_LOGS`` for a log that is missing or
        counts as two published ones; what `contest_case` and `run_contest` raise.
    """
    _check(logs, protocol)
    contests: dict[Occasion, Contest] = {}
    for at in protocol.occasions:
        case = contest_case(logs[at.data], at.as_of, at.horizon, annual_discount_rate)
        field = dict(competitors(protocol.groups, protocol.seed, case.lesson))
        truth = (truths or {}).get(at.data)
        if truth is not None:
            field[PLANTED] = _Known(truth)
        contests[at] = run_contest(
            case.table,
            _shuffled(case, protocol.seed) if at.kind == "shuffled" else case.outcomes,
            field,
            protocol,
            earlier=case.lesson.table,
            controls=(*CONTROLS, PLANTED),
            days=sum(each.name == at.name for each in protocol.occasions),
        )
    return Series(protocol, contests)


def _check(logs: Mapping[str, Transactions], protocol: Protocol) -> None:
    if not protocol.occasions:
        raise InputError(
            "E_PROTOCOL", "the protocol names no occasions", "name logs and days beforehand"
        )
    missing = sorted({at.data for at in protocol.occasions} - set(logs))
    if missing:
        raise InputError(
            "E_LOGS",
            f"{len(missing)} logs of the protocol are not given",
            f"pass logs for {', '.join(missing)}, or change the protocol before looking",
        )
    published = sorted({at.data for at in protocol.occasions if at.kind == "published"})
    different = len({logs[name].digest for name in published})
    if different < len(published):
        raise InputError(
            "E_LOGS",
            f"{len(published)} published logs are only {different} different ones",
            "name each log once: a verdict needs different data",
            published,
        )


def _shuffled(case: Case, seed: int) -> pd.DataFrame:
    order = np.random.default_rng(seed).permutation(len(case.outcomes))
    return case.outcomes.iloc[order].set_axis(case.outcomes.index)
