"""Resamples of customers in the order in which they would be served."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from clv.evaluation.metrics.base import Floats, by_level

__all__ = ["Levels", "contact_values", "mean_value", "ranked"]

_LEAST = 1e-12


@dataclass(frozen=True, eq=False)
class Levels:
    """Customers who rank equally stand together, the best first.

    Parameters
    ----------
    people, money
        Shape (..., levels): how many they are, and what they spent later.
    worth
        What was expected of one of them as a multiple of the mean, shape (levels,) or that of the
        others.
    """

    people: Floats
    money: Floats
    worth: Floats

    @cached_property
    def reach(self) -> Floats:
        """People down to each level, from 0; shape (..., 1 + levels)."""
        return _from_zero(self.people)

    @cached_property
    def held(self) -> Floats:
        """Their money; shape (..., 1 + levels)."""
        return _from_zero(self.money)

    def held_by(self, first: Floats) -> Floats:
        """Money of the first customers; of a level at the edge in proportion.

        Parameters
        ----------
        first
            How many they are, shape (..., numbers).

        Returns
        -------
        numpy.ndarray
            Shape (..., numbers).
        """
        rows = (part.reshape(-1, part.shape[-1]) for part in (first, self.reach, self.held))
        return np.reshape([np.interp(*row) for row in zip(*rows, strict=True)], first.shape)

    def top_share(self, top: float) -> Floats:
        """Share of the money that the first customers hold, as `top_share`.

        Parameters
        ----------
        top
            Share of the customers, 0 to 1.

        Returns
        -------
        numpy.ndarray
            Shape (...).
        """
        with np.errstate(invalid="ignore", divide="ignore"):
            held = self.held_by(top * self.reach[..., -1:])
            return np.asarray(held[..., 0] / self.held[..., -1])

    def gini(self) -> Floats:
        """Twice the area between concentration curve and line of equal shares, unscaled.

        Returns
        -------
        numpy.ndarray
            Shape (...).
        """
        middle = self.people.cumsum(axis=-1) - self.people / 2
        half = self.people.sum(axis=-1, keepdims=True) / 2
        gain = (self.money * (half - middle)).sum(axis=-1)
        least = _LEAST * np.abs(self.money).sum(axis=-1) * half[..., 0]
        return np.where(np.abs(gain) > least, gain, 0.0)

    def gains(self, budgets: tuple[float, ...], costs: tuple[float, ...]) -> Floats:
        """Later money less cost of those contacted, in means of the later money of a customer.

        Parameters
        ----------
        budgets
            Largest shares of the customers contacted.
        costs
            Of a contact, in the same means; those worth no more than it are never contacted.

        Returns
        -------
        numpy.ndarray
            Shape (..., budgets, costs), a customer.
        """
        everyone, total = self.reach[..., -1:], self.held[..., -1:]
        worthy = [self._worth_more_than(cost) for cost in costs]
        first = np.stack([np.minimum(b * everyone, each) for b in budgets for each in worthy], -1)
        first = first[..., 0, :]
        with np.errstate(invalid="ignore", divide="ignore"):
            gain = self.held_by(first) / total - np.tile(costs, len(budgets)) * first / everyone
        return np.asarray(gain.reshape(*gain.shape[:-1], len(budgets), len(costs)))

    def _worth_more_than(self, cost: float) -> Floats:
        """Number of customers, shape (..., 1)."""
        levels = (self.worth > cost).sum(axis=-1)[..., None]
        at = np.broadcast_to(levels, (*self.people.shape[:-1], 1))
        return np.asarray(np.take_along_axis(self.reach, at, axis=-1))


def ranked(money: Floats, score: ArrayLike, counts: Floats) -> Levels:
    """Put customers in order.

    Parameters
    ----------
    money
        What each spent later, shape (customers,).
    score
        Higher where more is expected, shape (customers,).
    counts
        How often each customer counts, shape (..., customers).

    Returns
    -------
    Levels
        ``worth`` is the score over its mean.
    """
    expected = np.asarray(score, dtype=np.float64)
    people, held = (part[..., ::-1] for part in by_level(expected, counts, counts * money))
    mean = (counts @ expected / counts.sum(axis=-1))[..., None]
    with np.errstate(invalid="ignore", divide="ignore"):
        worth = np.unique(expected)[::-1] / mean
    return Levels(people, held, worth)


def contact_values(
    levels: Levels, foresight: Floats, budgets: tuple[float, ...], costs: tuple[float, ...]
) -> Floats:
    """Gain of contacts over chance, by budget and cost, as `decision_value`.

    Parameters
    ----------
    levels
        The order in which customers would be contacted.
    foresight
        Gains of the order by what they did spend, shape (..., budgets, costs).
    budgets
        Largest shares of the customers contacted.
    costs
        Of a contact, in means of the later spend of a customer.

    Returns
    -------
    numpy.ndarray
        Shape (..., budgets, costs); NaN where even foresight gains nothing.
    """
    # all customers are worth the mean to whoever cannot tell them apart
    chance = np.outer(budgets, np.maximum(1 - np.array(costs), 0))
    won, best = levels.gains(budgets, costs) - chance, foresight - chance
    return np.asarray(np.divide(won, best, out=np.full_like(best, np.nan), where=best > _LEAST))


def mean_value(values: Floats) -> Floats:
    """Mean over budgets and costs, leaving out those at which nothing is to be gained.

    Parameters
    ----------
    values
        As of `contact_values`.

    Returns
    -------
    numpy.ndarray
        Shape (...); NaN where nothing is to be gained at all.
    """
    known = ~np.isnan(values)
    total, number = (part.sum(axis=(-2, -1)) for part in (np.where(known, values, 0), known))
    empty = np.full_like(total, np.nan)
    return np.asarray(np.divide(total, number, out=empty, where=number > 0))


def _from_zero(values: Floats) -> Floats:
    nothing = np.zeros((*values.shape[:-1], 1))
    return np.concatenate([nothing, values.cumsum(axis=-1)], axis=-1)
