"""The models' stories, told literally: at which ages each customer buys again.

A story takes the parameters (numbers, or one for each customer), the age T of each customer at the
end and a generator. It returns customer and age of each repeat purchase, in order of both.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np

from clv.errors import InputError
from clv.models import BGBB, BGCNBD, BGNBD, MBGCNBD, MBGNBD, NBD, SBG, FittedModel, ParetoNBD
from clv.models._maths.arrays import BoolArray, FloatArray, IntArray

__all__ = ["STORIES", "Purchases", "Story", "rank_within", "story_of"]

Purchases = tuple[IntArray, FloatArray]
Theta = Mapping[str, FloatArray]


@dataclass(frozen=True)
class Story:
    """A model as a story.

    Parameters
    ----------
    model
        Its class, which knows the parameters and how covariates move them.
    tell
        Maps parameters, T of shape (n,) and a generator to the repeat purchases.
    whole
        Whether time passes in whole periods.
    """

    model: type[FittedModel]
    tell: Callable[[Theta, FloatArray, np.random.Generator], Purchases]
    whole: bool = False


def story_of(kind: str) -> Story:
    """Return the story of a kind of model; ``E_MODEL`` where there is none."""
    if kind not in STORIES:
        known = ", ".join(STORIES)
        raise InputError(
            "E_MODEL", "no such model can be simulated", f"choose from {known}", [kind]
        )
    return STORIES[kind]


def _dropping_out(
    theta: Theta, T: FloatArray, rng: np.random.Generator, *, at_start: bool = False
) -> Purchases:
    """Throw a coin after each purchase; each is the k-th of the stages that pass at the rate."""
    rate = rng.gamma(theta["r"], 1 / theta["alpha"], T.size)
    dropout = rng.beta(theta["a"], theta["b"], T.size)
    owner, age = _arrivals(rate, T, rng)
    if "k" in theta:
        complete = (rank_within(owner) + 1) % theta["k"] == 0
        owner, age = owner[complete], age[complete]
    kept = _until_first(rng.random(owner.size) < dropout[owner], owner)
    if at_start:
        kept &= (rng.random(T.size) >= dropout)[owner]
    return owner[kept], age[kept]


def _dying(theta: Theta, T: FloatArray, rng: np.random.Generator) -> Purchases:
    """Buy at a rate until an exponential lifetime is over (Schmittlein and others 1987)."""
    rate = rng.gamma(theta["r"], 1 / theta["alpha"], T.size)
    death = rng.gamma(theta["s"], 1 / theta["beta"], T.size)
    with np.errstate(divide="ignore", over="ignore"):
        lifetime = rng.exponential(size=T.size) / death
    return _arrivals(rate, np.minimum(T, lifetime), rng)


def _never_leaving(theta: Theta, T: FloatArray, rng: np.random.Generator) -> Purchases:
    """Buy at a rate for ever (Ehrenberg 1959)."""
    return _arrivals(rng.gamma(theta["r"], 1 / theta["alpha"], T.size), T, rng)


def _taking_chances(theta: Theta, T: FloatArray, rng: np.random.Generator) -> Purchases:
    """Live on or not before each opportunity, then buy or not (Fader and others 2010)."""
    buying = rng.beta(theta["alpha"], theta["beta"], T.size)
    owner, age = _periods_alive(rng.beta(theta["gamma"], theta["delta"], T.size), T, rng)
    bought = rng.random(owner.size) < buying[owner]
    return owner[bought], age[bought]


def _renewing(theta: Theta, T: FloatArray, rng: np.random.Generator) -> Purchases:
    """Renew a contract at the end of each period or not (Fader and Hardie 2007)."""
    return _periods_alive(rng.beta(theta["alpha"], theta["beta"], T.size), T, rng)


def _arrivals(rate: FloatArray, T: FloatArray, rng: np.random.Generator) -> Purchases:
    """Return the events of Poisson processes until T."""
    arrivals = rng.poisson(rate * T)
    owner = np.repeat(np.arange(T.size), arrivals)
    # Given their number, arrivals of a Poisson process are uniform over the time. Sorted with their
    # owner before the point, they take a tenth of the time of a sort by two keys.
    share = np.sort(owner + rng.random(owner.size)) - owner
    return owner, share * T[owner]


def _periods_alive(leaving: FloatArray, T: FloatArray, rng: np.random.Generator) -> Purchases:
    """Return the whole periods that each customer survives, up to T, leaving with a probability."""
    with np.errstate(divide="ignore", over="ignore"):
        survived = np.floor(rng.exponential(size=T.size) / -np.log1p(-leaving))
    owner = np.repeat(np.arange(T.size), np.minimum(T, survived).astype(np.int64))
    return owner, rank_within(owner).astype(np.float64) + 1


def rank_within(owner: IntArray) -> IntArray:
    """Number each owner's events from 0; owners are in ascending order."""
    return np.arange(owner.size, dtype=np.int64) - np.searchsorted(owner, owner)


def _until_first(gone: BoolArray, owner: IntArray) -> BoolArray:
    """Mark each owner's purchases up to and with the first after which the owner is gone."""
    before: IntArray = np.cumsum(gone, dtype=np.int64) - gone
    starts = np.searchsorted(owner, owner)
    return np.asarray(before == before[starts], dtype=np.bool_)


_modified = partial(_dropping_out, at_start=True)

STORIES: Mapping[str, Story] = {
    story.model.kind: story
    for story in (
        Story(BGNBD, _dropping_out),
        Story(MBGNBD, _modified),
        Story(BGCNBD, _dropping_out),
        Story(MBGCNBD, _modified),
        Story(ParetoNBD, _dying),
        Story(NBD, _never_leaving),
        Story(BGBB, _taking_chances, whole=True),
        Story(SBG, _renewing, whole=True),
    )
}
"""By the ``kind`` of the model."""
