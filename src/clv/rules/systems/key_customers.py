"""The fifth of the customers who are said to bring four fifths (system T10, 二八定律)."""

import math
from collections.abc import Iterator

import pandas as pd

from clv.errors import Notice
from clv.rules.assignment import Assignment
from clv.rules.base import RuleSystem
from clv.rules.measures._ranks import buyers_only
from clv.rules.measures._top import membership

__all__ = ["KeyCustomers"]

_TOLERATED = 0.10


class KeyCustomers(RuleSystem):
    """Part the key customers from the rest by what they contribute.

    The sources (S4, S0) say that 20 % of the customers bring 80 % of the profit. Key customers are
    the fifth with the largest contribution among those who ever bought. Equal customers stand on
    one side, whichever brings the share nearer to a fifth; how many they are stands in the cut.
    What the fifth really brings is another question: a notice says so where it is far from 80 %,
    and `concentration_summary`, `lorenz` and `persistence` answer it, counting those at the edge in
    proportion.

    A customer without a purchase is ``no_purchase``, one without an amount ``unknown_field``; a log
    without amounts has no key customers (``not_applicable``).

    Parameters
    ----------
    file
        As for `RuleSystem`.

    Examples
    --------
    >>> table = pd.DataFrame(
    ...     {"purchases": [9, 5, 3, 2, 1], "contribution": [800.0, 90.0, 60.0, 40.0, 10.0]},
    ...     index=["ada", "bo", "cy", "di", "ed"],
    ... )
    >>> KeyCustomers().fit(table).assign(table).labels.tolist()
    ['key', 'rest', 'rest', 'rest', 'rest']
    """

    name = "t10_key_customers"
    needs = ("purchases", "contribution")

    def _scores(self, features: pd.DataFrame) -> pd.DataFrame:
        return pd.DataFrame(
            {
                "contribution": buyers_only(features, "contribution"),
                "purchases": features["purchases"].astype(float),
            }
        )

    def _notices(self, assignment: Assignment, features: pd.DataFrame) -> Iterator[Notice]:
        yield from super()._notices(assignment, features)
        money = assignment.scores["contribution"].dropna().to_numpy()
        rule, total = assignment.system.cut_axes[0].rules[0], math.fsum(money)
        if total <= 0 or rule.kind != "quantile":
            return
        top = membership(money, (1 - rule.value) * money.size)
        held = math.fsum(top * money) / total
        if abs(held - rule.value) > _TOLERATED:
            yield Notice(
                "W_NOT_80_20",
                f"the top {1 - rule.value:.0%} of customers hold {held:.0%} of the contribution, "
                f"not {rule.value:.0%}",
                "read the Lorenz curve before resources follow the rule",
                int(assignment.labels.eq("key").sum()),
            )
