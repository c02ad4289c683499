"""How far points fall into groups: k-means, silhouettes and sums of squares."""

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.distance import cdist
from sklearn.cluster import KMeans

Points = NDArray[np.float64]
Codes = NDArray[np.intp]


def divide(points: Points, n_groups: int, seed: int = 0) -> Codes:
    """Number the groups of k-means, of which there are fewer where few points are different.

    The caller limits the threads, once for many calls.
    """
    different = len(np.unique(points, axis=0))
    means = KMeans(min(n_groups, different), n_init=2, max_iter=100, random_state=seed)
    return np.asarray(means.fit_predict(points), dtype=np.intp)


def distances(points: Points) -> NDArray[np.float64]:
    """Measure how far every point is from every other."""
    return np.asarray(cdist(points, points))


def mean_silhouette(apart: NDArray[np.float64], codes: Codes) -> float:
    """Average Rousseeuw's width (b - a) / max(a, b) over points; 0 for points alone in a group.

    a is the mean distance to the others of the own group, b to the nearest other group. With fewer
    than two groups there is nothing to compare, and the width is 0.
    """
    sizes = np.bincount(codes)
    if np.count_nonzero(sizes) < 2:
        return 0.0
    rows = np.arange(codes.size)
    sums = apart @ np.eye(sizes.size)[codes]
    own = sums[rows, codes] / np.maximum(sizes[codes] - 1, 1)
    sums = np.where(sizes > 0, sums / np.maximum(sizes, 1), np.inf)
    sums[rows, codes] = np.inf
    other = sums.min(axis=1)
    larger = np.maximum(own, other)
    widths = np.divide(other - own, larger, out=np.zeros(codes.size), where=larger > 0)
    return float(np.where(sizes[codes] > 1, widths, 0.0).mean())


def within(points: Points, codes: Codes) -> float:
    """Sum the squared distances of points from the centres of their groups."""
    sizes = np.bincount(codes)
    sums = np.stack([np.bincount(codes, column) for column in points.T], axis=1)
    return float((points**2).sum() - (sums**2 / np.maximum(sizes, 1)[:, None]).sum())
