"""Resamples of customers, added up by group and by how often they hold a customer.

No score of a grouping needs more of a resample than these sums. They are kept apart by the number
of copies, because all copies of a customer are left out together: nobody is told by a copy of
oneself.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clv.evaluation.metrics.base import Floats

__all__ = ["Resample", "Sums", "activity_gained", "add_up", "explained"]

_LEAST = 1e-12


class Resample:
    """Some resamples of customers, and what the customers did later.

    Parameters
    ----------
    counts
        How often each customer occurs, whole numbers of shape (draws, customers).
    log_spend, spend, active
        What they did, shape (customers,); 0 for nothing.
    """

    def __init__(self, counts: Floats, log_spend: Floats, spend: Floats, active: Floats) -> None:
        self.copies = counts.astype(np.intp)
        self.most = int(self.copies.max())
        # many customers do nothing later: they are counted, and add nothing to the other sums
        self.some = np.flatnonzero((log_spend != 0) | (spend != 0) | (active != 0))
        self.some_copies = self.copies[:, self.some]
        self.columns = [column[self.some] for column in (active, log_spend, log_spend**2, spend)]


@dataclass(frozen=True, eq=False)
class Sums:
    """Sums over different customers.

    Parameters
    ----------
    people, active, log_spend, squared, spend
        Each of shape (draws, groups, copies), copies being 0, 1, 2, ...
    """

    people: Floats
    active: Floats
    log_spend: Floats
    squared: Floats
    spend: Floats

    @property
    def copies(self) -> Floats:
        """0, 1, 2, ..."""
        return np.arange(self.people.shape[-1], dtype=np.float64)

    def over(self, values: Floats) -> Floats:
        """Sum over customers and their copies.

        Parameters
        ----------
        values
            One of the sums.

        Returns
        -------
        numpy.ndarray
            Shape (draws, groups).
        """
        return np.asarray(values @ self.copies)

    def joined(self, into: NDArray[np.intp]) -> "Sums":
        """Join groups.

        Parameters
        ----------
        into
            New group of each group, numbered 0, 1, 2, ...

        Returns
        -------
        Sums
            By new group.
        """
        member = (into == np.arange(int(into.max()) + 1)[:, None]).astype(np.float64)
        parts = (self.people, self.active, self.log_spend, self.squared, self.spend)
        return Sums(*(np.asarray(member @ part) for part in parts))


def add_up(sample: Resample, groups: NDArray[np.intp]) -> Sums:
    """Add up by group.

    Parameters
    ----------
    sample
        Resamples of the customers.
    groups
        Group of every customer, numbered 0, 1, 2, ...

    Returns
    -------
    Sums
        Of every resample.
    """
    width = sample.most + 1
    size = (int(groups.max()) + 1) * width
    everyone, some = groups * width, groups[sample.some] * width
    people = [np.bincount(everyone + row, minlength=size) for row in sample.copies]
    cells = [some + row for row in sample.some_copies]
    rest = [[np.bincount(cell, column, size) for cell in cells] for column in sample.columns]
    tables = (np.array(part, dtype=np.float64) for part in (people, *rest))
    return Sums(*(table.reshape(len(people), -1, width) for table in tables))


def explained(sums: Sums) -> Floats:
    """R² of the log spend where each is told by the others, as `r2_log_spend`.

    Parameters
    ----------
    sums
        By group.

    Returns
    -------
    numpy.ndarray
        Shape (draws,).
    """
    size, total = sums.over(sums.people), sums.over(sums.log_spend)
    blind = _left_out(sums, size.sum(-1, keepdims=True), total.sum(-1, keepdims=True))
    alone = size[..., None] == sums.copies
    error = np.where(alone, blind, _left_out(sums, size, total))
    square = (sums.squared * sums.copies).sum(axis=(1, 2))
    spread, wrong = blind.sum(axis=(1, 2)), error.sum(axis=(1, 2))
    known = spread > _LEAST * square  # less is what rounding leaves of equal spends
    share = np.divide(wrong, spread, out=np.full_like(spread, np.nan), where=known)
    return np.asarray(1 - share)


def activity_gained(sums: Sums) -> Floats:
    """Log loss saved where each is told by the others, as `activity_gain`.

    Parameters
    ----------
    sums
        By group.

    Returns
    -------
    numpy.ndarray
        Shape (draws,), nats a customer.
    """
    size, found = sums.over(sums.people), sums.over(sums.active)
    everyone, buyers = (part.sum(-1)[:, None, None] for part in (size, found))
    gain = np.zeros_like(sums.people)
    for done, who in ((1, sums.active), (0, sums.people - sums.active)):
        base = _rate(sums, everyone, buyers, done, 0.5)
        own = _rate(sums, size[..., None], found[..., None], done, base)
        gain += who * (np.log(own / base) if done else np.log((1 - own) / (1 - base)))
    return np.asarray((sums.copies * gain).sum(axis=(1, 2)) / everyone[:, 0, 0])


def _left_out(sums: Sums, size: Floats, total: Floats) -> Floats:
    """Squared errors of the mean of the others, summed over customers and their copies."""
    n, t, k = size[..., None], total[..., None], sums.copies
    with np.errstate(invalid="ignore", divide="ignore"):
        square = n**2 * sums.squared - 2 * n * t * sums.log_spend + t**2 * sums.people
        return np.asarray(k * square / (n - k) ** 2)


def _rate(sums: Sums, size: Floats, found: Floats, done: int, prior: Floats | float) -> Floats:
    """Share of buyers among the others and one more, who buys with the prior probability."""
    others = np.maximum(size - sums.copies, 0)
    buyers = np.clip(found - done * sums.copies, 0, others)
    return np.asarray((buyers + prior) / (others + 1))
