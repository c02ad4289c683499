"""Futures that a model plays: they agree with its forecasts, and a fit finds their truth again."""

import numpy as np
import pandas as pd

from clv.models._maths.arrays import FloatArray, IntArray
from clv.models.checks.check import PURCHASES, applies, methods
from clv.models.checks.data import CheckData, Model
from clv.models.checks.found import demand, demand_all
from clv.models.checks.points import errors_of, point_of

TIMES = 4000


def _many(data: CheckData) -> pd.DataFrame:
    """Return each of the others many times over."""
    table = pd.concat([data.others.head(6)] * TIMES, ignore_index=True)
    table.attrs = data.others.attrs
    return table


@applies(PURCHASES, methods("simulate_future"))
def check_futures_are_whole_numbers(model: Model, data: CheckData) -> None:
    """A future is one whole number from 0 for each customer."""
    future = data.fitted.simulate_future(data.others, data.horizon, seed=1)
    demand(future.shape == (len(data.others),), f"shape {future.shape}")
    demand(future.dtype.kind in "iu", f"dtype {future.dtype}")
    demand_all(future >= 0, "fewer than no purchases", future)


@applies(PURCHASES, methods("simulate_future"))
def check_seed_decides_the_future(model: Model, data: CheckData) -> None:
    """The same seed gives the same future, another seed another one."""
    first, again, other = (
        data.fitted.simulate_future(data.customers, data.horizon, seed=seed) for seed in (1, 1, 2)
    )
    demand(bool((first == again).all()), "one seed gave two futures")
    demand(bool((first != other).any()), "two seeds gave one future")


@applies(PURCHASES, methods("simulate_future"))
def check_futures_have_the_expected_mean(model: Model, data: CheckData) -> None:
    """The mean of many futures lies within 5 standard errors of ``predict``, by customer."""
    played = data.fitted.simulate_future(_many(data), data.horizon, seed=3).reshape(TIMES, -1)
    off = played.mean(axis=0) - data.fitted.predict(data.others.head(6), data.horizon).to_numpy()
    errors = off / np.maximum(played.std(axis=0), 1e-3) * np.sqrt(TIMES)
    demand_all(np.abs(errors) < 5, "standard errors between mean and forecast", errors)


@applies(PURCHASES, methods("simulate_future"))
def check_futures_have_the_expected_distribution(model: Model, data: CheckData) -> None:
    """The share of futures with 0, 1 and 2 purchases lies within 5 standard errors of ``pmf``."""
    played = data.fitted.simulate_future(_many(data), data.horizon, seed=4).reshape(TIMES, -1)
    pmf = data.fitted.pmf(data.others.head(6), data.horizon, 2)
    for n in (0, 1, 2):
        error = np.sqrt(np.maximum(pmf[n] * (1 - pmf[n]), 1e-4) / TIMES)
        off = ((played == n).mean(axis=0) - pmf[n]) / error
        demand_all(np.abs(off) < 5, f"standard errors of the share with {n} purchases", off)


@applies(PURCHASES, methods("simulate_futures"))
def check_futures_under_doubt_differ_from_each_other(model: Model, data: CheckData) -> None:
    """``simulate_futures`` yields as many futures as asked for, no two alike, by the seed."""
    first, again = (
        list(data.fitted.simulate_futures(data.customers, data.horizon, draws=3, seed=seed))
        for seed in (5, 5)
    )
    demand(len(first) == 3, f"{len(first)} futures instead of 3")
    demand(all((a == b).all() for a, b in zip(first, again, strict=True)), "the seed is not kept")
    demand(bool((first[0] != first[1]).any()), "two futures are alike")


@applies(PURCHASES, methods("simulate_future"))
def check_futures_take_other_parameters(model: Model, data: CheckData) -> None:
    """A future can be played with parameters from the posterior."""
    draw = data.fitted.sample_posterior(1, seed=1).iloc[0].to_dict()
    future = data.fitted.simulate_future(data.others, data.horizon, 1, params=draw)
    demand(future.shape == (len(data.others),), f"shape {future.shape}")


@applies(PURCHASES, methods("simulate_future"))
def check_fit_finds_the_truth_that_the_model_played(model: Model, data: CheckData) -> None:
    """Fitted on lives that it played itself, a model finds its parameters within 4 errors."""
    found = data.fit(_lives(data, n=1200))
    errors = errors_of(found)
    off = (point_of(found) - point_of(data.fitted)) / errors
    known = np.isfinite(errors)
    demand(bool(known.any()), f"nothing could be learnt: {found.status_}")
    demand_all(np.abs(off[known]) < 4, f"standard errors from {data.fitted.params_}", off[known])


def _lives(data: CheckData, n: int) -> pd.DataFrame:
    """Play new customers from step to step, each step given the history until then."""
    steps, step = (9, 1.0) if data.discrete else (40, 1.5)
    rng = np.random.default_rng(7)
    table = data.history(np.zeros(n, dtype=int), np.zeros(n), np.zeros(n))
    table["z"] = rng.normal(size=n)
    for seed in range(steps):
        bought = data.fitted.simulate_future(table, step, seed)
        owner = np.repeat(np.arange(n), bought)
        age = table["T"].to_numpy()[owner] + step * (
            1.0 if data.discrete else rng.random(owner.size)
        )
        age = age[np.lexsort((age, owner))]
        recency, gaps = _last_and_gaps(owner, age, table["recency"].to_numpy())
        table = table.assign(
            frequency=table["frequency"] + bought, recency=recency, T=table["T"] + step,
            log_gaps=table["log_gaps"] + np.bincount(owner, np.log(gaps), minlength=n),
        )  # fmt: skip
    return table


def _last_and_gaps(
    owner: IntArray, age: FloatArray, last: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return the age at each customer's last purchase, and the gap before each new one."""
    first = np.diff(owner, prepend=-1) > 0
    before = np.where(first, last[owner], np.concatenate([[0.0], age[:-1]])[: age.size])
    recency = last.copy()
    recency[owner] = age  # the last of several assignments stays
    return recency, age - before
