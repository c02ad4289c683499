"""What came out of a contest."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from clv.errors import Notice
from clv.evaluation.comparison import Comparison
from clv.evaluation.contest.protocol import CONTEST_METRICS, Protocol
from clv.evaluation.verdict import Verdict, decide

__all__ = ["Contest"]


@dataclass(frozen=True, eq=False)
class Contest:
    """What came out of a contest.

    Parameters
    ----------
    protocol
        How it was held.
    kinds
        By name of the competitor, in order: ``"rule"``, ``"learned"`` or ``"control"``.
    comparison
        Scores on `CONTEST_METRICS`, and the differences of the protocol's family of pairs.
    references
        Indexed by (metric, reference): value, lower, upper of scores without groups.
    decisions
        Indexed by (budget, cost, competitor): value, lower, upper of the decision value.
    agreement
        Indexed by (metric, competitor): value, lower, upper of ``adjusted_rand`` and
        ``cramers_v`` between a competitor's groups and those of the reference.
    stability
        Indexed by competitor: value (mean adjusted Rand index between the groups and those
        learned on resampled customers), lower, upper (the middle of these indices), over_time
        (the index between the groups learned at the earlier date and these; NaN without one).
    simplicity
        Indexed by competitor: leaves, agreement; see `clv.evaluation.tree_leaves`.
    groups
        Indexed by (competitor, group): customers, share_customers, share_past, share_future (0 to
        1), mean_past, mean_future (money a customer), future_error (its standard error),
        active_rate (share who bought after the cut).
    labels
        One row a customer, one column a competitor: the group.
    money_unit
        The unit in which later spend enters log(1 + spend), in the log's unit of money.
    notices
        Warnings that belong to the result.
    """

    protocol: Protocol
    kinds: Mapping[str, str]
    comparison: Comparison
    references: pd.DataFrame
    decisions: pd.DataFrame
    agreement: pd.DataFrame
    stability: pd.DataFrame
    simplicity: pd.DataFrame
    groups: pd.DataFrame
    labels: pd.DataFrame
    money_unit: float
    notices: tuple[Notice, ...]

    @property
    def rules(self) -> str:
        """Name of the competitor that the others are measured against."""
        return self.protocol.reference

    @property
    def controls(self) -> tuple[str, ...]:
        """Names of the competitors that only serve as controls."""
        return tuple(name for name, kind in self.kinds.items() if kind == "control")

    @property
    def scores(self) -> pd.DataFrame:
        """Scores by (metric, competitor): value, lower, upper."""
        return self.comparison.scores

    @property
    def differences(self) -> pd.DataFrame:
        """Differences by (metric, competitor, against): value, lower, upper, clear."""
        return self.comparison.differences

    def summary(self) -> pd.DataFrame:
        """Return one table of everything, best by the primary metric first.

        Returns
        -------
        pandas.DataFrame
            Indexed by competitor and then reference without groups: kind, groups, the metrics,
            adjusted_rand (with the reference rule), stability, over_time, leaves; NaN where a
            figure does not apply.
        """
        scores = self.scores["value"].unstack("metric")
        held = scores.sort_values(self.protocol.primary, ascending=False, kind="stable")
        held.insert(0, "kind", held.index.map(dict(self.kinds)))
        held.insert(1, "groups", self.labels.nunique())
        held["adjusted_rand"] = self.agreement["value"]["adjusted_rand"]
        held = held.join(self.stability[["value", "over_time"]].set_axis(
            ["stability", "over_time"], axis=1)).join(self.simplicity["leaves"])  # fmt: skip
        others = self.references["value"].unstack("metric").assign(kind="without groups")
        return pd.concat([held, others])[held.columns].rename_axis("competitor")

    def best(self, kind: str) -> str:
        """Name the best competitor of a kind by the primary metric.

        Parameters
        ----------
        kind
            ``"rule"``, ``"learned"`` or ``"control"``.

        Returns
        -------
        str
            Its name; the first of equals, empty where nobody is of the kind.
        """
        score = self.comparison.scores_on(self.protocol.primary)["value"]
        those = score[[name for name, own in self.kinds.items() if own == kind]]
        return "" if those.empty else str(those.idxmax())

    def verdict(self) -> Verdict:
        """Return the sentence that follows from the scores, on the primary metric first.

        Returns
        -------
        Verdict
            About this log and this day alone.
        """
        primary = self.protocol.primary
        rest = [name for name in CONTEST_METRICS if name != primary]
        return decide(self.comparison, primary, self.rules, controls=self.controls, also=rest)
