"""What a contest is agreed on before anybody looks at the outcomes."""

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

from clv.errors import InputError
from clv.evaluation.contest.occasion import Occasion
from clv.evaluation.metrics.decisions import BUDGETS, COSTS

__all__ = ["CONTEST_METRICS", "Protocol"]

CONTEST_METRICS = (
    "r2_log_spend", "normalised_gini", "top_share", "activity_gain", "decision_value",
)  # fmt: skip
"""What groups are judged by."""


@dataclass(frozen=True)
class Protocol:
    """How a contest is held; agreed before the outcomes are looked at.

    Parameters
    ----------
    groups
        Groups that every competitor must have.
    draws
        Resamples of customers behind the intervals of scores, differences and agreement.
    stability_draws
        Refits on resampled customers behind stability.
    level
        Level of the intervals of scores, and of all differences of the family together, 0 to 1.
    seed
        Seed of all resamples.
    primary
        The metric that decides, one of `CONTEST_METRICS`; the others are told beside it.
    reference
        Name of the competitor that the others are measured against; if left empty the quadrants of
        four groups, the RFM cells of eight, the RFM groups of any other number.
    top
        Share of the customers in ``top_share``, 0 to 1.
    budgets
        Largest shares of the customers that may be contacted, each above 0 and up to 1.
    costs
        Costs of a contact as shares of the mean later spend of a customer, from 0: so no result
        depends on the unit of money.
    occasions
        Logs and days of a series of contests; none for a single one.
    needed
        On how many published data sets one competitor must be clearly ahead for a verdict.

    Raises
    ------
    InputError
        ``E_PROTOCOL`` if a contest cannot be held so, or a log and day are named twice.

    Notes
    -----
    Differences are taken between everybody and the reference, between everybody and the controls,
    and between all that is learned and all rules, so that the best of both may be compared though
    they are chosen by their scores: this family is fixed by the names alone. Its intervals hold
    together (`clv.evaluation.simultaneous_reach`). In a series they are widened further for
    the number of days of the same log, as one clear day is enough there.

    Examples
    --------
    >>> Protocol().reference, Protocol(groups=8).reference
    ('quadrants', 'RFM cells')
    >>> Protocol().digest == Protocol(draws=999).digest
    False
    """

    groups: int = 4
    draws: int = 1000
    stability_draws: int = 10
    level: float = 0.95
    seed: int = 0
    primary: str = "r2_log_spend"
    reference: str = ""
    top: float = 0.2
    budgets: tuple[float, ...] = BUDGETS
    costs: tuple[float, ...] = COSTS
    occasions: tuple[Occasion, ...] = ()
    needed: int = 2

    def __post_init__(self) -> None:
        try:
            possible = self._whole() and self._in_range()
        except TypeError:  # text where a number belongs, a number where several do
            possible = False
        if not possible:
            raise InputError(
                "E_PROTOCOL",
                f"a contest cannot be held by {self}",
                "let groups, stability_draws and needed be whole numbers from 1, draws from 2, "
                f"seed from 0, primary one of {', '.join(CONTEST_METRICS)}, level between 0 and 1, "
                "budgets above 0 and up to 1, costs from 0",
            )
        self._refuse_twice()
        if not self.reference:
            usual = {4: "quadrants", 8: "RFM cells"}.get(self.groups, "RFM groups")
            object.__setattr__(self, "reference", usual)

    def _whole(self) -> bool:
        least = {"groups": 1, "draws": 2, "stability_draws": 1, "needed": 1, "seed": 0}
        numbers = {name: getattr(self, name) for name in least}
        return all(type(held) is int and held >= least[name] for name, held in numbers.items())

    def _in_range(self) -> bool:
        shares = all(0 < share <= 1 for share in (self.top, *self.budgets))
        costs = all(0 <= cost < math.inf for cost in self.costs)
        known = self.primary in CONTEST_METRICS and 0 < self.level < 1
        return bool(shares and costs and known and self.budgets and self.costs)

    def _refuse_twice(self) -> None:
        days = [f"{at.name}, {at.as_of}" for at in self.occasions]
        if twice := sorted({day for day in days if days.count(day) > 1}):
            raise InputError(
                "E_PROTOCOL",
                f"{len(twice)} logs and days are named more than once",
                "name each log and day once, with one horizon",
                twice,
            )

    def to_dict(self) -> dict[str, Any]:
        """Return the agreement as plain values, fit for JSON.

        Returns
        -------
        dict
            What `from_dict` needs.
        """
        stored: dict[str, Any] = json.loads(json.dumps(asdict(self)))
        return stored

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Self:
        """Make the protocol again from what `to_dict` returned.

        Parameters
        ----------
        stored
            Plain values.

        Returns
        -------
        Protocol
            Equal to the first one.
        """
        occasions = tuple(Occasion(**each) for each in stored["occasions"])
        lists = {name: tuple(stored[name]) for name in ("budgets", "costs")}
        return cls(**{**stored, **lists, "occasions": occasions})

    @property
    def digest(self) -> str:
        """Twelve characters that change with any part of the agreement."""
        text = json.dumps(self.to_dict(), sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:12]
