"""Where customers will be: the probability of each label, and what moves are expected."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clv.errors import InputError, Notice
from clv.rules.change._level import check_level
from clv.rules.states import STATES
from clv.rules.system import System
from clv.rules.texts import Text

__all__ = ["LabelChances"]

_SENTENCE = Text(
    "Customer {id}, {now} today, will be {then} on {day} with probability {chance:.2f}{rest}.",
    "客户 {id} 现为 {now}，到 {day} 为 {then} 的概率是 {chance:.2f}{rest}。",
)
_REST = Text(", else most likely {second} ({chance:.2f})", "，其次为 {second}（{chance:.2f}）")


@dataclass(frozen=True, eq=False)
class LabelChances:
    """Probabilities of the labels of later, from drawn futures.

    Parameters
    ----------
    system
        The rule system.
    now
        The label of each customer today.
    chances
        One row a customer, one column a cell or state, in [0, 1]; rows add up to 1. Each is a share
        of the draws: of 200 draws one of 0.5 has the standard error 0.035.
    flows
        Customers by draw, label today and label then, shape (draws, labels, labels), in the order
        of the columns of ``chances``.
    as_of, until
        The days of today and of then.
    notices
        What a reader must know.
    """

    system: System
    now: "pd.Series[str]"
    chances: pd.DataFrame
    flows: NDArray[np.int64]
    as_of: str
    until: str
    notices: tuple[Notice, ...] = ()

    @property
    def likeliest(self) -> pd.DataFrame:
        """The likeliest label of each customer (``label``), its ``probability``, and its rival.

        Of equally likely ones the first in the order of the cells; ``second`` is the next after it,
        with ``second_probability``.
        """
        values = self.chances.to_numpy()
        order = np.argsort(-values, axis=1, kind="stable")[:, :2]
        names = self.chances.columns.to_numpy()
        best, second = (np.take_along_axis(values, order[:, [n]], 1)[:, 0] for n in (0, 1))
        columns = {
            "label": pd.Series(names[order[:, 0]], self.chances.index, dtype="str"),
            "probability": best,
            "second": pd.Series(names[order[:, 1]], self.chances.index, dtype="str"),
            "second_probability": second,
        }
        return pd.DataFrame(columns, index=self.chances.index)

    def of(self, labels: "pd.Series[str]") -> "pd.Series[float]":
        """Return the probability of a given label for each customer.

        Parameters
        ----------
        labels
            A label for each customer of the forecast, such as that of today.

        Returns
        -------
        pandas.Series of float
            ``probability``, 0 to 1, in the order of the labels; 0 for a label that is in no future.
        """
        place = self.chances.columns.get_indexer(pd.Index(labels))
        values = self.chances.loc[labels.index].to_numpy()
        found = np.where(place >= 0, values[np.arange(len(place)), place], 0.0)
        return pd.Series(found, index=labels.index, name="probability")

    def coin_flips(self, limit: float = 0.6) -> pd.DataFrame:
        """Return the customers of whom nobody can say where they will be.

        Parameters
        ----------
        limit
            Probability that the likeliest label stays below, in (0, 1].

        Returns
        -------
        pandas.DataFrame
            Their rows of `likeliest`, the least certain first.
        """
        found = self.likeliest
        unsure = found[found["probability"] < limit]
        return unsure.sort_index().sort_values("probability", kind="stable")

    def transition(self, level: float = 0.95) -> pd.DataFrame:
        """Return where the customers of each label are expected to be.

        Parameters
        ----------
        level
            Probability between ``lower`` and ``upper``, in (0, 1).

        Returns
        -------
        pandas.DataFrame
            Indexed by ``now`` and ``then``, for every label that somebody has today: ``customers``
            (with that label today), ``expected`` (of them, with the label then), ``share``
            (expected / customers), and ``lower`` and ``upper`` of the number that will be seen,
            which hold chance as well as the doubt about the parameters.
        """
        size = self.flows[0].sum(axis=1)
        held = np.flatnonzero(size)
        labels = self.chances.columns
        rows = pd.MultiIndex.from_product([labels[held], labels], names=["now", "then"])
        table = _summary(self.flows[:, held].reshape(len(self.flows), -1), rows, level)
        customers = np.repeat(size[held], len(labels))
        table.insert(0, "customers", customers)
        table.insert(2, "share", table["expected"] / customers)
        return table

    def totals(self, level: float = 0.95) -> pd.DataFrame:
        """Return how many customers each label is expected to have.

        Parameters
        ----------
        level
            Probability between ``lower`` and ``upper``, in (0, 1).

        Returns
        -------
        pandas.DataFrame
            One row a label: ``now``, ``expected``, ``lower`` and ``upper``. Customers who will come
            new are not among them.
        """
        table = _summary(self.flows.sum(axis=1), self.chances.columns.rename("cell"), level)
        table.insert(0, "now", self.flows[0].sum(axis=1))
        return table

    def explain(self, customer_id: str, language: str = "en") -> str:
        """Say where a customer will be, and how sure that is.

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
        if customer_id not in self.chances.index:
            raise InputError(
                "E_CUSTOMER", "no such customer was forecast", "check the id", [customer_id]
            )
        row = self._rows([customer_id]).likeliest.iloc[0]
        second, chance = self._name(row["second"], language), row["second_probability"]
        rest = _REST.to(language).format(second=second, chance=chance) if chance > 0 else ""
        return _SENTENCE.to(language).format(
            id=customer_id,
            now=self._name(self.now[customer_id], language),
            then=self._name(row["label"], language),
            day=self.until,
            chance=row["probability"],
            rest=rest,
        )

    def _rows(self, customers: Sequence[str]) -> "LabelChances":
        return LabelChances(
            self.system,
            self.now,
            self.chances.loc[list(customers)],
            self.flows,
            self.as_of,
            self.until,
        )

    def _name(self, label: str, language: str) -> str:
        return STATES[label].to(language) if label in STATES else label


def _summary(counts: NDArray[np.int64], rows: pd.Index, level: float) -> pd.DataFrame:
    """Mean and order statistics of numbers over draws, shape (draws, rows)."""
    check_level(level)
    tail = (1 - level) / 2
    lower = np.quantile(counts, tail, axis=0, method="lower")
    upper = np.quantile(counts, 1 - tail, axis=0, method="higher")
    columns = {"expected": counts.mean(axis=0), "lower": lower, "upper": upper}
    return pd.DataFrame(columns, index=rows)
