"""BG/CNBD-k and MBG/CNBD-k: purchases more regular than at random, until the customer is gone."""

from typing import ClassVar, Self

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from clv.errors import FitError, InputError, Notice
from clv.models._inputs.enough import check_enough
from clv.models._inputs.gate import check_columns, check_histories, check_weight
from clv.models._maths.arrays import FloatArray
from clv.models.erlang_model import ErlangModel

__all__ = ["BGCNBD", "MBGCNBD"]

CANDIDATES = range(1, 7)
LARGEST_K = 12
NO_GAPS = Notice(
    "W_NO_LOG_GAPS",
    "the customer table has no column log_gaps, so that all gaps of a customer count as equal",
    "compare log-likelihoods only with those of the same k",
)


class _CNBD(ErlangModel):
    """What BG/CNBD-k and MBG/CNBD-k share: the choice of k and the density of the gaps."""

    memoryless: ClassVar[bool] = False
    own_facts: ClassVar[tuple[str, ...]] = ("k",)

    def __init__(self, k: int | None = None) -> None:
        self.k = k

    @property
    def n_parameters(self) -> int:
        """How many numbers were learnt from the data; a chosen k above 1 is one of them."""
        chosen = self.k is None and self.k_ > 1
        return len(self.labels) + chosen

    def fit(self, customers: pd.DataFrame, sample_weight: ArrayLike | None = None) -> Self:
        """Estimate the parameters by maximum likelihood, and k too where it is not given.

        Parameters
        ----------
        customers
            One row a customer with ``frequency``, ``recency`` and ``T``; and ``log_gaps``, the sum
            over repeat purchases of the logarithm of the time since the purchase before, in the
            unit of the table (0 where there is none). Only the choice of k needs it.
        sample_weight
            Shape (n,), not negative; a customer of weight 2 counts as two.

        Returns
        -------
        PurchaseModel
            Itself, fitted.

        Raises
        ------
        FitError
            As other models; ``E_COLUMNS`` where k is to be chosen without ``log_gaps``, and
            ``E_HISTORY`` where ``log_gaps`` contradicts frequency and recency.
        InputError
            ``E_PARAMETER`` where k is no whole number from 1 to 12.
        """
        unevenness = _unevenness(customers, sample_weight)
        self.k_ = self._best_k(customers, sample_weight, unevenness)
        super().fit(customers, sample_weight)
        if unevenness is not None:
            self.loglik_ += (self.k_ - 1) * unevenness
        elif self.k_ > 1:
            self.notices_ = (*self.notices_, NO_GAPS)
        return self

    def score(self, customers: pd.DataFrame, sample_weight: ArrayLike | None = None) -> float:
        """Return the mean log-likelihood of customers: higher is better, on the same customers.

        Parameters
        ----------
        customers, sample_weight
            As for `fit`; they need not have been seen in it. Without ``log_gaps`` scores of models
            with different k do not compare.

        Returns
        -------
        float
            Per customer.
        """
        average = super().score(customers, sample_weight)
        unevenness = _unevenness(customers, sample_weight)
        total = float(check_weight(sample_weight, customers.index).sum())
        return average + (self.k_ - 1) * (unevenness or 0.0) / total

    def _best_k(
        self, customers: pd.DataFrame, weight: ArrayLike | None, unevenness: float | None
    ) -> int:
        """Return the k that was asked for, or the most likely one."""
        if self.k is not None:
            return _check_k(self.k)
        if unevenness is None:
            raise FitError(
                "E_COLUMNS",
                "the customer table has no column log_gaps, without which k cannot be chosen",
                "make the table with clv.customers.summarise(..., gaps=True), or give k",
            )
        data = self._histories(customers, weight)
        check_enough(data)
        scaled = data.in_units_of(data.mean_age)
        likelihood = {}
        for k in CANDIDATES:
            even = type(self)(k)
            even.k_ = k
            value = even._climb_without_covariates(scaled).value
            likelihood[k] = value + (k - 1) * unevenness
        return max(likelihood, key=likelihood.__getitem__)


