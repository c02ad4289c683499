"""What small trees share: growing, labels, and the questions in words."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.base import BaseEstimator
from sklearn.utils.validation import check_is_fitted

from clv.errors import InputError
from clv.segments._learning import check_groups, money_unit, named, segment_names
from clv.segments.feature_sets import feature_values
from clv.segments.grouping import finite_values
from clv.segments.trees import _tree

_SMALLEST = 0.01

_SAY = {
    "en": ("if {0} is at least {1}:", "otherwise:", " "),
    "zh": ("如果{0}不少于 {1}：", "否则：", ""),
}

_WORDS = {
    "en": {
        "purchases": "number of purchase days",
        "contribution": "spend so far",
        "mean_amount": "mean spend per purchase",
        "inactivity": "days since the last purchase",
        "tenure": "days since the first purchase",
        "active_share": "share of periods with a purchase",
        "silent_share": "share of the time since the first purchase without any since the last",
    },
    "zh": {
        "purchases": "购买天数",
        "contribution": "累计贡献",
        "mean_amount": "平均购买金额",
        "inactivity": "沉寂天数",
        "tenure": "结识天数",
        "active_share": "有购买的时段占比",
        "silent_share": "沉寂天数占结识天数之比",
    },
}


class SmallTree(BaseEstimator):
    """Questions that lead to groups, however they were learned."""

    n_groups: int
    columns: Sequence[str]
    tree_: _tree.Node

    def labels(self, table: pd.DataFrame) -> "pd.Series[str]":
        """Place customers by the learned questions.

        Parameters
        ----------
        table
            One row a customer, with the columns that the questions are about.

        Returns
        -------
        pandas.Series
            ``S1`` (highest mean at the fit) to ``S<n_groups>``, or fewer where no further
            question was worth asking.

        Raises
        ------
        InputError
            As `finite_values`.
        """
        check_is_fitted(self, "tree_")
        asked = {question.feature for question in _tree.questions(self.tree_)}
        values = _columns(table, [name for name in self.columns if name in asked])
        return named(
            _tree.place(self.tree_, values or {"": np.empty(len(table))}),
            segment_names(self.n_groups),
            table.index,
        )

    def rules(self, language: str = "en") -> str:
        """Write the questions as nested if-statements.

        Parameters
        ----------
        language
            ``"en"`` or ``"zh"``.

        Returns
        -------
        str
            One line a question and a group; money in the log's unit, time in days.

        Raises
        ------
        InputError
            ``E_LANGUAGE`` for another language.
        """
        check_is_fitted(self, "tree_")
        if language not in _SAY:
            raise InputError("E_LANGUAGE", f"no words in {language!r}", "use 'en' or 'zh'")
        names = segment_names(self.n_groups)
        return _tree.tell(self.tree_, _WORDS[language], _SAY[language], names)

    def _learn(self, known: pd.DataFrame, target: NDArray[np.float64]) -> None:
        check_groups(self.n_groups)
        values = _columns(known, self.columns)
        self.tree_ = _tree.grow(values, target, self.n_groups, _SMALLEST)
        self.learned_from_ = len(known)


def _columns(table: pd.DataFrame, names: Sequence[str]) -> dict[str, NDArray[np.float64]]:
    return dict(zip(names, feature_values(table, names).T, strict=True)) if names else {}


def log_money(table: pd.DataFrame, column: str) -> NDArray[np.float64]:
    money = finite_values(table, [column])[:, 0]
    return np.asarray(np.log1p(np.maximum(money, 0) / money_unit(money)))
