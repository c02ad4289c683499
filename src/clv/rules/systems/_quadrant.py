"""What the systems share that go on from one quadrant of T1: the others are not their business."""

from pathlib import Path
from typing import Any, ClassVar

import pandas as pd
from sklearn.base import clone

from clv.rules.base import RuleSystem
from clv.rules.states import STATES
from clv.rules.systems.quadrants import ContributionStability

__all__ = ["OfQuadrant"]


class OfQuadrant(RuleSystem):
    """A rule system for the customers of one quadrant.

    ``quadrants`` is how T1 is to be applied, by default as it comes; it is fitted inside, on the
    same customers, and stored with what was learned.
    """

    quadrant: ClassVar[str]
    needs: ClassVar[tuple[str, ...]] = ContributionStability.needs

    def __init__(
        self, quadrants: ContributionStability | None = None, file: Path | None = None
    ) -> None:
        super().__init__(file)
        self.quadrants = quadrants

    def _learn(self, features: pd.DataFrame) -> dict[str, Any]:
        chosen = self.quadrants or ContributionStability()
        return {"quadrants": clone(chosen).fit(features).to_dict()}

    def _states(self, features: pd.DataFrame, scores: pd.DataFrame) -> "pd.Series[str]":
        found = ContributionStability.from_dict(self.learned_["quadrants"]).assign(features).labels
        known = {self.quadrant: ""} | {state: state for state in STATES}
        return found.map(known).fillna("not_applicable").astype("str").rename("state")

    def _parameters(self) -> dict[str, Any]:
        given = super()._parameters()
        given.pop("quadrants", None)  # it is stored with its cuts
        return given
