"""Customer tables without a log: what a summary would say of simulated customers."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from clv.errors import InputError
from clv.models._maths.arrays import FloatArray, IntArray
from clv.simulate._amounts import draw_amounts
from clv.simulate._parameters import check_rows, spread
from clv.simulate._stories import story_of

__all__ = ["simulate_customers"]


def simulate_customers(
    params: Mapping[str, float],
    ages: ArrayLike,
    seed: int,
    *,
    spend: Mapping[str, float] | None = None,
    time_unit: str = "W",
    model: str = "bg_nbd",
    covariates: pd.DataFrame | None = None,
    gaps: bool = False,
) -> pd.DataFrame:
    """Draw customer summaries from a model of purchases, in continuous time or whole periods.

    Parameters
    ----------
    params
        As in ``params_`` of the fitted model, times in ``time_unit``. A coefficient such as
        ``"alpha[age]"`` moves alpha by the column ``age`` of ``covariates``.
    ages
        T of each customer in ``time_unit``, from 0; shape (n,). Of ``bg_bb`` and ``sbg`` whole
        numbers: opportunities, or periods of the contract.
    seed
        Of the generator.
    spend
        ``p``, ``q``, ``gamma`` of the Gamma-Gamma model; without it there is no
        ``monetary_value``. A coefficient such as ``"gamma[age]"`` moves gamma;
        ``"gamma[log_frequency]"`` lets spend go with frequency.
    time_unit
        ``"D"``, ``"W"`` or ``"M"``; recorded in the attrs.
    model
        ``kind`` of the model: ``"bg_nbd"``, ``"mbg_nbd"``, ``"bg_cnbd_k"`` and ``"mbg_cnbd_k"``
        (which need ``k``), ``"pareto_nbd"``, ``"nbd"``, ``"bg_bb"`` or ``"sbg"``.
    covariates
        n rows with the columns that coefficients name; they join the table.
    gaps
        Whether to add ``log_gaps``, the sum of ln of the times between purchases, in ``time_unit``.

    Returns
    -------
    DataFrame
        n rows with ``frequency``, ``recency``, ``T``; of ``sbg`` with ``tenure`` (periods until the
        loss or the end) and ``lost`` instead.

    Raises
    ------
    InputError
        ``E_MODEL``, ``E_PARAMETER``, ``E_COLUMNS``; ``E_COVARIATES`` for a coefficient of a model
        that takes none.

    Examples
    --------
    >>> truth = {"r": 0.25, "alpha": 4.5, "a": 0.8, "b": 2.4}
    >>> simulate_customers(truth, [39.0, 39.0], seed=3).columns.tolist()
    ['frequency', 'recency', 'T']
    >>> contract = {"alpha": 0.7, "beta": 1.2}
    >>> simulate_customers(contract, [4, 4, 4], seed=1, model="sbg").columns.tolist()
    ['tenure', 'lost']
    """
    story = story_of(model)
    rng = np.random.default_rng(seed)
    T = _check_ages(np.asarray(ages, dtype=np.float64), story.whole)
    check_rows(covariates, T.size)
    owner, age = story.tell(spread(params, story.model, covariates), T, rng)
    x = np.bincount(owner, minlength=T.size)
    table = _contracts(x, T) if model == "sbg" else _histories(x, owner, age, T)
    if spend is not None:
        amounts = draw_amounts(spend, x, owner, covariates, rng)
        table["monetary_value"] = np.bincount(owner, amounts, T.size) / np.maximum(x, 1)
    if gaps:
        table["log_gaps"] = _log_gaps(owner, age, T.size)
    if covariates is not None:
        table = table.join(covariates.reset_index(drop=True))
    table.index = pd.Index([f"c{i:07d}" for i in range(T.size)], name="customer_id")
    table.attrs = {"time_unit": time_unit}
    return table


def _check_ages(T: FloatArray, whole: bool) -> FloatArray:
    if T.ndim != 1:
        raise InputError(
            "E_PARAMETER", f"ages have {T.ndim} dimensions", "give a list of one age a customer"
        )
    right = (T >= 0) & np.isfinite(T) & ((np.floor(T) == T) | (not whole))
    if not right.all():
        kind = "whole number" if whole else "number"
        raise InputError(
            "E_PARAMETER",
            f"{int((~right).sum())} of {T.size} ages are no {kind} from 0",
            f"give each customer's age as a {kind} from 0",
            T[~right],
        )
    return T


def _histories(x: IntArray, owner: IntArray, age: FloatArray, T: FloatArray) -> pd.DataFrame:
    t_x = np.zeros(T.size)
    np.maximum.at(t_x, owner, age)
    return pd.DataFrame({"frequency": x, "recency": t_x, "T": T})


def _contracts(renewals: IntArray, T: FloatArray) -> pd.DataFrame:
    lost = renewals < T
    return pd.DataFrame({"tenure": renewals + lost, "lost": lost})


def _log_gaps(owner: IntArray, age: FloatArray, n: int) -> FloatArray:
    """Sum ln of the time since the purchase before; the first purchase is at age 0."""
    first = np.diff(owner, prepend=-1) > 0
    gap = np.where(first, age, np.diff(age, prepend=0.0))
    return np.bincount(owner, np.log(gap), n).astype(np.float64)
