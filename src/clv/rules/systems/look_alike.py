"""Likeness of new customers to earlier ones by their first days (system T9, 新客户与老客户类比)."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clv.rules.base import RuleSystem
from clv.rules.systems._peers import as_points, learn_scale, nearest, on_grid, spread_sample

__all__ = ["LookAlike"]

_TRAITS = ["first_basket", "first_days_purchases", "first_days_amount", "first_days_categories"]


class LookAlike(RuleSystem):
    """Expect of new customers what became of earlier ones who began alike (S4).

    Old customers are those whose ``later_spend``, in the window after the first days, is fully
    observed. Everybody is compared with the ``neighbours`` old customers nearest by the first
    basket, and by purchases, amount and categories of the first days, each on a logarithmic,
    standardised scale; both sides are frozen at the same age, whatever came later. ``predicted``
    is the mean later spend of those neighbours, ``low`` and ``high`` their 10 % and 90 % quantiles,
    ``distance`` how far they are on the average, in standard deviations: a large one says that
    nobody began like this. The thirds of the reference make the tiers.

    Of old customers equally near, an even spread over their later spend is taken, so that neither
    names nor the order of rows matter; a sample of 5,000 is kept, chosen by content. An old
    customer of the sample is among its own neighbours: judge the tiers on customers who came later.

    States: ``no_purchase``; ``too_little_history`` before the first days are over;
    ``unknown_field`` where their amounts are unknown; ``not_applicable`` for all where there are
    fewer old customers than neighbours.

    Parameters
    ----------
    neighbours
        How many old customers to look at; by default the setting of the file, 50.
    file
        As for `RuleSystem`.

    Examples
    --------
    >>> features = pd.DataFrame(
    ...     {
    ...         "purchases": 1,
    ...         "first_basket": [90.0, 100.0, 10.0, 9.0, 95.0, None],
    ...         "first_days_purchases": [3.0, 3.0, 1.0, 1.0, 3.0, None],
    ...         "first_days_amount": [270.0, 300.0, 10.0, 9.0, 290.0, None],
    ...         "first_days_categories": [2.0, 2.0, 1.0, 1.0, 2.0, None],
    ...         "later_spend": [500.0, 700.0, 0.0, 20.0, None, None],
    ...     },
    ...     index=["ada", "bo", "cy", "di", "eve", "fay"],
    ... )
    >>> found = LookAlike(neighbours=2).fit(features).assign(features)
    >>> found.labels.tolist()
    ['high', 'high', 'low', 'low', 'high', 'too_little_history']
    >>> float(found.scores.loc["eve", "predicted"]), found.scores.loc["eve", "alike"]
    (600.0, 'ada, bo')
    """

    name = "t09_look_alike"
    by_name = True
    needs = ("purchases", *_TRAITS[:3], "later_spend")

    def __init__(self, neighbours: int | None = None, file: Path | None = None) -> None:
        super().__init__(file)
        self.neighbours = neighbours

    def _group(self) -> int:
        return int(self.system.value("neighbours") if self.neighbours is None else self.neighbours)

    def _learn(self, features: pd.DataFrame) -> dict[str, Any]:
        # by id, so that of equal customers the same are named whatever the order of rows
        old = features[features["later_spend"].notna() & _begun(features)].sort_index(
            key=lambda names: names.astype(str)
        )
        traits, worth = old.reindex(columns=_TRAITS), old["later_spend"].to_numpy(float)
        scale = learn_scale(traits)
        if len(old) < self._group():
            return {"scale": scale, "points": [], "worth": [], "ids": []}
        grid = on_grid(traits, scale)
        take = spread_sample(grid, worth)
        return {
            "scale": scale,
            "points": grid[take].tolist(),
            "worth": worth[take].tolist(),
            "ids": old.index[take].astype(str).tolist(),
        }

    def _scores(self, features: pd.DataFrame) -> pd.DataFrame:
        begun = _begun(features)
        if not (begun.any() and self.learned_["points"]):
            return self._unknown(features.index)
        wanted = on_grid(features.loc[begun].reindex(columns=_TRAITS), self.learned_["scale"])
        points = as_points(self.learned_["points"], len(_TRAITS))
        place, far, who = nearest(points, wanted, self._group())
        places = np.full(len(features), -1)  # no place: nothing is known
        places[begun] = place
        scores = self._of_places(far, who).reindex(places).set_axis(features.index)
        return scores.assign(alike=self._without_self(scores["alike"], places, who))

    def _of_places(self, far: NDArray[np.float64], who: NDArray[np.int64]) -> pd.DataFrame:
        """What is said of everybody who began at the same place."""
        # sorted before they are added up: the same neighbours must give the same digits
        worth = np.sort(np.array(self.learned_["worth"])[who], axis=1)
        low, high = np.quantile(worth, [0.1, 0.9], axis=1)
        ids = np.array(self.learned_["ids"], dtype=object)[who[:, :3]]
        return pd.DataFrame(
            {
                "predicted": worth.mean(axis=1),
                "low": low,
                "high": high,
                "distance": far.mean(axis=1),
                "alike": pd.Series([", ".join(three) for three in ids], dtype="str"),
            }
        )

    def _without_self(
        self, alike: "pd.Series[str]", places: NDArray[np.int64], who: NDArray[np.int64]
    ) -> "pd.Series[str]":
        """Nobody is told that he is like himself."""
        ids = np.array(self.learned_["ids"], dtype=object)
        called = alike.index.astype(str)
        own = np.flatnonzero(called.isin(ids) & (places >= 0))
        names = alike.to_numpy(dtype=object)
        for row, name, four in zip(own, called[own], ids[who[places[own], :4]], strict=True):
            names[row] = ", ".join([other for other in four if other != name][:3])
        return pd.Series(names, alike.index, dtype="str")

    def _unknown(self, index: pd.Index) -> pd.DataFrame:
        scores = pd.DataFrame(np.nan, index, [axis.key for axis in self.system.axes])
        return scores.assign(alike=pd.Series(None, index=index, dtype="str"))

    def _states(self, features: pd.DataFrame, scores: pd.DataFrame) -> "pd.Series[str]":
        states = super()._states(features, scores)
        young = features["first_days_purchases"].isna()
        return states.mask(states.eq("unknown_field") & young, "too_little_history")


def _begun(features: pd.DataFrame) -> "pd.Series[bool]":
    """Whether the first days are over and their amounts known."""
    return features[_TRAITS[:3]].notna().all(axis=1)
