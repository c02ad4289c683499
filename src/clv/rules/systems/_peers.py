"""Who is like whom: a common scale for every trait, and the nearest of a reference sample.

Each trait is put on the scale ``sign(x) log(1 + |x| / median)``, which knows no unit, brought to
mean 0 and standard deviation 1 of the reference, and rounded to a grid. Customers on the same point
of the grid have the same neighbours, so that a million of them take no more than a few thousand
searches.
"""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.spatial import cKDTree

__all__ = ["as_points", "learn_scale", "nearest", "on_grid", "spread_sample"]

STEP = 0.25
"""Standard deviations between two points of the grid."""
SAMPLE = 5_000
"""Reference customers that are kept."""

_REACH = 50  # points of the grid to either side of the mean: ten standard deviations
_GOLDEN = (5**0.5 - 1) / 2

Ints = NDArray[np.int64]


def learn_scale(traits: pd.DataFrame) -> list[dict[str, float]]:
    """Learn unit, mean and spread of every trait from the reference customers."""
    return [_scale(traits[column].to_numpy(float)) for column in traits]


def _scale(values: NDArray[np.float64]) -> dict[str, float]:
    # sorted first: the last digits of a sum depend on the order of its parts
    known = np.sort(values[np.isfinite(values)])
    size = abs(known[known != 0])
    unit = float(np.median(size)) if size.size else 1.0
    logged = _logged(known, unit) if known.size else np.zeros(1)
    spread = float(logged.std())
    return {"unit": unit, "centre": float(logged.mean()), "spread": spread if spread > 1e-9 else 1}


def _logged(values: NDArray[np.float64], unit: float) -> NDArray[np.float64]:
    logged: NDArray[np.float64] = np.sign(values) * np.log1p(abs(values) / unit)
    return logged


def on_grid(traits: pd.DataFrame, scale: list[dict[str, float]]) -> Ints:
    """Place customers on the grid, shape (n, traits); an unknown trait counts as the mean."""
    grid = np.empty(traits.shape, dtype=np.int64)
    for n, (column, known) in enumerate(zip(traits, scale, strict=True)):
        logged = _logged(traits[column].to_numpy(float), known["unit"])
        place = np.nan_to_num((logged - known["centre"]) / known["spread"])
        # rounded twice: noise in the last digit must not move anybody across an edge
        grid[:, n] = np.rint(np.round(place, 9) / STEP).clip(-_REACH, _REACH)
    return grid


def _codes(grid: Ints) -> Ints:
    side = 2 * _REACH + 1
    codes: Ints = np.ravel_multi_index(tuple(grid.T + _REACH), (side,) * grid.shape[1])
    return codes.astype(np.int64)


def spread_sample(grid: Ints, worth: NDArray[np.float64], most: int = SAMPLE) -> Ints:
    """Choose positions at even distances after sorting by place and worth.

    Names and the order of rows play no part: those who could change places are equal.
    """
    by_worth = np.argsort(worth)
    order: Ints = by_worth[np.argsort(_codes(grid)[by_worth], kind="stable")]
    return order[np.linspace(0, len(order) - 1, min(most, len(order))).round().astype(np.int64)]


def nearest(points: Ints, wanted: Ints, k: int) -> tuple[Ints, NDArray[np.float64], Ints]:
    """Find the k nearest points of each place that occurs.

    Of points equally near, an even spread over their order is taken: each is raised off the grid
    by a little, in the proportions of the golden section. Returns for each wanted row the number
    of its place, and for each place the distances (standard deviations) and the points, nearest
    first.
    """
    raised = (np.arange(len(points)) * _GOLDEN % 1) / 100
    tree = cKDTree(np.column_stack([points, raised]))
    place, codes = pd.factorize(_codes(wanted))
    side = (2 * _REACH + 1,) * wanted.shape[1]
    asked = np.column_stack([*np.unravel_index(codes, side), np.zeros(len(codes))])
    asked[:, :-1] -= _REACH
    far, who = tree.query(asked, k=np.arange(1, min(k, len(points)) + 1))
    return place, np.asarray(far).round(3) * STEP, np.asarray(who, dtype=np.int64)


def as_points(stored: list[Any], width: int) -> Ints:
    """Return the points of the sample as an array, also where there are none."""
    return np.array(stored, dtype=np.int64).reshape(-1, width)
