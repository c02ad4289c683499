"""What a better division of the hours would bring, and how far that is known."""

from collections.abc import Iterator, Mapping
from statistics import NormalDist
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clv.actions._known import known
from clv.actions._response import check_elasticity, useful
from clv.actions.time_split import optimal_hours, optimal_minutes
from clv.errors import InputError
from clv.rules import STATES, Assignment
from clv.rules.measures.hours import split_hours

__all__ = ["gain_of_optimum"]

Floats: TypeAlias = NDArray[np.floating[Any]]

_CASES = 101
_LIMITS_HOLD = 0.95
# Multiples of these spread evenly over the square, without a random number (Roberts 2018).
_STEPS = (0.7548776662466927, 0.5698402909980532)


def gain_of_optimum(
    values: "pd.Series[float] | pd.DataFrame",
    assignment: Assignment,
    hours: float,
    weights: Mapping[str, float] | None = None,
    elasticity: tuple[float, float] = (0.3, 0.7),
    cap_minutes: float | None = None,
    level: float = 0.9,
) -> pd.DataFrame:
    """Compare the best division of the hours with that by fixed weights, in money.

    A customer given h hours returns ``value * h ** elasticity``: the value is what an hour would
    move. The best division is planned as it must be, on the middle of what is known, and then
    judged under everything that may be true instead. A gain below 0 is therefore possible, and
    means that the plan would have been worse than the weights.

    Parameters
    ----------
    values
        Money that an hour moves with each customer; negative counts as nothing. Or a table: with
        columns ``lower`` and ``upper`` behind that of the value, as `clv.valuation.value_intervals`
        makes it (limits of 95%, the doubt being one and the same for all customers), or with one
        column a draw.
    assignment
        Customers in the cells of the weights; those without a cell get no time by either plan.
    hours
        Hours available, positive.
    weights
        By cell; by default those of T4.
    elasticity
        The least and the most that it may be, all between being equally likely.
    cap_minutes
        At most so many minutes for a customer, in every plan.
    level
        Probability between the limits, in (0, 1).

    Returns
    -------
    pandas.DataFrame
        Rows ``by_cell`` and ``by_customer``, the two ways to plan; fixed and optimal (return of
        either at the middle), gain (their difference), gain_lower, gain_upper, share (gain as a
        share of fixed), share_lower, share_upper.

    Raises
    ------
    InputError
        ``E_ELASTICITY``, ``E_PROBABILITY``, and as `optimal_minutes` and `split_hours`.

    Examples
    --------
    >>> from clv.rules import ContributionStability
    >>> facts = {"purchases": 9, "active_share": [0.9, 0.2], "contribution": [90.0, 10.0]}
    >>> table = pd.DataFrame(facts | {"tenure": 300, "periods_observed": 9}, index=["ada", "bo"])
    >>> placed = ContributionStability().fit(table).assign(table)
    >>> print(f"{gain_of_optimum(table['contribution'], placed, 40).loc['by_cell', 'share']:.1%}")
    3.2%
    """
    low, high = elasticity
    check_elasticity(low, high)
    if high < low:
        raise InputError("E_ELASTICITY", "the range runs backwards", "give the least first", [low])
    if not 0 < level < 1:
        raise InputError("E_PROBABILITY", "level is no probability", "choose 0.9", [level])
    cell = assignment.labels[~assignment.labels.isin(STATES)]
    middle, cases = _cases(values, cell.index)
    plans = _plans(middle, cell, hours, weights, (low + high) / 2, cap_minutes)
    found = [_returns(plans, middle.to_numpy(), (low + high) / 2)]
    found += [_returns(plans, value, low + (high - low) * at) for value, at in cases]
    return _table(np.array(found), level)


def _cases(
    values: "pd.Series[float] | pd.DataFrame", customers: pd.Index
) -> "tuple[pd.Series[float], Iterator[tuple[Floats, float]]]":
    """The middle value of each customer, and values with a place for the elasticity from 0 to 1."""
    table = values.to_frame("value") if isinstance(values, pd.Series) else values
    if not len(table.columns):
        raise InputError("E_UNKNOWN", "there are no values", "give one column or more")
    columns = [known(table[name], customers, str(name)) for name in table]
    by_draw = len(columns) > 1 and not {"lower", "upper"} <= set(table)
    middle = pd.concat(columns, axis=1).mean(axis=1) if by_draw else columns[0]
    middle = pd.Series(useful(middle), customers)
    if by_draw:
        draws = (column.to_numpy(float).clip(min=0) for column in columns)
        return middle, ((v, (k + 1) * _STEPS[0] % 1) for k, v in enumerate(draws))
    value = middle.to_numpy()
    named = dict(zip(table, columns, strict=True))
    lower, upper = (named.get(name, middle).to_numpy(float) for name in ("lower", "upper"))
    return middle, _between(value, value - lower, upper - value)


def _between(value: Floats, down: Floats, up: Floats) -> Iterator[tuple[Floats, float]]:
    """Values on normal scales whose limits are those given, one scale to each side."""
    limit = NormalDist().inv_cdf((1 + _LIMITS_HOLD) / 2)
    for number in range(1, _CASES + 1):
        away = NormalDist().inv_cdf(number * _STEPS[1] % 1) / limit
        moved = value + away * (up if away > 0 else down)
        yield moved.clip(min=0), number * _STEPS[0] % 1


def _plans(
    middle: "pd.Series[float]",
    cell: "pd.Series[str]",
    hours: float,
    weights: Mapping[str, float] | None,
    elasticity: float,
    cap: float | None,
) -> tuple[Floats, ...]:
    """Hours of each customer by fixed weights, by the best ones, and by the best for each."""
    size = cell.value_counts()
    fixed = split_hours(size, hours, weights, cap)
    best = optimal_hours(size, middle.groupby(cell).mean(), hours, elasticity, cap)
    by_cell = (cell.map(plan["minutes_per_customer"]) for plan in (fixed, best))
    each = optimal_minutes(middle, hours, elasticity, cap)
    return tuple(plan.to_numpy(float) / 60 for plan in (*by_cell, each))


def _returns(plans: tuple[Floats, ...], value: Floats, elasticity: float) -> list[float]:
    return [float(value @ plan**elasticity) for plan in plans]


def _table(returns: Floats, level: float) -> pd.DataFrame:
    fixed, plans = returns[:, :1], returns[:, 1:]
    gain = plans - fixed
    share = np.divide(gain, fixed, out=np.full(gain.shape, np.nan), where=fixed > 0)
    tails = [(1 - level) / 2, (1 + level) / 2]
    table = {"fixed": fixed[0].repeat(2), "optimal": plans[0]}
    for name, found in (("gain", gain), ("share", share)):
        lower, upper = np.nanquantile(found, tails, axis=0)
        table |= {name: found[0], f"{name}_lower": lower, f"{name}_upper": upper}
    return pd.DataFrame(table, index=pd.Index(["by_cell", "by_customer"], name="plan"))
