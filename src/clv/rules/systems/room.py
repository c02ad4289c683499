"""Room to grow: how far a customer stays behind the best of his peers (system T8, 增值空间)."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from clv.rules.base import RuleSystem
from clv.rules.systems._peers import as_points, learn_scale, nearest, on_grid, spread_sample

__all__ = ["RoomToGrow", "placebo_room"]

_TRAITS = 3


class RoomToGrow(RuleSystem):
    """Label customers by what their peers bring more than they do (S4).

    Peers are the ``peers`` nearest reference customers by tenure, gap (median gap between
    purchases; the time of silence where there is none yet) and category entropy (none counts as
    one category; the same for all where the log has no categories), each on a logarithmic,
    standardised scale. ``room = max(0, q80 of the peers' contribution - own)``; peers who bring
    nothing leave no room. ``none``: room below 0.1 % of the peers' level; ``high``: the fifth of
    the customers with the most room, ties kept together; ``some``: the rest. Equal customers have
    equal peers; of reference customers equally near, an even spread over their contributions is
    taken.

    Room is measured on a reference sample of 5,000, chosen by content and not by name or order,
    and stays frozen. Those who stand low today stand higher tomorrow by chance alone: judge room
    by later growth only beside `placebo_room`.

    States: ``no_purchase``; ``unknown_field`` without a contribution; ``not_applicable`` for all
    where the reference has fewer customers than a group of peers.

    Parameters
    ----------
    peers
        How many customers make a group of peers; by default the setting of the file, 50.
    file
        As for `RuleSystem`.

    Examples
    --------
    >>> features = pd.DataFrame(
    ...     {
    ...         "purchases": 5,
    ...         "tenure": [300, 300, 300, 300, 10, 10, 10, 10],
    ...         "inactivity": [20, 20, 20, 20, 2, 2, 2, 2],
    ...         "median_gap": [60.0, 60.0, 60.0, 60.0, 2.0, 2.0, 2.0, 2.0],
    ...         "category_entropy": 0.5,
    ...         "contribution": [10.0, 500.0, 500.0, 480.0, 9.0, 10.0, 10.0, 10.0],
    ...     }
    ... )
    >>> found = RoomToGrow(peers=4).fit(features).assign(features)
    >>> found.labels.tolist()
    ['high', 'none', 'none', 'high', 'some', 'none', 'none', 'none']
    >>> found.scores["room"].tolist()
    [490.0, 0.0, 0.0, 20.0, 1.0, 0.0, 0.0, 0.0]
    """

    name = "t08_room"
    needs = ("purchases", "contribution", "tenure", "inactivity", "median_gap")

    def __init__(self, peers: int | None = None, file: Path | None = None) -> None:
        super().__init__(file)
        self.peers = peers

    def _group(self) -> int:
        return int(self.system.value("peers") if self.peers is None else self.peers)

    def _learn(self, features: pd.DataFrame) -> dict[str, Any]:
        known = features[features["contribution"].notna() & features["purchases"].ge(1)]
        traits, worth = _traits(known), known["contribution"].to_numpy(float)
        scale = learn_scale(traits)
        if len(known) < self._group():
            return {"scale": scale, "points": [], "worth": []}
        grid = on_grid(traits, scale)
        take = spread_sample(grid, worth)
        return {"scale": scale, "points": grid[take].tolist(), "worth": worth[take].tolist()}

    def _scores(self, features: pd.DataFrame) -> pd.DataFrame:
        return _room(self._level(features), features["contribution"].astype(float))

    def _level(self, features: pd.DataFrame) -> "pd.Series[float]":
        """What the peers' best bring: the quantile of their contributions."""
        points = as_points(self.learned_["points"], _TRAITS)
        level = np.full(len(features), np.nan)
        if len(points):
            wanted = on_grid(_traits(features), self.learned_["scale"])
            place, _, who = nearest(points, wanted, self._group())
            worth = np.sort(np.array(self.learned_["worth"])[who], axis=1)
            rank = int(np.ceil(round(self.system.value("quantile") * worth.shape[1], 9))) - 1
            level = worth[place, rank]
        return pd.Series(level)


def _traits(features: pd.DataFrame) -> pd.DataFrame:
    mix = features.reindex(columns=["category_entropy"])["category_entropy"].astype(float)
    gap = features["median_gap"].fillna(features["inactivity"])
    return pd.DataFrame({"tenure": features["tenure"], "gap": gap, "mix": mix.fillna(0.0)})


def _room(level: "pd.Series[float]", own: "pd.Series[float]") -> pd.DataFrame:
    room = (level - own).clip(lower=0).where(~(level <= 0), 0.0)
    relative = (room / level.where(level > 0)).fillna(0.0).where(room.notna())
    return pd.DataFrame({"room": room, "relative": relative, "level": level, "own": own})


def placebo_room(rules: RoomToGrow, features: pd.DataFrame, seed: int = 0) -> "pd.Series[float]":
    """Room against somebody else's peers: what growth by chance alone would make of it.

    Later growth that follows the placebo as closely as the room is regression to the mean; only
    what the room orders beyond it speaks for the peers.

    Parameters
    ----------
    rules
        A fitted system.
    features
        The customers that it labels.
    seed
        Of the shuffle, which depends on the ids and not on the order of the rows.

    Returns
    -------
    pandas.Series of float
        Money, same index; NaN where the room is unknown.

    Examples
    --------
    >>> features = pd.DataFrame(
    ...     {
    ...         "purchases": 5,
    ...         "tenure": [300, 300, 10, 10],
    ...         "inactivity": 2,
    ...         "median_gap": [60.0, 60.0, 2.0, 2.0],
    ...         "contribution": [10.0, 500.0, 10.0, 20.0],
    ...     }
    ... )
    >>> rules = RoomToGrow(peers=2).fit(features)
    >>> rules.assign(features).scores["room"].tolist()
    [490.0, 0.0, 10.0, 0.0]
    >>> placebo_room(rules, features, seed=3).tolist()
    [10.0, 0.0, 490.0, 480.0]
    """
    scores = rules.assign(features).scores.sort_index()
    shuffled = np.random.default_rng(seed).permutation(scores["level"].to_numpy())
    placebo = _room(pd.Series(shuffled, index=scores.index), scores["own"])["room"]
    return placebo.reindex(features.index).rename("placebo_room")
