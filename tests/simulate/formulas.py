"""Expected purchases of a new customer, by code that shares nothing with the package."""

from collections.abc import Callable

import numpy as np
from scipy.special import betaln
from scipy.stats import gamma, nbinom

TRUTHS: dict[str, dict[str, float]] = {
    "bg_nbd": {"r": 0.8, "alpha": 6.0, "a": 0.8, "b": 2.4},
    "mbg_nbd": {"r": 0.8, "alpha": 6.0, "a": 0.8, "b": 2.4},
    "bg_cnbd_k": {"k": 3, "r": 0.8, "alpha": 2.0, "a": 0.8, "b": 2.4},
    "mbg_cnbd_k": {"k": 2, "r": 0.8, "alpha": 3.0, "a": 0.8, "b": 2.4},
    "pareto_nbd": {"r": 0.8, "alpha": 6.0, "s": 0.6, "beta": 11.7},
    "nbd": {"r": 0.4, "alpha": 12.0},
    "bg_bb": {"alpha": 1.204, "beta": 0.75, "gamma": 0.657, "delta": 2.783},
    "sbg": {"alpha": 0.7, "beta": 1.2},
}


def survival(c: float, d: float, t: np.ndarray) -> np.ndarray:
    """Probability to outlive t coins, whose probability is Beta(c, d)."""
    return np.asarray(np.exp(betaln(c, d + t) - betaln(c, d)))


def coin(k: float, r: float, alpha: float, a: float, b: float, T: float, spared: int) -> float:
    """Sum over n of P(k n stages within T) and of n - spared coins survived."""
    n = np.arange(1, 3000)
    arrived = nbinom.sf(k * n - 1, r, alpha / (alpha + T))
    return float(arrived @ survival(a, b, n - spared))


def pareto_nbd(r: float, alpha: float, s: float, beta: float, T: float) -> float:
    """Integrate the survival function of the lifetime, a Pareto distribution of the second kind."""
    mean_rate = float(gamma(r, scale=1 / alpha).mean())
    lifetime = beta / (s - 1) * (1 - (beta / (beta + T)) ** (s - 1))
    return mean_rate * float(lifetime)


def whole(alpha: float, beta: float, gamma: float, delta: float, T: float) -> float:
    return alpha / (alpha + beta) * float(survival(gamma, delta, np.arange(1, T + 1)).sum())


EXPECTED: dict[str, Callable[..., float]] = {
    "bg_nbd": lambda T, **p: coin(1, **p, T=T, spared=1),
    "mbg_nbd": lambda T, **p: coin(1, **p, T=T, spared=0),
    "bg_cnbd_k": lambda T, **p: coin(**p, T=T, spared=1),
    "mbg_cnbd_k": lambda T, **p: coin(**p, T=T, spared=0),
    "pareto_nbd": lambda T, **p: pareto_nbd(**p, T=T),
    "nbd": lambda T, r, alpha: r * T / alpha,
    "bg_bb": lambda T, **p: whole(**p, T=T),
    "sbg": lambda T, alpha, beta: float(survival(alpha, beta, np.arange(1, T + 1)).sum()),
}
