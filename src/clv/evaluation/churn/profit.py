"""Whom to contact against churn, and what that brings, held against who churned."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from clv.errors import InputError
from clv.evaluation.bootstrap import interval, resample
from clv.evaluation.churn._plans import curve_table, plans_of, profits, strategy_table, worth_of
from clv.evaluation.churn.gathering import differences
from clv.evaluation.churn.matching import matched
from clv.evaluation.churn.offers import RetentionOffer
from clv.evaluation.churn.ranked import from_the_top

__all__ = ["ProfitCurve", "profit_curve"]

# finer where budgets are small
_SHARES = (*np.arange(0, 0.1, 0.0025).round(4).tolist(), *np.linspace(0.1, 1, 91).round(2).tolist())


@dataclass(frozen=True, eq=False)
class ProfitCurve:
    """What contacting the first so many customers of a ranking brought.

    Parameters
    ----------
    curve
        One row a ranking and share: ranking, share (of the customers contacted), contacts,
        expected (what the forecasts promised), profit (what came of it), lower, upper; money.
    strategies
        Indexed by strategy: contacts, share, expected, profit, lower, upper. The strategies are
        ``nobody``, ``everybody``, ``random`` (as many as the first ranking contacts, drawn by lot),
        each ranking's own plan, and ``hindsight: ...``, the highest point of its curve. A plan
        contacts as many as promise most by the forecasts, so it knows no outcome; hindsight chooses
        the number after the outcome, and nobody could have had it.
    differences
        Indexed by strategy and against, without hindsight: value (money), lower, upper, clear. The
        intervals hold together (Bonferroni).
    offer
        What was assumed.
    """

    curve: pd.DataFrame
    strategies: pd.DataFrame
    differences: pd.DataFrame
    offer: RetentionOffer

    @property
    def sentence(self) -> str:
        """What the first ranking's plan brought, and whether that is clearly more than no plan."""
        name = str(self.strategies.index[3])
        plan = self.strategies.loc[[name]].iloc[0].to_dict()
        profit = self.strategies["profit"].to_dict()
        more = self.differences["lower"].gt(0).xs(name).to_dict()
        shown = {"nobody": "nobody", "everybody": "everybody", "random": "as many at random"}
        told = ", ".join(
            f"{'clearly' if more[other] else 'not clearly'} more than contacting {words} "
            f"({_money(profit[other])})"
            for other, words in shown.items()
        )
        return (
            f"Contacting {plan['contacts']:,.0f} customers ({plan['share']:.0%}) by {name} brings "
            f"{_money(plan['profit'])} ({_money(plan['lower'])} to {_money(plan['upper'])}) where "
            f"{_money(plan['expected'])} was promised: {told}."
        )


def _money(amount: float) -> str:
    return f"{amount:,.0f}" if abs(amount) >= 1000 else f"{amount:.3g}"


def profit_curve(  # noqa: PLR0913
    probability: "pd.Series[float] | Mapping[str, pd.Series[float]]",
    churned: "pd.Series[bool]",
    value: "pd.Series[float]",
    contact_cost: float,
    offer_cost: float,
    success: float,
    *,
    taken_anyway: float = 1.0,
    shares: Sequence[float] = _SHARES,
    draws: int = 500,
    seed: int = 0,
    level: float = 0.95,
) -> ProfitCurve:
    """Say what retention offers bring when they go to the top of a ranking.

    Parameters
    ----------
    probability
        Probability of churn of every customer, stated at the cut: customers are then ranked by
        ``expected gain`` and by ``risk``. Or by name of several models: they are ranked by the gain
        that each expects.
    churned
        Who churned after the cut.
    value
        What each customer is worth over the horizon if kept, money, as expected at the cut; not a
        forecast that has the risk of churn in it already.
    contact_cost, offer_cost, success, taken_anyway
        What is assumed of the campaign: see `RetentionOffer`.
    shares
        Shares of the customers at which the curve is drawn, 0 to 1.
    draws
        Resamples of customers behind the intervals; the plans stay as they are.
    seed
        Seed of the resamples.
    level
        Level of the intervals, 0 to 1.

    Returns
    -------
    ProfitCurve
        Curve, strategies and their differences.

    Raises
    ------
    InputError
        As `judge_churn`, and ``E_COMPETITORS`` for a model named as a strategy is; ``E_ASSUMED``
        for an assumption that cannot be, ``E_PARAMETER`` for a share outside 0 to 1, ``E_VALUE``
        for a customer without a finite value or with two.

    Notes
    -----
    Profit after Neslin et al. (2006) with each customer's own value; nobody was contacted in the
    data, so the response is assumed and only churn itself was observed.

    Examples
    --------
    >>> ids = ["a", "b", "c"]
    >>> risk, worth = pd.Series([0.9, 0.8, 0.1], ids), pd.Series([10.0, 100.0, 100.0], ids)
    >>> churned = pd.Series([True, True, False], ids)
    >>> found = profit_curve(risk, churned, worth, 1, 5, success=0.5, draws=20)
    >>> found.strategies.loc[["everybody", "expected gain", "risk"], "profit"].tolist()
    [42.0, 48.0, 48.0]
    >>> found.strategies.loc[["expected gain", "risk"], "contacts"].tolist()
    [2.0, 2.0]
    """
    offer = RetentionOffer(contact_cost, offer_cost, success, taken_anyway)
    given = probability if isinstance(probability, Mapping) else {"": probability}
    event, stated = matched(given, churned)
    worth, at = worth_of(value, churned), np.asarray(shares, dtype=np.float64)
    if not ((at >= 0) & (at <= 1)).all():
        raise InputError("E_PARAMETER", "a share is not from 0 to 1", "give shares", list(at))
    plans, gained = plans_of(stated, worth, offer), offer.gain(event.astype(np.float64), worth)
    statistic = partial(
        profits,
        np.column_stack([0 * gained, gained, *(gained * plan.chosen for plan in plans)]),
        plans[0].chosen.mean(),
        [from_the_top(plan.score, gained) for plan in plans],
        at,
    )
    values, k = statistic(np.ones(len(gained))), len(plans)
    samples = resample(statistic, len(gained), draws, seed)
    lower, upper = interval(samples, level)
    found = pd.DataFrame({"profit": values, "lower": lower, "upper": upper})
    strategies = strategy_table(plans, gained, found[: 3 + 2 * k])
    rivals = 3 + k
    gaps, _ = differences(
        values[None, :rivals],
        samples[:, None, :rivals],
        list(strategies.index[:rivals]),
        level,
        ["profit"],
    )
    gaps = gaps.droplevel("metric").rename_axis(["strategy", "against"])
    return ProfitCurve(curve_table(plans, at, found[3 + 2 * k :]), strategies, gaps, offer)
