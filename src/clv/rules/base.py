"""What every rule system does: learn cuts once, then label any table by the frozen cuts."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar, Self

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator
from sklearn.utils.validation import check_is_fitted

from clv.errors import InputError, Notice
from clv.rules._columns import require, require_finite, total_purchases
from clv.rules._notices import degenerate_cuts
from clv.rules._placing import named, place, restate
from clv.rules.assignment import Assignment
from clv.rules.cuts import Cut, CutRule, learn_cut
from clv.rules.loading import load_system
from clv.rules.system import System

__all__ = ["RuleSystem"]


class RuleSystem(BaseEstimator, ABC):
    """A rule system of the sources: ``fit`` learns its cuts, ``assign`` applies them frozen.

    A new system is a YAML file and a subclass that says which scores it is made of: `_scores`.
    Where it must learn more than cuts it has `_learn`; where its cells are not made of levels,
    `_labels`; where a customer may be left without a cell, `_states`.

    Parameters
    ----------
    file
        A YAML file of one's own in place of the one that comes with the package: other cuts, words
        or settings, the same axes.

    Attributes
    ----------
    cuts_ : dict of str to tuple of Cut
        The learned cuts of each axis, from the highest down; none where the log lacked what the
        axis is made of, and then nobody has a cell.
    learned_ : dict
        What else was learned, as plain values.
    as_of_, period_days_
        The day from which they speak and the length of the period, where the table says so.
    """

    name: ClassVar[str]
    """The file of the system in ``clv/rules/data``, without its ending."""
    needs: ClassVar[tuple[str, ...]] = ("purchases",)
    """Columns of the table of customers without which nothing can be said."""
    by_name: ClassVar[bool] = False
    """Whether ids have a part in it; else it sees numbered rows, which are faster to handle."""

    def __init__(self, file: Path | None = None) -> None:
        self.file = file

    @property
    def system(self) -> System:
        """The axes, cells and strategies."""
        packaged = load_system(self.name)
        return packaged if self.file is None else _same_kind(load_system(self.file), packaged)

    def fit(self, features: pd.DataFrame) -> Self:
        """Learn the cuts.

        Parameters
        ----------
        features
            The reference customers, as `clv.customers.customer_facts` makes them, one row each.

        Returns
        -------
        Self
            Itself.

        Raises
        ------
        InputError
            ``E_COLUMNS``, ``E_CUSTOMER_TWICE`` or ``E_CUSTOMER`` (a row without an id) for the
            table, ``E_VALUES`` where no score is known or one is infinite, ``E_CUT_RULE`` or
            ``E_SYSTEM`` for the rules.
        """
        require(features, *self.needs)
        require_finite(features)
        features = self._seen(features)
        self.learned_: dict[str, Any] = self._learn(features)
        scores, rules = self._scores(features), self._rules()
        self.cuts_ = {key: self._cuts(scores[key], rules[key]) for key in rules}
        self.as_of_ = features.attrs.get("as_of")
        self.period_days_ = features.attrs.get("period_days")
        return self

    def assign(self, features: pd.DataFrame) -> Assignment:
        """Label customers by the frozen cuts.

        Parameters
        ----------
        features
            The reference customers or any later table of the same form.

        Returns
        -------
        Assignment
            Every customer in exactly one cell, or apart in a missing state.

        Raises
        ------
        InputError
            As for `fit`, and ``E_PERIOD`` if scores were learned on periods of another length.
        """
        assignment, customers = self._place(features), features.index
        whole = replace(
            assignment,
            labels=assignment.labels.set_axis(customers),
            states=assignment.states.set_axis(customers),
            scores=assignment.scores.set_axis(customers),
        )
        notices = self._notices(whole, self._seen(features).set_axis(customers))
        return replace(whole, notices=tuple(notices))

    def label(self, features: pd.DataFrame) -> "pd.Series[str]":
        """Return the labels that `assign` gives, and nothing else: many tables, one after another.

        Parameters
        ----------
        features
            As for `assign`.

        Returns
        -------
        pandas.Series of str
            ``cell``, in the order of the rows; the index counts them, unless names matter to the
            system.

        Raises
        ------
        InputError
            As for `assign`.
        """
        return self._place(features).labels

    def _place(self, features: pd.DataFrame) -> Assignment:
        """Label the rows, which are counted instead of named where names do not matter."""
        check_is_fitted(self, "cuts_")
        require(features, *self.needs)
        require_finite(features)
        self._check_period(features)
        customers, features = features.index, self._seen(features)
        scores = self._scores(features)
        require_finite(scores.set_axis(customers), scores.columns)
        states = self._states(features, scores)
        if not all(self.cuts_.values()):
            states = states.mask(states.ne("no_purchase"), "not_applicable")
        labels, apart = self._labels(features, scores), self._apart(states)
        return Assignment(
            system=self.system,
            labels=restate(labels, apart, states).rename("cell"),
            states=states,
            scores=scores,
            cuts=dict(self.cuts_),
            as_of=features.attrs.get("as_of"),
            learned_as_of=self.as_of_,
        )

    def to_dict(self) -> dict[str, Any]:
        """Return what was learned as plain values, fit for JSON.

        Returns
        -------
        dict
            What `from_dict` needs to label later customers by the same cuts.
        """
        check_is_fitted(self, "cuts_")
        system = self.system
        return {
            "system": system.id,
            "version": system.version,
            "parameters": self._parameters(),
            "as_of": self.as_of_,
            "period_days": self.period_days_,
            "cuts": {key: [cut.to_dict() for cut in cuts] for key, cuts in self.cuts_.items()},
            "learned": self.learned_,
        }

    @classmethod
    def from_dict(cls, stored: dict[str, Any], file: Path | None = None) -> Self:
        """Make the fitted system again from what `to_dict` returned.

        Parameters
        ----------
        stored
            Plain values, such as a report's manifest keeps.
        file
            The YAML file it was learned by, unless that of the package.

        Returns
        -------
        Self
            Fitted.

        Raises
        ------
        InputError
            ``E_STORED`` if they belong to another system or another version of it.
        """
        rules = cls(**stored.get("parameters", {}))
        rules.file = file
        system = rules.system
        found = stored.get("system"), stored.get("version")
        if found != (system.id, system.version):
            raise InputError(
                "E_STORED",
                "the stored cuts belong to {} version {}, ".format(*found)
                + f"this is {system.id} version {system.version}",
                "fit again",
            )
        rules.cuts_ = {
            key: tuple(Cut.from_dict(cut) for cut in cuts) for key, cuts in stored["cuts"].items()
        }
        rules.learned_ = stored["learned"]
        rules.as_of_, rules.period_days_ = stored["as_of"], stored["period_days"]
        return rules

    def _seen(self, features: pd.DataFrame) -> pd.DataFrame:
        """The table as the hooks see it."""
        return features if self.by_name else features.set_axis(range(len(features)))

    def _learn(self, features: pd.DataFrame) -> dict[str, Any]:
        """What the scores need to know of the reference customers, fit for JSON."""
        return {}

    def _rules(self) -> dict[str, tuple[CutRule, ...]]:
        """How each axis is cut, from the highest cut down."""
        return {axis.key: axis.rules for axis in self.system.cut_axes}

    def _cuts(self, values: "pd.Series[float]", rules: tuple[CutRule, ...]) -> tuple[Cut, ...]:
        """The cuts of an axis; none where the log lacks what the system can do without."""
        learned = any(rule.kind != "absolute" for rule in rules)
        if learned and values.isna().all() and "not_applicable" in self.system.missing:
            return ()
        return tuple(learn_cut(values, rule) for rule in rules)

    @abstractmethod
    def _scores(self, features: pd.DataFrame) -> pd.DataFrame:
        """One column an axis, in the order of the axes; missing where unknown."""

    def _labels(self, features: pd.DataFrame, scores: pd.DataFrame) -> "pd.Series[str]":
        """A cell for each customer; an unknown score counts as low."""
        return place(self.system, scores, self.cuts_)

    def _states(self, features: pd.DataFrame, scores: pd.DataFrame) -> "pd.Series[str]":
        """Why a customer's scores are not all known, else an empty text."""
        cut = [axis.key for axis in self.system.cut_axes]
        unknown = scores[cut].isna().any(axis=1)
        never = total_purchases(features) < 1
        states = np.select([never, unknown], [1, 2], default=0)
        return named(states, ["", "no_purchase", "unknown_field"], features.index).rename("state")

    def _apart(self, states: "pd.Series[str]") -> "pd.Series[bool]":
        """Whether a customer is shown apart instead of being placed low."""
        return states.ne("")

    def _notices(self, assignment: Assignment, features: pd.DataFrame) -> Iterator[Notice]:
        """What a reader must know before trusting the labels."""
        yield from degenerate_cuts(assignment)

    def _on_periods(self) -> bool:
        """Whether the scores depend on the length of the period."""
        return False

    def _parameters(self) -> dict[str, Any]:
        """The parameters as plain values, without the file."""
        given = self.get_params(deep=False)
        given.pop("file", None)
        return {key: str(v) if isinstance(v, CutRule) else v for key, v in given.items()}

    def _check_period(self, features: pd.DataFrame) -> None:
        days = features.attrs.get("period_days", self.period_days_)
        if self._on_periods() and self.period_days_ not in (None, days):
            raise InputError(
                "E_PERIOD",
                f"{self.system.id} was learned on periods of {self.period_days_} days, "
                f"this table has periods of {days}",
                f"describe the customers with period={self.period_days_}, or fit again",
            )


def _same_kind(given: System, packaged: System) -> System:
    """Insist that a file of one's own speaks of the same scores and settings."""
    for found, wanted, what in (
        ([given.id], [packaged.id], "id"),
        ([axis.key for axis in given.axes], [axis.key for axis in packaged.axes], "axes"),
        (sorted(given.settings), sorted(packaged.settings), "settings"),
    ):
        if found != wanted:
            raise InputError(
                "E_SYSTEM",
                f"the file's {what} are {', '.join(found) or 'none'}, "
                f"those of {packaged.id} are {', '.join(wanted) or 'none'}",
                f"keep the {what}; change cuts, cells and words",
            )
    return given
