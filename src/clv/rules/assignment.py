"""What every rule system returns: labels, the scores behind them, the cuts, and why."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from clv.errors import InputError, Notice
from clv.rules._sentences import APART, IN_CELL, phrases
from clv.rules.cuts import Cut
from clv.rules.states import STATES
from clv.rules.system import System

__all__ = ["Assignment"]


@dataclass(frozen=True, eq=False)
class Assignment:
    """Customers in the cells of a rule system.

    Parameters
    ----------
    system
        The system.
    labels
        A cell for each customer or, for those who are shown apart, a state.
    states
        The state for each customer whose scores are not all known, else an empty text.
    scores
        One column an axis; missing where unknown.
    cuts
        The frozen cuts of each axis that has levels, from the highest down.
    notices
        What a reader must know.
    as_of
        The day from which the labels speak, where known.
    learned_as_of
        The day from which the cuts speak, where known.
    """

    system: System
    labels: "pd.Series[str]"
    states: "pd.Series[str]"
    scores: pd.DataFrame
    cuts: Mapping[str, tuple[Cut, ...]]
    notices: tuple[Notice, ...] = ()
    as_of: str | None = None
    learned_as_of: str | None = None

    def counts(self, language: str = "en") -> pd.DataFrame:
        """Count the customers of each cell, empty cells included.

        Parameters
        ----------
        language
            ``"en"`` or ``"zh"``.

        Returns
        -------
        pandas.DataFrame
            One row a cell, then one a state that customers are shown apart in: name, strategy,
            customers, share (0 to 1), provisional (of them, those with too little history).
        """
        rows = {
            cell.key: (cell.name.to(language), cell.strategy.title.to(language))
            for cell in self.system.cells
        }
        apart = [state for state in STATES if self.labels.eq(state).any()]
        rows |= {state: (STATES[state].to(language), "") for state in apart}
        table = pd.DataFrame.from_dict(rows, orient="index", columns=["name", "strategy"])
        size = self.labels.value_counts().reindex(table.index, fill_value=0)
        unsure = self.labels[self.states.ne("")].value_counts().reindex(table.index, fill_value=0)
        table = table.assign(
            customers=size, share=size / max(len(self.labels), 1), provisional=unsure
        )
        return table.rename_axis("cell")

    def missing(self) -> dict[str, int]:
        """Count the customers in each missing state, whether shown apart or placed low.

        Returns
        -------
        dict of str to int
            One entry a state that occurs.
        """
        return {state: n for state in STATES if (n := int(self.states.eq(state).sum()))}

    def thresholds(self, language: str = "en") -> pd.DataFrame:
        """Return the cuts with their ties, for a reader.

        Parameters
        ----------
        language
            ``"en"`` or ``"zh"``.

        Returns
        -------
        pandas.DataFrame
            One row a cut, indexed by axis: title, level, rule, threshold, target_share, share,
            tied, degenerate, n.
        """
        rows = [
            {"axis": axis.key, "title": axis.title.to(language), "level": level.key} | cut.to_dict()
            for axis in self.system.cut_axes
            for level, cut in zip(axis.levels, self.cuts[axis.key], strict=False)
        ]
        columns = ["axis", "title", "level", *Cut.__dataclass_fields__]
        return pd.DataFrame(rows, columns=columns).set_index("axis")

    def overlap(self) -> "pd.Series[float]":
        """Say how far two axes are one: judged on customers with both scores known.

        Returns
        -------
        pandas.Series of float
            ``rank_correlation`` (Spearman, -1 to 1, NaN where a score does not vary) and
            ``diagonal_share`` (customers on the highest level of both axes or of neither, 0 to 1).
            Both NaN where the log lacked what an axis is made of.

        Raises
        ------
        InputError
            ``E_AXES`` unless the system has two axes that are cut.
        """
        keys = [axis.key for axis in self.system.cut_axes]
        if len(keys) != 2:
            raise InputError(
                "E_AXES", f"{self.system.id} has {len(keys)} axes that are cut", "overlap needs two"
            )
        if not all(self.cuts[key] for key in keys):
            return pd.Series({"rank_correlation": math.nan, "diagonal_share": math.nan})
        known = self.scores.loc[self.states.eq(""), keys].astype(float)
        high = [self.cuts[key][0].high(known[key]) for key in keys]
        ranks = known.rank()
        return pd.Series(
            {
                "rank_correlation": ranks[keys[0]].corr(ranks[keys[1]]),
                "diagonal_share": (high[0] == high[1]).mean(),
            }
        )

    def reasons(
        self, language: str = "en", customers: Sequence[str] | pd.Index | None = None
    ) -> "pd.Series[str]":
        """Say for each customer how the scores stand to the cuts.

        Parameters
        ----------
        language
            ``"en"`` or ``"zh"``.
        customers
            Ids to speak of, in this order; by default all.

        Returns
        -------
        pandas.Series of str
            Half a sentence each, or the name of the state for those shown apart.
        """
        ids = self.labels.index if customers is None else pd.Index(customers)
        said = phrases(self.system, self.scores.loc[ids], self.cuts, language)
        apart = {state: name.to(language) for state, name in STATES.items()}
        names = self.labels.loc[ids].map(apart)
        return names.fillna(said).rename("reason")

    def explain(self, customer_id: str, language: str = "en") -> str:
        """Say where a customer stands, why, and what is to be done.

        Parameters
        ----------
        customer_id
            A customer of the table.
        language
            ``"en"`` or ``"zh"``.

        Returns
        -------
        str
            One sentence.

        Raises
        ------
        InputError
            ``E_CUSTOMER`` if there is no such customer.
        """
        if customer_id not in self.labels.index:
            raise InputError(
                "E_CUSTOMER", "no such customer was labelled", "check the id", [customer_id]
            )
        label = self.labels[customer_id]
        reason = self.reasons(language, [customer_id]).iloc[0]
        if label in STATES:
            return APART.to(language).format(id=customer_id, reason=reason)
        cell = self.system.cell(label)
        return IN_CELL.to(language).format(
            id=customer_id,
            cell=label,
            name=cell.name.to(language),
            reason=reason,
            strategy=cell.strategy.title.to(language).lower(),
        )