class BGCNBD(_CNBD):
    """The BG/CNBD-k model of repeat purchases that come more regularly than at random.

    While a customer is alive, the time between purchases is Erlang-k with stages at a rate lambda ~
    Gamma(r, rate alpha): k = 1 is the BG/NBD model, a larger k means more even gaps. After each
    repeat purchase the customer drops out for good with probability p ~ Beta(a, b).

    Parameters
    ----------
    k
        Stages between two purchases, from 1 to 12; by default the most likely one of 1 to 6.

    Attributes
    ----------
    k_ : int
        As given or chosen.

    References
    ----------
    T. Reutterer, M. Platzer and N. Schröder (2021), Leveraging purchase regularity for predicting
    customer behavior the easy way, International Journal of Research in Marketing 38(1), 194-215.

    Examples
    --------
    >>> from clv.simulate import simulate_customers
    >>> truth = {"r": 0.25, "alpha": 4.5, "a": 0.8, "b": 2.4}
    >>> customers = simulate_customers(truth, np.full(4000, 39.0), seed=1)
    >>> model = BGCNBD(k=2).fit(customers)
    >>> model.k_, model.notices_[-1].code
    (2, 'W_NO_LOG_GAPS')
    """

    kind: ClassVar[str] = "bg_cnbd_k"
    modified: ClassVar[bool] = False


class MBGCNBD(_CNBD):
    """The MBG/CNBD-k model: BG/CNBD-k with dropout right after the first purchase too.

    While a customer is alive, the time between purchases is Erlang-k with stages at a rate lambda ~
    Gamma(r, rate alpha): k = 1 is the MBG/NBD model, a larger k means more even gaps. After each
    purchase, the first included, the customer drops out for good with probability p ~ Beta(a, b).

    Parameters
    ----------
    k
        Stages between two purchases, from 1 to 12; by default the most likely one of 1 to 6.

    Attributes
    ----------
    k_ : int
        As given or chosen.

    References
    ----------
    M. Platzer and T. Reutterer (2016), Ticking away the moments: timing regularity helps to better
    predict customer activity, Marketing Science 35(5), 779-799 (on regularity).
    T. Reutterer, M. Platzer and N. Schröder (2021), Leveraging purchase regularity for predicting
    customer behavior the easy way, International Journal of Research in Marketing 38(1), 194-215.

    Examples
    --------
    >>> from clv.simulate import simulate_customers
    >>> truth = {"r": 0.25, "alpha": 4.5, "a": 0.8, "b": 2.4}
    >>> customers = simulate_customers(truth, np.full(4000, 39.0), seed=1)
    >>> model = MBGCNBD(k=1).fit(customers)
    >>> model.k_, model.status_
    (1, 'converged')
    """

    kind: ClassVar[str] = "mbg_cnbd_k"
    modified: ClassVar[bool] = True


def _check_k(k: object) -> int:
    if isinstance(k, bool) or not isinstance(k, int | np.integer) or not 1 <= k <= LARGEST_K:
        raise InputError(
            "E_PARAMETER",
            "k is the number of stages between two purchases",
            f"give a whole number from 1 to {LARGEST_K}, or None to have it chosen",
            [k],
        )
    return int(k)


def _unevenness(customers: pd.DataFrame, sample_weight: ArrayLike | None) -> float | None:
    """Weighted sum over all gaps of the log of the gap over the customer's mean gap, up to 0.

    ``None`` without the column ``log_gaps``.
    """
    if "log_gaps" not in customers.columns:
        return None
    check_histories(customers)
    check_columns(customers, ("log_gaps",))
    weight = check_weight(sample_weight, customers.index)
    x, t_x, gaps = (
        customers[name].to_numpy(dtype=np.float64) for name in ("frequency", "recency", "log_gaps")
    )
    even = x * np.log(np.where(x > 0, t_x, 1.0) / np.maximum(x, 1.0))
    _check_gaps(x, gaps - even)
    return float(weight @ (gaps - even))


def _check_gaps(x: FloatArray, uneven: FloatArray) -> None:
    """Raise ``E_HISTORY``: a sum of logarithms is largest for gaps of equal length."""
    bad = np.where(x > 0, uneven > 1e-6 * x, uneven != 0)
    if bad.any():
        raise FitError(
            "E_HISTORY",
            f"log_gaps of {int(bad.sum())} customers is more than gaps that add up to recency have",
            "count gaps in the time unit of the table, and 0 where there is no repeat purchase",
            uneven[bad],
        )
