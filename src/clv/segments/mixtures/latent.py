"""Learned segments: latent classes of purchase histories and spend, with a likelihood for both."""

from typing import Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.utils.validation import check_is_fitted
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from clv.errors import InputError
from clv.segments._learning import check_groups, learners, segment_names, value_order
from clv.segments.mixtures._by_membership import ByMembership
from clv.segments.mixtures._climb import climb
from clv.segments.mixtures._latent import Classes, Lines, doubt, expect, ordered, start
from clv.segments.mixtures._latent_rows import as_lines, drawn_lines, history_rows

__all__ = ["LatentClasses"]

_MOST = 50_000
_SEARCH = 3_000
_ROUNDS = 200
_TOLERANCE = 2e-6


class LatentClasses(ByMembership):
    """A mixture of classes that differ in how often, how long and for how much they buy.

    Within a class repeat purchases come at a constant rate, customers leave with a constant
    probability after each purchase, and mean spend is lognormal around the class's level, the
    more closely the more purchases it is the mean of. So customers enter with the likelihood of
    what was seen: how many purchases, the last one when, observed for how long, at which mean
    spend. Spend that is unknown or not above zero says nothing about the class.

    A class is how a customer buys while a customer, not whether there still is one; compare it
    with groupings that look at silence. Customers of a class are alike, so continuous differences
    are cut into steps: BIC asks for several classes even where there are no segments at all.
    Sources: Wedel and Kamakura, Market Segmentation (2000), chapters 6 and 7; Schmittlein,
    Morrison and Colombo (1987) for the rate, Batislam, Denizel and Filiztekin (2007) for leaving.

    It learns from 50,000 customers at most, chosen by a hash of their ids; the order of the rows
    changes nothing, the unit of money nothing but ``median_amount``.

    Parameters
    ----------
    n_groups
        How many classes, 1 or more.
    seed
        Seed of the starts.
    starts
        Starts that are tried on 3,000 customers; the best one is followed to the end on all.

    Attributes
    ----------
    classes_ : pandas.DataFrame
        Indexed by class: share (of customers, 0 to 1), rate (repeat purchases in 365 days while a
        customer), dropout (probability of leaving after a purchase), median_amount (a typical
        customer's mean spend; NaN where the table has no money).
    loglik_, bic_, icl_ : float
        Log likelihood; Bayesian information criterion and integrated classification likelihood
        (BIC plus twice the entropy of the memberships), where low is good.
    path_ : tuple of float
        Log likelihoods of the last climb, never falling.
    converged_ : bool
        Whether the climb came to rest.
    learned_from_, without_spend_ : int
        Customers learned from, and those among them whose spend says nothing.

    Examples
    --------
    >>> table = pd.DataFrame(
    ...     {
    ...         "purchases": [1, 1, 9, 8, 1, 9],
    ...         "inactivity": [200, 220, 5, 9, 210, 6],
    ...         "tenure": [200, 220, 215, 209, 210, 196],
    ...         "mean_amount": [10.0, 12.0, 30.0, 25.0, 11.0, 28.0],
    ...     },
    ...     index=list("abcdef"),
    ... )
    >>> LatentClasses(2).fit(table).labels(table).to_dict()
    {'a': 'S2', 'b': 'S2', 'c': 'S1', 'd': 'S1', 'e': 'S2', 'f': 'S1'}
    """

    def __init__(self, n_groups: int = 4, seed: int = 0, starts: int = 5) -> None:
        self.n_groups = n_groups
        self.seed = seed
        self.starts = starts

    def fit(self, table: pd.DataFrame) -> Self:
        """Learn the classes.

        Parameters
        ----------
        table
            One row a customer as `clv.customers.describe` makes it, without a window: purchases
            (count, 1 or more), inactivity and tenure (days), mean_amount (money).

        Returns
        -------
        LatentClasses
            Itself, with the attributes above.

        Raises
        ------
        InputError
            As `finite_values` (mean_amount may be missing), ``E_HISTORY`` for a history that
            cannot be, ``E_TOO_FEW`` for fewer different customers than classes, ``E_GROUPS`` for
            less than one class.
        """
        check_groups(self.n_groups)
        known = learners(table, _MOST)
        self.learned_from_ = len(known)
        rows = history_rows(known)
        lines = as_lines(*np.unique(rows, axis=0, return_counts=True))
        if len(lines.x) < self.n_groups:
            raise InputError(
                "E_TOO_FEW",
                f"{len(lines.x)} different customers cannot make {self.n_groups} classes",
                "ask for fewer classes",
            )
        self.without_spend_ = int(len(rows) - rows[:, 4].sum())
        with threadpool_limits(1):  # threads add up in another order, and wait for each other
            classes, path = climb(lines, self._best_start(lines), _ROUNDS, _TOLERANCE)
        self.path_, self.loglik_ = tuple(path), path[-1]
        self.converged_ = len(path) <= _ROUNDS
        self._keep(known, rows, lines, classes)
        return self

    def memberships(self, table: pd.DataFrame) -> pd.DataFrame:
        """Return the probability with which every customer belongs to each class.

        Parameters
        ----------
        table
            One row a customer, with the columns of `fit`.

        Returns
        -------
        pandas.DataFrame
            Customers by class, 0 to 1; rows sum to 1.

        Raises
        ------
        InputError
            As `fit`.
        """
        check_is_fitted(self)
        probabilities = _memberships(history_rows(table), self._classes).T
        return pd.DataFrame(probabilities, table.index, segment_names(self.n_groups))

    def _best_start(self, lines: Lines) -> Classes:
        rng = np.random.default_rng(self.seed)
        few = drawn_lines(lines, _SEARCH, rng)
        tried = [climb(few, start(few, self.n_groups, rng), 30, 1e-4) for _ in range(self.starts)]
        return max(tried, key=lambda attempt: attempt[1][-1])[0]

    def _keep(
        self, known: pd.DataFrame, rows: NDArray[np.float64], lines: Lines, classes: Classes
    ) -> None:
        found = _memberships(rows, classes).argmax(axis=0)
        self._classes = ordered(classes, value_order(known, found, self.n_groups))
        money = bool(lines.spent.any())
        self.classes_ = pd.DataFrame(
            {
                "share": self._classes.share,
                "rate": 365 * self._classes.rate,
                "dropout": self._classes.dropout,
                "median_amount": np.exp(self._classes.level) if money else np.nan,
            },
            index=segment_names(self.n_groups),
        )
        free = 4 * self.n_groups + 1 if money else 3 * self.n_groups - 1
        self.bic_ = free * float(np.log(len(rows))) - 2 * self.loglik_
        self.icl_ = self.bic_ + 2 * doubt(lines, classes)


def _memberships(rows: NDArray[np.float64], classes: Classes) -> NDArray[np.float64]:
    return expect(as_lines(rows, np.ones(len(rows), np.intp)), classes).membership
