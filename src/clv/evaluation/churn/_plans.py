"""Plans of whom to contact, made at the cut, and the tables of what became of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clv.errors import InputError
from clv.evaluation.churn.offers import RetentionOffer
from clv.evaluation.churn.ranked import Caller, from_the_top, reached
from clv.evaluation.metrics.base import Floats

__all__ = ["Plan", "curve_table", "plans_of", "profits", "strategy_table", "worth_of"]


@dataclass(frozen=True, eq=False)
class Plan:
    """Customers in line by score, what each is expected to bring, and who is contacted."""

    name: str
    score: Floats
    expected: Floats
    chosen: NDArray[np.bool_]


_TAKEN = ("nobody", "everybody", "random")


def plans_of(stated: Mapping[str, Floats], worth: Floats, offer: RetentionOffer) -> list[Plan]:
    """By expected gain for each model; with one model, which has no name, by risk as well."""
    taken = [name for name in stated if name in _TAKEN or name.startswith("hindsight: ")]
    if taken:
        raise InputError(
            "E_COMPETITORS", "a model is named as a strategy is", "give it another name", taken
        )
    gains = {name: offer.gain(given, worth) for name, given in stated.items()}
    if list(stated) != [""]:
        return [_plan(name, gain, gain) for name, gain in gains.items()]
    return [_plan("expected gain", gains[""], gains[""]), _plan("risk", stated[""], gains[""])]


def _plan(name: str, score: Floats, expected: Floats) -> Plan:
    """Contact down to the score at which the expected gains add up to most."""
    _, gain = from_the_top(score, expected)(np.ones(len(score)))
    levels = np.unique(score)[::-1]
    chosen = score >= levels[gain.argmax()] if gain.max() > 0 else np.zeros(len(score), bool)
    return Plan(name, score, expected, chosen)


def strategy_table(plans: Sequence[Plan], gained: Floats, found: pd.DataFrame) -> pd.DataFrame:
    """Set how many are contacted, and what was expected of it, beside what it brought."""
    n, first, everybody = len(gained), plans[0], plans[0].expected.sum()
    lot = first.chosen.mean()
    rows: dict[str, tuple[float, float]] = {"nobody": (0, 0.0), "everybody": (n, everybody)}
    rows["random"] = (first.chosen.sum(), lot * everybody)
    rows |= {p.name: (p.chosen.sum(), p.expected[p.chosen].sum()) for p in plans}
    for plan in plans:
        people, money = from_the_top(plan.score, gained)(np.ones(n))
        contacts = people[money.argmax()] if money.max() > 0 else 0
        rows[f"hindsight: {plan.name}"] = (contacts, np.nan)
    index = pd.Index(rows, name="strategy")
    table = pd.DataFrame(list(rows.values()), index, ["contacts", "expected"]).astype(float)
    table.insert(1, "share", table["contacts"] / n)
    return table.join(found.set_axis(index))


def curve_table(plans: Sequence[Plan], shares: Floats, found: pd.DataFrame) -> pd.DataFrame:
    """Set what was expected beside what it brought, at each share of each ranking."""
    tables = []
    for plan in plans:
        people, gain = from_the_top(plan.score, plan.expected)(np.ones(len(plan.score)))
        columns = {"share": shares, "contacts": shares * len(plan.score)}
        expected = reached(people, gain, shares)
        tables.append(pd.DataFrame({"ranking": plan.name, **columns, "expected": expected}))
    return pd.concat(tables, ignore_index=True).join(found.reset_index(drop=True))


def profits(
    fixed: Floats, share: float, rankings: Sequence[Caller], at: Floats, weights: Floats
) -> Floats:
    """Profit of nobody, everybody, random, the plans, hindsight, and along the curves."""
    planned = weights @ fixed
    drawn = [totals(weights) for totals in rankings]
    best: list[Floats] = [np.maximum(money.max(axis=-1, keepdims=True), 0.0) for _, money in drawn]
    curves = [reached(people, money, at) for people, money in drawn]
    random = share * planned[..., 1:2]
    return np.concatenate([planned[..., :2], random, planned[..., 2:], *best, *curves], axis=-1)


def worth_of(value: "pd.Series[float]", churned: "pd.Series[bool]") -> Floats:
    if value.index.has_duplicates:
        raise InputError(
            "E_VALUE",
            f"{value.index.duplicated().sum():,} of {len(value):,} values repeat a customer",
            "give each customer one value",
        )
    matched = value.reindex(churned.sort_index().index)
    worth: Floats = np.asarray(matched.to_numpy(na_value=np.nan), dtype=np.float64)
    unknown = ~np.isfinite(worth)
    if unknown.any():
        raise InputError(
            "E_VALUE",
            f"{unknown.sum():,} of {len(worth):,} customers have no finite value",
            "give every customer what he is worth if kept, 0 where nothing is expected",
        )
    return worth
