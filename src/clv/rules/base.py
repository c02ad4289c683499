"""What every rule system returns: labels, the scores behind them, the cuts, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from clv.errors import InputError, Notice
from clv.rules._sentences import APART, IN_CELL, side_phrases
from clv.rules.cuts import Cut
from clv.rules.system import System
from clv.rules.texts import Text

__all__ = ["STATES", "Assignment", "place"]

STATES = {
    "no_purchase": Text("no purchase yet", "尚未购买"),
    "too_little_history": Text("too little history", "历史不足"),
    "unknown_field": Text("a field is unknown", "字段缺失"),
    "not_applicable": Text("not applicable", "不适用"),
}
"""Why a customer cannot be judged; never silently counted as zero."""


def place(system: System, scores: pd.DataFrame, cuts: Mapping[str, Cut]) -> "pd.Series[str]":
    """Put every customer into the cell of its sides.

    Parameters
    ----------
    system
        Whose cells.
    scores
        One row a customer, one column an axis; an unknown score (NaN) counts as low.
    cuts
        One for each axis.

    Returns
    -------
    pandas.Series of str
        Labels, same index.
    """
    first, second = (cuts[axis.key].high(scores[axis.key]) for axis in system.axes)
    grid = np.empty((2, 2), dtype=object)
    for cell in system.cells:
        grid[int(cell.high[0]), int(cell.high[1])] = cell.key
    labels = grid[first.to_numpy(int), second.to_numpy(int)]
    return pd.Series(labels, index=scores.index, dtype="str", name="cell")


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
        One column an axis; NaN where unknown.
    cuts
        The frozen threshold of each axis.
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
    cuts: Mapping[str, Cut]
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
            One row an axis: title, rule, threshold, target_share, share, tied, degenerate, n.
        """
        rows = {
            axis.key: {"title": axis.title.to(language)} | self.cuts[axis.key].to_dict()
            for axis in self.system.axes
        }
        return pd.DataFrame.from_dict(rows, orient="index").rename_axis("axis")

    def overlap(self) -> "pd.Series[float]":
        """Say how far the two axes are one: judged on customers with both scores known.

        Returns
        -------
        pandas.Series of float
            ``rank_correlation`` (Spearman, -1 to 1, NaN where a score does not vary) and
            ``diagonal_share`` (customers high on both axes or low on both, 0 to 1).
        """
        known = self.scores[self.states.eq("")]
        high = [self.cuts[axis.key].high(known[axis.key]) for axis in self.system.axes]
        ranks = known.rank()
        return pd.Series(
            {
                "rank_correlation": ranks.iloc[:, 0].corr(ranks.iloc[:, 1]),
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
        phrases = side_phrases(self.system, self.scores.loc[ids], self.cuts, language)
        apart = {state: name.to(language) for state, name in STATES.items()}
        names = self.labels.loc[ids].map(apart)
        return names.fillna(phrases).rename("reason")

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
