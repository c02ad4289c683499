"""Fitting a Gaussian mixture, and what is to be said of the fit."""

import warnings

import numpy as np
from numpy.typing import NDArray
from sklearn.exceptions import ConvergenceWarning
from sklearn.mixture import GaussianMixture

from clv.errors import Notice

_FLOOR = 0.01
_SEARCH = 3_000
_STEPS = 300


def fit_mixture(
    points: NDArray[np.float64], k: int, covariance: str, starts: int, seed: int
) -> GaussianMixture:
    """Try starts on some of the points, and follow the best one to the end on all."""

    def mixture(**start: object) -> GaussianMixture:
        return GaussianMixture(
            k, covariance_type=covariance, reg_covar=_FLOOR, max_iter=_STEPS,
            init_params="k-means++", random_state=seed, **start,
        )  # fmt: skip

    few = points[:: -(-len(points) // _SEARCH)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # said by a notice instead
        first = mixture(n_init=starts).fit(few)
        if len(few) == len(points):
            return first
        return mixture(
            weights_init=first.weights_,
            means_init=first.means_,
            precisions_init=first.precisions_,
        ).fit(points)


def mixture_notices(mixture: GaussianMixture, names: list[str]) -> tuple[Notice, ...]:
    """Say which components rest on the floor, and whether the fit came to rest."""
    covariances = mixture.covariances_
    full = mixture.covariance_type == "full"
    spreads = np.linalg.eigvalsh(covariances) if full else covariances
    narrow = np.asarray(names)[spreads.min(axis=1) < 2 * _FLOOR].tolist()
    notices = []
    if narrow:
        notices.append(
            Notice(
                "W_NARROW_SEGMENTS",
                f"{len(narrow)} of {len(names)} segments are as narrow as they may be: "
                "customers who share a value, such as one purchase, pass for a segment",
                "prefer LatentClasses, whose likelihood is made for counts",
                len(narrow),
                tuple(sorted(narrow)[:3]),
            )
        )
    if not mixture.converged_:
        notices.append(
            Notice(
                "W_NOT_CONVERGED",
                f"the mixture was still moving after {_STEPS} steps",
                "ask for fewer segments, or for more starts",
            )
        )
    return tuple(notices)
