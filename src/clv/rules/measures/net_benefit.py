"""Costs against benefits of keeping a customer, and how far the answer hangs on what is assumed."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clv.errors import InputError
from clv.rules.assignment import Assignment

__all__ = ["decide", "net_benefits", "rescue_table"]


def net_benefits(
    margin: "pd.Series[float]",
    value: "pd.Series[float]",
    effort: "pd.Series[float]",
    supply: "pd.Series[float]",
    uplift: float,
) -> pd.DataFrame:
    """Net benefit of rescuing and of leaving, and the uplift at which rescue begins to pay.

    Parameters
    ----------
    margin
        Expected margin over the horizon times the chance of being active; money, one a customer.
    value
        Strategic value, money, counted only where the customer is held.
    effort, supply
        Cost of time and marketing; cost of keeping the customer supplied; money.
    uplift
        By which share a rescue raises the margin.

    Returns
    -------
    pandas.DataFrame
        margin, value, effort, leave, rescue (money), break_even (share, 0 and more; NaN where the
        margin is not positive, so that no uplift pays).

    Examples
    --------
    >>> parts = [pd.Series([number]) for number in (100.0, 0.0, 20.0, 5.0)]
    >>> net_benefits(*parts, uplift=0.1).loc[0, ["leave", "rescue", "break_even"]].tolist()
    [95.0, 85.0, 0.2]
    """
    leave = margin - supply
    needed = leave.clip(lower=0) - leave + effort - value
    return pd.DataFrame(
        {
            "margin": margin,
            "value": value,
            "effort": effort,
            "leave": leave,
            "rescue": leave + uplift * margin + value - effort,
            "break_even": (needed / margin.where(margin > 0)).clip(lower=0),
        }
    )


def decide(found: pd.DataFrame) -> "pd.Series[str]":
    """Choose for each customer what nets most; of equal benefits the one that costs less.

    Parameters
    ----------
    found
        The table of `net_benefits`.

    Returns
    -------
    pandas.Series of str
        rescue, keep (at zero effort) or release.

    Examples
    --------
    >>> decide(pd.DataFrame({"leave": [5.0, 5.0, -1.0], "rescue": [6.0, 5.0, 0.0]})).tolist()
    ['rescue', 'keep', 'release']
    """
    rescue = found["rescue"] > found["leave"].clip(lower=0)
    cells = np.select([rescue, found["leave"] > 0], ["rescue", "keep"], default="release")
    return pd.Series(cells, index=found.index, dtype="str", name="cell")


def rescue_table(
    assignment: Assignment,
    uplifts: Sequence[float] = (0.0, 0.05, 0.1, 0.2, 0.5),
    costs: Sequence[float] = (0.5, 1.0, 2.0),
    draws: int = 500,
    seed: int = 0,
) -> pd.DataFrame:
    """Say how the decisions and their total change with the uplift and the costs.

    Parameters
    ----------
    assignment
        Labels of `RescueOrRelease`; those who are shown apart do not count.
    uplifts
        Uplifts of the margin by a rescue.
    costs
        Factors on the cost of supply, time and marketing.
    draws, seed
        Resamples of the customers behind the interval, and their seed.

    Returns
    -------
    pandas.DataFrame
        One row for each uplift and each factor: uplift, costs, rescue, keep, release (customers),
        total (net benefit of all decisions, money), low, high (95% interval over resampled
        customers; it says nothing of doubt in the margins themselves).

    Raises
    ------
    InputError
        ``E_DRAWS`` for fewer than one draw, ``E_EMPTY`` where nobody was judged, ``E_SYSTEM`` for
        labels of another system, ``E_ASSUMED`` for uplifts or costs that are none.

    Examples
    --------
    >>> from clv.rules.systems.rescue import RescueOrRelease
    >>> features = pd.DataFrame(
    ...     {
    ...         "active_share": [0.9, 0.9, 0.2, 0.2],
    ...         "contribution": [900.0, 800.0, 70.0, 30.0],
    ...         "expected_margin": [500.0, 400.0, 0.0, 50.0],
    ...     }
    ... ).assign(purchases=2, periods_observed=9, mean_amount=30.0)
    >>> features = features.assign(tenure=90, inactivity=9, median_gap=9.0)
    >>> rules = RescueOrRelease(hourly_cost=10, marketing=0, supply=5).fit(features)
    >>> rescue_table(rules.assign(features), uplifts=[0.05, 0.2], costs=[1]).iloc[:, :6]
       uplift  costs  rescue  keep  release  total
    0    0.05      1       0     1        1   45.0
    1    0.20      1       1     0        1   50.0
    """
    judged = assignment.scores[assignment.states.eq("")]
    if draws < 1:
        raise InputError("E_DRAWS", f"{draws} draws make no interval", "ask for 500 or more")
    if "margin" not in judged:
        raise InputError(
            "E_SYSTEM", f"{assignment.system.id} weighs no costs", "give labels of RescueOrRelease"
        )
    _check_assumed(uplifts, costs)
    if judged.empty:
        raise InputError("E_EMPTY", "no customer was judged", "label customers with some in EIV")
    supply = judged["margin"] - judged["leave"]
    rows, nets = [], []
    for uplift in uplifts:
        for factor in costs:
            effort = factor * judged["effort"]
            found = net_benefits(judged["margin"], judged["value"], effort, factor * supply, uplift)
            nets.append(found[["rescue", "leave"]].max(axis=1).clip(lower=0))
            chosen = decide(found)
            counts = {cell: int(chosen.eq(cell).sum()) for cell in ("rescue", "keep", "release")}
            rows.append({"uplift": uplift, "costs": factor, **counts})
    net = pd.concat(nets, axis=1).to_numpy()
    low, high = np.quantile(_resampled(net, draws, seed), [0.025, 0.975], axis=0)
    return pd.DataFrame(rows).assign(total=net.sum(axis=0), low=low, high=high)


def _check_assumed(uplifts: Sequence[float], costs: Sequence[float]) -> None:
    wrong = [number for number in (*uplifts, *costs) if not 0 <= number < np.inf]
    if wrong or not (len(uplifts) and len(costs)):
        raise InputError(
            "E_ASSUMED",
            "uplifts and costs are no list of numbers from 0 on",
            "give one or more of each",
            wrong,
        )


def _resampled(net: NDArray[np.float64], draws: int, seed: int) -> NDArray[np.float64]:
    """Totals over customers drawn with replacement, shape (draws, columns of net)."""
    net = net[np.lexsort(net.T)]  # by content: the order of rows must not change the draws
    generator, n = np.random.default_rng(seed), len(net)
    drawn = (np.bincount(generator.integers(0, n, n), minlength=n) for _ in range(draws))
    return np.array([weights @ net for weights in drawn])
