"""What came of the same contest on several logs and days, and the verdict that follows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from clv.errors import Notice
from clv.evaluation.contest.occasion import Occasion
from clv.evaluation.contest.protocol import Protocol
from clv.evaluation.contest.result import Contest
from clv.evaluation.contest.settling import beats, in_words
from clv.evaluation.metrics import adjusted_rand

__all__ = ["PLANTED", "Series"]

PLANTED = "planted groups"
"""Name under which the truth of a simulated log takes part."""


@dataclass(frozen=True, eq=False)
class Series:
    """What came out of a series of contests.

    Parameters
    ----------
    protocol
        What was agreed beforehand, the logs and days included.
    contests
        By occasion, in the order of the protocol.
    """

    protocol: Protocol
    contests: Mapping[Occasion, Contest]

    @property
    def notices(self) -> tuple[Notice, ...]:
        """Warnings of all contests, each with its log and day."""
        return tuple(
            Notice(each.code, f"{at.name}, {at.as_of}: {each.found}", each.remedy, each.count)
            for at, contest in self.contests.items()
            for each in contest.notices
        )

    def table(self) -> pd.DataFrame:
        """Return one row a log, day and competitor.

        Returns
        -------
        pandas.DataFrame
            Indexed by (data, as_of, competitor): published (whether the log counts for a verdict),
            kind, metric columns with the scores, and on the primary metric the ``difference`` from
            the reference with ``lower``, ``upper`` and ``clear`` (NaN and False for the reference
            itself).
        """
        parts = {}
        for at, contest in self.contests.items():
            against = self.protocol.reference
            gaps = contest.differences.xs(
                (self.protocol.primary, against), level=("metric", "against")
            )
            part = contest.scores["value"].unstack("metric")
            part = part.join(pd.DataFrame(gaps).rename(columns={"value": "difference"}))
            part.insert(0, "published", at.kind == "published")
            part.insert(1, "kind", part.index.map(dict(contest.kinds)))
            parts[at.name, at.as_of] = part.assign(clear=part["clear"].eq(True))
        return pd.concat(parts, names=["data", "as_of", "competitor"])

    def gaps(self, one: str, other: str) -> pd.DataFrame:
        """Return how far one competitor is ahead of another, by log and day.

        Parameters
        ----------
        one, other
            Names of competitors of different kinds, or the reference and another.

        Returns
        -------
        pandas.DataFrame
            Indexed by (data, as_of): published, value, lower, upper, clear; on the primary metric,
            without the occasions at which one of them did not take part.
        """
        key, rows = (one, other), {}
        for at, contest in self.contests.items():
            leads = contest.comparison.differences.xs(self.protocol.primary, level="metric")
            if key in leads.index:
                rows[at.name, at.as_of] = {"published": at.kind == "published"} | leads.loc[
                    [key]
                ].iloc[0].to_dict()
        columns = ["published", "value", "lower", "upper", "clear"]
        index = pd.MultiIndex.from_tuples(list(rows), names=["data", "as_of"]) if rows else None
        return pd.DataFrame(list(rows.values()), index=index, columns=columns)

    def verdicts(self) -> pd.DataFrame:
        """Return the verdict on every competitor against the reference.

        Returns
        -------
        pandas.DataFrame
            Indexed by competitor: kind, mean_score (primary metric over the published days on which
            it took part),
            ahead_on and behind_on (published logs with a clear day), verdict (``"beats"``,
            ``"is beaten by"`` or ``"no clear difference"``), best average first.
        """
        reference, counted = self.protocol.reference, self._counted
        mean = counted[self.protocol.primary].groupby("competitor", sort=False).mean()
        kinds = counted["kind"].groupby("competitor").first().to_dict()
        rows = {
            str(name): {"kind": kinds[name], "mean_score": score}
            | beats(self.gaps(str(name), reference), self.protocol.needed)
            for name, score in mean.sort_values(ascending=False, kind="stable").items()
            if name != reference
        }
        return pd.DataFrame.from_dict(rows, orient="index").rename_axis("competitor")

    def checks(self) -> pd.DataFrame:
        """Say of logs whose truth is known whether the contest found it, and nothing else.

        Where outcomes were dealt to others, nobody may be clearly ahead of random groups. Where
        groups were planted, a grouping has found them if it agrees with them; the truth need not
        forecast best, as it does not know who has left.

        Returns
        -------
        pandas.DataFrame
            One row a check: data, as_of, check (what is measured), competitor, value (0 or 1 for
            being clearly ahead; an adjusted Rand index).
        """
        rows = [row for at, contest in self.contests.items() for row in _checks(at, contest)]
        return pd.DataFrame(rows, columns=["data", "as_of", "check", "competitor", "value"])

    def best(self, kind: str) -> str:
        """Name the competitor of a kind with the best average on published logs, if always there.

        Parameters
        ----------
        kind
            ``"rule"`` or ``"learned"``.

        Returns
        -------
        str
            Its name, empty where there is none.
        """
        counted = self._counted
        those = counted[counted["kind"].eq(kind)]
        scores = those[self.protocol.primary].groupby("competitor").agg(["mean", "size"])
        always = scores["mean"][scores["size"] == scores["size"].max()]
        return "" if always.empty else str(always.idxmax())

    @cached_property
    def _counted(self) -> pd.DataFrame:
        """Rows of the table that count for a verdict; all of them where no log is published."""
        table = self.table()
        published = table["published"].astype(bool)
        return table[published] if published.any() else table

    @property
    def sentence(self) -> str:
        """The verdict: who beats the reference, the best rule, and the controls."""
        learned, rule = self.best("learned"), self.best("rule")
        controls = [n for n, kind in self.verdicts()["kind"].items() if kind == "control"]
        settled = {
            other: str(beats(self.gaps(learned, other), self.protocol.needed)["verdict"])
            for other in (rule, *map(str, controls))
            if learned and other not in ("", PLANTED)
        }
        days = sum(at.kind == "published" for at in self.contests)
        return in_words(self.verdicts(), self.protocol, days, learned, settled)


def _checks(at: Occasion, contest: Contest) -> Iterator[tuple[str, str, str, str, float]]:
    if at.kind == "shuffled" and "random groups" in contest.kinds:
        lead = contest.comparison.lead_of(contest.protocol.primary, "random groups")
        for name, row in lead.iterrows():
            yield (
                at.name,
                at.as_of,
                "clearly ahead of random groups",
                str(name),
                float(row["clear"] and row["value"] < 0),
            )
    if PLANTED in contest.labels:
        for name in contest.labels.columns.drop(PLANTED):
            alike = adjusted_rand(contest.labels[PLANTED], contest.labels[name])
            yield at.name, at.as_of, "adjusted Rand index with planted groups", name, float(alike)
