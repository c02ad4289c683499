"""When customers buy again: the future of fitted models with a time for each purchase.

Whoever is alive lives the model's own story on, with the distributions that the history has moved.
"""

from collections.abc import Callable, Iterator, Mapping

import numpy as np
import pandas as pd

from clv.errors import InputError
from clv.models import BGBB, NBD, ParetoNBD, PurchaseModel
from clv.models._likelihood import points_of
from clv.models._maths import cnbd_ahead
from clv.models._maths.arrays import FloatArray, IntArray
from clv.models._maths.histories import Histories
from clv.simulate._stories import Purchases, _arrivals, _until_first, rank_within, story_of

__all__ = ["purchases_ahead"]

Ahead = Callable[[Histories, FloatArray, FloatArray, np.random.Generator], Purchases]


def purchases_ahead(
    model: PurchaseModel,
    customers: pd.DataFrame,
    horizon: float,
    draws: pd.DataFrame,
    rng: np.random.Generator,
) -> Iterator[Purchases]:
    """Yield who buys when in the time ahead, one future for each draw of the parameters.

    Parameters
    ----------
    model
        Fitted, of any kind that forecasts purchases.
    customers
        As for `PurchaseModel.predict`.
    horizon
        Length of time after the end of observation, in the time unit of the model.
    draws
        Parameters, one row a draw, such as ``posterior(...).draws``.
    rng
        Generator, used as the iteration goes on.

    Yields
    ------
    tuple of arrays
        For each purchase the row of its customer in the table, ascending, and the time from the end
        of observation until it, in (0, horizon], ascending within a customer. One future at a time,
        so that memory does not grow with their number.

    Raises
    ------
    InputError
        ``E_MODEL`` for a model without purchases ahead, and as `PurchaseModel.predict`.

    Examples
    --------
    >>> from clv.models import BGNBD
    >>> from clv.simulate import simulate_customers
    >>> truth = {"r": 0.25, "alpha": 4.5, "a": 0.8, "b": 2.4}
    >>> customers = simulate_customers(truth, np.full(2000, 39.0), seed=1)
    >>> model = BGNBD().fit(customers)
    >>> draws = model.sample_posterior(2, seed=1)
    >>> futures = purchases_ahead(model, customers, 26.0, draws, np.random.default_rng(1))
    >>> [bool(age.max() <= 26) for _, age in futures]
    [True, True]
    """
    tell = _story_ahead(model)
    t, data = model._horizon(horizon), model._read(customers)
    for point in points_of(model, draws):
        theta = model._params_of(data, point)
        alive = rng.random(data.position.size) < model._alive(data, theta)[data.position]
        lines = data.position[alive]
        own = theta[:, lines] if theta.ndim > 1 else theta
        owner, age = tell(data.at(lines), own, np.full(lines.size, t), rng)
        yield np.flatnonzero(alive)[owner], age


def _story_ahead(model: PurchaseModel) -> Ahead:
    """Return what tells the future of customers who are alive."""
    if model.kind in _STAGES:
        modified, k = _STAGES[model.kind], int(getattr(model, "k_", 1))
        return lambda data, theta, t, rng: _by_stages(
            cnbd_ahead.living(data, theta, modified, k), t, rng
        )
    if model.kind not in _MOVED:
        known = ", ".join((*_STAGES, *_MOVED))
        raise InputError(
            "E_MODEL", "purchases ahead of this model are not known", f"use {known}", [model.kind]
        )
    moved, story = _MOVED[model.kind], story_of(model.kind)
    return lambda data, theta, t, rng: story.tell(moved(data, theta), t, rng)


def _by_stages(who: cnbd_ahead.Living, t: FloatArray, rng: np.random.Generator) -> Purchases:
    """Pass stages, of which every k-th makes a purchase, after which the customer may be gone."""
    j: IntArray = (rng.random(t.size) > np.cumsum(who.stages(), axis=0)[:-1]).sum(axis=0)
    owner, age = _arrivals(rng.gamma(who.shape + j) / who.rate, t, rng)
    if who.k > 1:
        complete = (rank_within(owner) + j[owner] + 1) % who.k == 0
        owner, age = owner[complete], age[complete]
    first = np.diff(owner, prepend=-1) != 0
    buyers = owner[first]  # most customers have none, and their chance of leaving is not drawn
    dropout = rng.beta(who.a[buyers], who.b[buyers])[np.cumsum(first) - 1]
    kept = _until_first(rng.random(owner.size) < dropout, owner)
    return owner[kept], age[kept]


def _moved_nbd(data: Histories, theta: FloatArray) -> Mapping[str, FloatArray]:
    r, alpha = theta
    return {"r": r + data.x, "alpha": alpha + data.T}


def _moved_pareto(data: Histories, theta: FloatArray) -> Mapping[str, FloatArray]:
    r, alpha, s, beta = theta
    return {"r": r + data.x, "alpha": alpha + data.T, "s": s, "beta": beta + data.T}


def _moved_chances(data: Histories, theta: FloatArray) -> Mapping[str, FloatArray]:
    alpha, beta, gamma, delta = theta
    missed = data.T - data.x
    return {"alpha": alpha + data.x, "beta": beta + missed, "gamma": gamma, "delta": delta + data.T}


_STAGES = {"bg_nbd": False, "bg_cnbd_k": False, "mbg_nbd": True, "mbg_cnbd_k": True}
"""Whether a customer can be gone right after the first purchase, by kind."""

_MOVED: Mapping[str, Callable[[Histories, FloatArray], Mapping[str, FloatArray]]] = {
    NBD.kind: _moved_nbd,
    ParetoNBD.kind: _moved_pareto,
    BGBB.kind: _moved_chances,
}
"""How a history moves the parameters of a story, by kind."""
