"""Work lists: for each action the customers to begin with, and why each of them is there.

Value, risk and the effect of an action are three different things. The lists are ordered by value;
the risk stands beside it; the effect is not known before it has been tried on some and not others.
"""

import pandas as pd

from clv.errors import InputError
from clv.rules import STATES, Assignment, Text

__all__ = ["count_actions", "work_lists"]

_LAST = Text("; days since the last purchase: {:,.0f}", "；距上次购买 {:,.0f} 天")
_RISK = Text(
    "; probability of no purchase in the horizon: {:.0f}%", "；预测期内不购买的概率 {:.0f}%"
)
_STOP = Text(".", "。")


def work_lists(
    assignment: Assignment,
    features: pd.DataFrame,
    values: "pd.Series[float]",
    churn: "pd.Series[float] | None" = None,
    top: int | None = None,
    language: str = "en",
) -> pd.DataFrame:
    """List the customers of each action, the most valuable first.

    Parameters
    ----------
    assignment
        Labelled customers; those without a cell are on no list.
    features
        The table of `clv.customers.describe`: contribution and inactivity.
    values
        Money at stake for each customer, such as the residual value.
    churn
        Probability of no purchase in the horizon, shown beside the value.
    top
        At most so many customers an action.
    language
        ``"en"`` or ``"zh"``, of action and why.

    Returns
    -------
    pandas.DataFrame
        Indexed by customer: cell, action, place (1, 2, ... within an action), value_at_stake,
        churn_probability (if given), why (one sentence). Actions in the order of the system; equal
        values by contribution, then by the later purchase, then by id.

    Raises
    ------
    InputError
        ``E_TOP`` for a list of nobody, ``E_UNKNOWN`` if something about a customer is not known.
    """
    if top is not None and top < 1:
        raise InputError("E_TOP", "a list of nobody was asked for", "ask for 1 or more", [top])
    facts = _facts(assignment, features, values, churn)
    cells = assignment.system.cells
    table = pd.concat([_best(facts[facts["cell"] == cell.key], top) for cell in cells])
    table["action"] = table["cell"].map({c.key: c.strategy.title.to(language) for c in cells})
    table["why"] = _why(assignment.reasons(language, table.index), table, language)
    risk = ["churn_probability"] if churn is not None else []
    return table[["cell", "action", "place", "value_at_stake", *risk, "why"]]


def count_actions(
    assignment: Assignment, values: "pd.Series[float]", language: str = "en"
) -> pd.DataFrame:
    """Sum up how many customers wait for each action and how much money is at stake.

    Parameters
    ----------
    assignment
        Labelled customers.
    values
        Money at stake for each customer.
    language
        ``"en"`` or ``"zh"``.

    Returns
    -------
    pandas.DataFrame
        One row a cell, then one a state that customers are shown apart in: name, action, customers,
        value_at_stake, value_per_customer (NaN where there is no customer).

    Raises
    ------
    InputError
        ``E_UNKNOWN`` if a customer has no value.
    """
    counts = assignment.counts(language).rename(columns={"strategy": "action"})
    total = _known(values, assignment.labels.index, "value").groupby(assignment.labels).sum()
    total = total.reindex(counts.index, fill_value=0.0)
    size = counts["customers"]
    return counts[["name", "action", "customers"]].assign(
        value_at_stake=total, value_per_customer=total / size.where(size > 0)
    )


def _facts(
    assignment: Assignment,
    features: pd.DataFrame,
    values: "pd.Series[float]",
    churn: "pd.Series[float] | None",
) -> pd.DataFrame:
    """Gather what the lists need to know about every customer in a cell."""
    labels = assignment.labels[~assignment.labels.isin(STATES)]
    facts = {
        "value_at_stake": values,
        "contribution": features["contribution"],
        "inactivity": features["inactivity"],
    }
    if churn is not None:
        facts["churn_probability"] = churn
    known = {name: _known(fact, labels.index, name) for name, fact in facts.items()}
    return pd.DataFrame({"cell": labels} | known)


def _best(facts: pd.DataFrame, top: int | None) -> pd.DataFrame:
    by = {"value_at_stake": False, "contribution": False, "inactivity": True}
    ordered = facts.sort_index().sort_values(list(by), ascending=list(by.values()))
    return ordered.assign(place=range(1, len(ordered) + 1)).head(top or len(ordered))


def _why(reasons: "pd.Series[str]", table: pd.DataFrame, language: str) -> "pd.Series[str]":
    sentence = reasons.str[:1].str.upper() + reasons.str[1:]
    sentence += table["inactivity"].map(_LAST.to(language).format)
    if "churn_probability" in table:
        sentence += (100 * table["churn_probability"]).map(_RISK.to(language).format)
    return sentence + _STOP.to(language)


def _known(facts: "pd.Series[float]", customers: "pd.Index[str]", name: str) -> "pd.Series[float]":
    known = facts.reindex(customers)
    unknown = customers[known.isna()]
    if len(unknown):
        raise InputError(
            "E_UNKNOWN",
            f"{name} is not known for {len(unknown)} of {len(customers)} customers",
            "give it for every customer who is labelled",
            unknown,
        )
    return known
