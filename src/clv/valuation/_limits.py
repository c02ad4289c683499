"""Quantiles over draws by customer, in pieces, so that memory does not grow with customers."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd

from clv.errors import InputError
from clv.models._inputs.gate import check_probability
from clv.models._maths.arrays import FloatArray
from clv.models.gamma_gamma import GammaGamma
from clv.models.posterior import Posterior
from clv.models.purchase_model import PurchaseModel

__all__ = ["Draws", "Values", "limits", "tables_of"]

CHUNK = 32_768
"""Rows whose draws are held at a time: with 200 draws 52 MB in each thread."""
Draws = int | tuple[Posterior, Posterior]
Values = Callable[[pd.DataFrame, np.random.Generator], Iterator[FloatArray]]


def tables_of(
    models: tuple[PurchaseModel, GammaGamma], draws: Draws, seed: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return parameters of both models, one row a draw."""
    if isinstance(draws, tuple):
        ours, theirs = (given.draws for given in draws)
    else:
        # Two seeds, so that the draws of the models have nothing to do with each other.
        seeds = np.random.SeedSequence(seed).generate_state(2).tolist()
        ours, theirs = (
            model.sample_posterior(max(draws, 0), one)
            for model, one in zip(models, seeds, strict=True)
        )
    if len(ours) < 2 or len(ours) != len(theirs):
        raise InputError(
            "E_DRAWS",
            f"there are {len(ours)} draws of purchases and {len(theirs)} of spend",
            "give 2 or more, and as many of one as of the other",
        )
    return ours, theirs


def limits(
    values: Values, rows: pd.DataFrame, level: float, seed: int
) -> tuple[FloatArray, FloatArray]:
    """Return two quantiles of the values of each row over the draws."""
    tail = (1 - check_probability(level)) / 2
    blocks = [rows.iloc[start : start + CHUNK] for start in range(0, max(len(rows), 1), CHUNK)]

    def of_block(block: pd.DataFrame, source: np.random.SeedSequence) -> FloatArray:
        return _quantiles(list(values(block, np.random.default_rng(source))), tail)

    with ThreadPoolExecutor(min(4, os.cpu_count() or 1)) as pool:
        sources = np.random.SeedSequence(seed).spawn(len(blocks))
        lower, upper = np.concatenate(list(pool.map(of_block, blocks, sources)), axis=1)
    return lower, upper


def _quantiles(draws: list[FloatArray], tail: float) -> FloatArray:
    """Return order statistics at or just outside a tail on either side, shape (2, m).

    Nothing is interpolated, since between a number and infinity there is nothing.
    """
    last = len(draws) - 1
    places = [int(np.floor(tail * last)), int(np.ceil((1 - tail) * last))]
    by_row = np.stack(draws, axis=1)
    by_row.partition(places, axis=1)
    return np.asarray(by_row[:, places].T)
