"""Work lists: who, why, what, by when, and for whom.

Value, risk and the effect of an action are three different things. The lists are ordered by value;
the risk stands beside it; the effect is not known before it has been tried on some and not others.
"""

from collections.abc import Mapping

import pandas as pd

from clv.actions._known import chance_of_own, known, salespeople
from clv.actions._why import sentences
from clv.actions.due import due_dates
from clv.customers import require_columns
from clv.errors import InputError
from clv.rules import STATES, Assignment

__all__ = ["work_lists"]

_COLUMNS = (
    "salesperson", "cell", "action", "what", "due", "place", "value_at_stake",
    "churn_probability", "doubt", "why",
)  # fmt: skip


def work_lists(  # noqa: PLR0913
    assignment: Assignment,
    features: pd.DataFrame,
    values: "pd.Series[float]",
    churn: "pd.Series[float] | None" = None,
    top: int | None = None,
    language: str = "en",
    *,
    salesperson: "pd.Series[str] | None" = None,
    cap: int | None = None,
    due: Mapping[str, float] | None = None,
    chances: "pd.Series[float] | pd.DataFrame | None" = None,
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
        At most so many customers an action, over all salespeople.
    language
        ``"en"`` or ``"zh"``, of action, what and why.
    salesperson
        Who looks after each customer; a customer without one is not left out, but
        stands under "unassigned".
    cap
        At most so many customers an action for each salesperson; `clv.actions.count_waiting`
        counts the others.
    due
        Calendar days within which each cell is dealt with; see `clv.actions.due.due_dates`.
    chances
        Probability of the cell in which each customer is shown, 0 to 1; or the table of the
        probabilities of all cells, such as that of `clv.rules.LabelChances`. Below 0.6 the
        sentence says that the cell is uncertain.

    Returns
    -------
    pandas.DataFrame
        Indexed by customer: salesperson (if given), cell, action, what (the strategy in a
        sentence), due (day), place (1, 2, ... within an action and a salesperson), value_at_stake,
        churn_probability (if given), doubt (probability that the cell is another one, if chances
        are given), why (one sentence). Actions in the order of the system, then by salesperson;
        equal values by contribution, then by the later purchase, then by id.

    Raises
    ------
    InputError
        ``E_COLUMNS``, ``E_TOP`` for a list of nobody, ``E_UNKNOWN`` if something about a customer
        is not known, ``E_CUSTOMER_TWICE``, ``E_PROBABILITY`` and ``E_DUE``.
    """
    _check_size(top, cap)
    require_columns(features, ["contribution", "inactivity"])
    cell = assignment.labels[~assignment.labels.isin(STATES)]
    facts = {"value_at_stake": values, "churn_probability": churn}
    facts["chance"] = None if chances is None else chance_of_own(chances, cell)
    table = _facts(assignment, features, facts)
    order = ["number"]
    if salesperson is not None:
        table["salesperson"] = salespeople(salesperson, table.index, language)
        order.append("salesperson")
    table = _best(table, order, top, cap)
    due_of = due_dates(assignment, due)
    strategy = {cell.key: cell.strategy for cell in assignment.system.cells}
    table["action"] = table["cell"].map({c: s.title.to(language) for c, s in strategy.items()})
    table["what"] = table["cell"].map({c: s.summary.to(language) for c, s in strategy.items()})
    table["due"] = table["cell"].map(due_of)
    table["why"] = sentences(assignment.reasons(language, table.index), table, language)
    if chances is not None:
        table["doubt"] = 1 - table["chance"]
    return table[[name for name in _COLUMNS if name in table]]


def _check_size(*sizes: int | None) -> None:
    wrong = [size for size in sizes if size is not None and size < 1]
    if wrong:
        raise InputError("E_TOP", "a list of nobody was asked for", "ask for 1 or more", wrong)


def _facts(
    assignment: Assignment,
    features: pd.DataFrame,
    given: "Mapping[str, pd.Series[float] | None]",
) -> pd.DataFrame:
    """Gather what the lists need to know about every customer in a cell."""
    cell = assignment.labels[~assignment.labels.isin(STATES)]
    facts = {name: features[name] for name in ("contribution", "inactivity")}
    facts |= {name: fact for name, fact in given.items() if fact is not None}
    table = {name: known(fact, cell.index, name) for name, fact in facts.items()}
    for name in ("chance", "churn_probability"):
        if name in table:
            _check_probability(table[name], name)
    number = cell.map({key.key: n for n, key in enumerate(assignment.system.cells)})
    return pd.DataFrame({"cell": cell, "number": number} | table)


def _check_probability(given: "pd.Series[float]", name: str) -> None:
    wrong = given[~given.between(0, 1)]
    if len(wrong):
        found = f"{name} lies outside 0 to 1 for {len(wrong)} customers"
        raise InputError("E_PROBABILITY", found, "give probabilities, not percent", wrong)


def _best(facts: pd.DataFrame, groups: list[str], top: int | None, cap: int | None) -> pd.DataFrame:
    by = {"value_at_stake": False, "contribution": False, "inactivity": True}
    ordered = facts.sort_index().sort_values(list(by), ascending=list(by.values()), kind="stable")
    if top is not None:
        ordered = ordered[ordered.groupby("number").cumcount() < top]
    ordered = ordered.assign(place=ordered.groupby(groups).cumcount() + 1)
    if cap is not None:
        ordered = ordered[ordered["place"] <= cap]
    return ordered.sort_values([*groups, "place"], kind="stable")
