"""The leaderboard: scores of forecasters at several origins, who is first and who is within noise.

Everything that is said is computed from two arrays: the scores, and the scores on resamples of the
customers, the same for all forecasters and origins. That is also what is stored.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from clv.errors import InputError, Notice
from clv.evaluation.bootstrap import error_interval, interval
from clv.evaluation.leaderboard.scores import SCORES, losses
from clv.evaluation.metrics.base import Floats

__all__ = ["Leaderboard"]

NEGLIGIBLE = 1e-3
"""Of the mean outcome for scores counted in purchases, of 1 for the others: less is no difference,
however narrow the interval; two programs for one model differ in the fifth digit."""
COVERED = 1e-2
"""The same for coverage: one customer in a hundred."""
IN_PURCHASES = ("mae", "bias", "rmse")


@dataclass(frozen=True, eq=False)
class Leaderboard:
    """What a leaderboard came to.

    Parameters
    ----------
    settings
        What was asked and of which log: horizon (days), origins (days as text), draws, seed, level,
        log_digest, as_of and source.
    origins
        Indexed by origin: customers, earlier_horizon (weeks), actual (mean purchases a customer).
    forecasters
        Indexed by forecaster: kind (own, naive, reference or added), distribution (whether it has
        one), seconds (to fit and to forecast, all origins).
    values
        Shape (origins, forecasters, scores), in the order of `SCORES`; NaN where the score needs a
        distribution and there is none.
    samples
        Shape (draws, origins, forecasters, scores).
    deciles
        Indexed by (origin, forecaster, decile): expected and observed purchases a customer of that
        tenth, the lowest forecasts first.
    notices
        What a reader should know: who was left out, and why.
    """

    settings: dict[str, Any]
    origins: pd.DataFrame
    forecasters: pd.DataFrame
    values: Floats
    samples: Floats
    deciles: pd.DataFrame
    notices: tuple[Notice, ...]

    @property
    def names(self) -> list[str]:
        """Return the forecasters' names."""
        return [str(name) for name in self.forecasters.index]

    def standings(self, among: Sequence[str] | None = None, family: bool = True) -> pd.DataFrame:
        """Set the forecasters in order, score by score, over all origins.

        Parameters
        ----------
        among
            Names to compare; all if None.
        family
            Whether the intervals of the gaps hold together for all that are compared with the
            first (Bonferroni), or each for itself.

        Returns
        -------
        pandas.DataFrame
            Indexed by (score, forecaster), the best first: kind; value (mean over the origins),
            lower, upper; gap (how much worse than the first; where 0 is best, by the mean distance
            from 0), gap_lower, gap_upper; standing: ``"first"``, ``"within noise"`` of the first
            or ``"behind"``. Forecasters without the score are missing there.
        """
        chosen = self._rows(among)
        tables = [
            self._standing(score, chosen, family) for score in range(len(SCORES))
        ]  # fmt: skip
        return pd.concat(dict(zip(SCORES, tables, strict=True)), names=["score", "forecaster"])

    def by_origin(self) -> pd.DataFrame:
        """Return the scores of each origin.

        Returns
        -------
        pandas.DataFrame
            Indexed by (score, forecaster), a column an origin.
        """
        index = pd.MultiIndex.from_product([SCORES, self.names], names=["score", "forecaster"])
        cells = self.values.transpose(2, 1, 0).reshape(len(index), -1)
        return pd.DataFrame(cells, index=index, columns=list(self.origins.index))

    def reach(self, champion: str | None = None) -> pd.DataFrame:
        """Compare own forecasters with naive rules and the reference, score by score.

        Parameters
        ----------
        champion
            The one own forecaster that has to stand for all; by default the best on each score,
            which is chosen after seeing the score and so flatters.

        Returns
        -------
        pandas.DataFrame
            Indexed by score: ours, theirs (the best of each side), gap (our loss less theirs; below
            0 we are better), gap_lower, gap_upper (each for itself: the harder test), holds
            (first or within noise of first).
        """
        kinds = self.forecasters["kind"]
        ours = [champion] if champion else list(kinds.index[kinds == "own"])
        theirs = list(kinds.index[kinds.isin(["naive", "reference"])])
        rows = [self._side_by_side(i, self._rows(ours), self._rows(theirs)) for i in _SCORES]
        return pd.DataFrame(rows, index=pd.Index(SCORES, name="score"))

    def sentence(self) -> str:
        """Say in words who is first on what, and who is within noise of first most often.

        Returns
        -------
        str
            Two or three sentences.
        """
        table = self.standings()
        first = table[table["standing"] == "first"].reset_index().groupby("forecaster")["score"]
        told = "; ".join(f"{name} on {', '.join(scores)}" for name, scores in first)
        level = (table["standing"] != "behind").groupby("forecaster").sum()
        most = ", ".join(level.index[level == level.max()])
        windows = f"{len(self.origins)} window{'s' if len(self.origins) > 1 else ''}"
        return (
            f"Over {windows} of {self.settings['horizon']} days, first are {told}. First or within "
            f"noise of first most often ({level.max()} of {len(SCORES)} scores): {most}. The "
            "intervals hold the chance of which customers there are, not of which windows."
        )

    def _rows(self, names: Sequence[str] | None) -> list[int]:
        asked = self.names if names is None else list(names)
        if unknown := [name for name in asked if name not in self.forecasters.index]:
            raise InputError(
                "E_COMPETITORS", "not on the board", f"choose from {', '.join(self.names)}", unknown
            )
        return [self.names.index(name) for name in asked]

    def _losses(self, score: int, rows: list[int]) -> tuple[Floats, Floats]:
        """Mean loss over the origins, shape (rows,), and on the resamples, (draws, rows)."""
        return (
            losses(self.values)[:, rows, score].mean(axis=0),
            losses(self.samples)[:, :, rows, score].mean(axis=1),
        )

    def _standing(self, score: int, rows: list[int], family: bool) -> pd.DataFrame:
        loss, resampled = self._losses(score, rows)
        kept = [i for i in np.argsort(loss, kind="stable") if np.isfinite(loss[i])]
        names = [self.names[rows[i]] for i in kept]
        if not kept:
            return pd.DataFrame(columns=_COLUMNS, index=pd.Index([]))
        gap, samples = loss[kept] - loss[kept[0]], resampled[:, kept] - resampled[:, kept[:1]]
        level = float(self.settings["level"])
        each = 1 - (1 - level) / max(len(kept) - 1, 1) if family else level
        gap_lower, gap_upper = error_interval(gap, samples, each)
        columns = [rows[i] for i in kept]
        lower, upper = interval(self.samples[:, :, columns, score].mean(axis=1), level)
        behind = (gap_lower > 0) & (gap > self._negligible(score))
        standing = np.where(behind, "behind", "within noise").astype(object)
        standing[0] = "first"
        return pd.DataFrame(
            {
                "kind": self.forecasters["kind"].iloc[columns].to_numpy(),
                "value": self.values[:, columns, score].mean(axis=0),
                "lower": lower, "upper": upper, "gap": gap,
                "gap_lower": gap_lower, "gap_upper": gap_upper, "standing": standing,
            },
            index=names,
        )  # fmt: skip

    def _side_by_side(self, score: int, ours: list[int], theirs: list[int]) -> dict[str, Any]:
        best, samples, names = [], [], []
        for side in (ours, theirs):
            loss, resampled = self._losses(score, side)
            if np.isnan(loss).all():
                return {"ours": None, "theirs": None, "holds": bool(side == theirs)}
            place = int(np.nanargmin(loss))
            best.append(loss[place])
            samples.append(resampled[:, place])
            names.append(self.names[side[place]])
        gap = np.array(best[0] - best[1])
        low, high = error_interval(gap, samples[0] - samples[1], float(self.settings["level"]))
        holds = bool(low <= 0 or gap <= self._negligible(score))
        limits = {"gap": float(gap), "gap_lower": float(low), "gap_upper": float(high)}
        return {"ours": names[0], "theirs": names[1], **limits, "holds": holds}

    def _negligible(self, score: int) -> float:
        if SCORES[score].startswith("coverage"):
            return COVERED
        return NEGLIGIBLE * (self.origins["actual"].mean() if SCORES[score] in IN_PURCHASES else 1)


_SCORES = range(len(SCORES))
_COLUMNS = ["kind", "value", "lower", "upper", "gap", "gap_lower", "gap_upper", "standing"]
