"""Futures of customers, purchase by purchase, summed up as they are played."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise, tee

import numpy as np
import pandas as pd

from clv.errors import InputError
from clv.models._maths.arrays import FloatArray, IntArray
from clv.models.gamma_gamma import GammaGamma
from clv.models.over_draws import amounts_over_draws
from clv.models.purchase_model import PurchaseModel
from clv.periods import DAYS_PER_UNIT, Window
from clv.simulate.ahead import purchases_ahead
from clv.valuation._limits import tables_of
from clv.valuation._period_sums import Sums, sum_up

__all__ = ["Models", "codes_of", "ends_of", "play_all"]

BLOCK = 50
"""Draws of one generator: as many threads as there are play the same futures."""
Models = tuple[PurchaseModel, GammaGamma]
"""Of purchases and of spend."""


def play_all(
    models: Models,
    customers: pd.DataFrame,
    ends: FloatArray,
    codes: list[IntArray],
    draws: int,
    seed: int,
) -> Sums:
    """Play a future for each draw of the parameters, and sum it up by period and group."""
    ours, theirs = tables_of(models, draws, seed)
    blocks = [slice(start, start + BLOCK) for start in range(0, draws, BLOCK)]
    sources = np.random.SeedSequence(seed).spawn(len(blocks))

    def play(rows: slice, source: np.random.SeedSequence) -> Sums:
        return _play(models, customers, ends, codes, (ours[rows], theirs[rows]), source)

    with ThreadPoolExecutor(min(2, os.cpu_count() or 1)) as pool:
        return Sums.joined(list(pool.map(play, blocks, sources)))


def ends_of(models: Models, customers: pd.DataFrame, windows: Sequence[Window]) -> FloatArray:
    """Return the times at which periods end, in the unit of the models."""
    as_of, unit = customers.attrs.get("as_of"), models[0].time_unit_
    joined = all(a.end == b.start for a, b in pairwise(windows))
    if not windows or not joined or as_of not in (None, windows[0].start.isoformat()):
        raise InputError(
            "E_PERIOD",
            f"periods do not follow each other from the customers' day {as_of}",
            "make them by periods_ahead, from the day of the customer table",
            [str(window) for window in windows[:3]],
        )
    if unit not in DAYS_PER_UNIT:
        raise InputError("E_UNIT", f"the model's time unit is {unit!r}", "fit on a summary's table")
    days = [(window.end - windows[0].start).days for window in windows]
    return np.array(days) / DAYS_PER_UNIT[unit]


def codes_of(
    customers: pd.DataFrame, groups: pd.DataFrame | None
) -> tuple[list[IntArray], list[tuple[str, pd.Index, IntArray]]]:
    """Return the number of each customer's group in each grouping, and the groupings."""
    if groups is None:
        return [], []
    if not groups.index.is_unique or not customers.index.isin(groups.index).all():
        raise InputError("E_GROUPS", "customers are missing in the groups", "give each a row")
    coded = [pd.factorize(groups[name].reindex(customers.index), sort=True) for name in groups]
    codes = [np.asarray(code, dtype=np.int64) for code, _ in coded]
    names = zip(groups, coded, codes, strict=True)
    return codes, [(str(name), pd.Index(found), code) for name, (_, found), code in names]


def _play(
    models: Models,
    customers: pd.DataFrame,
    ends: FloatArray,
    codes: list[IntArray],
    tables: tuple[pd.DataFrame, pd.DataFrame],
    source: np.random.SeedSequence,
) -> Sums:
    """Play futures with generators of their own, one for the purchases and one for the money."""
    when, what = (np.random.default_rng(part) for part in source.spawn(2))
    futures, again = tee(purchases_ahead(models[0], customers, float(ends[-1]), tables[0], when))
    owners = (owner for owner, _ in again)
    amounts = amounts_over_draws(models[1], customers, owners, tables[1], what)
    found = zip(futures, amounts, strict=True)
    return Sums.joined([sum_up(owner, age, money, ends, codes) for (owner, age), money in found])
