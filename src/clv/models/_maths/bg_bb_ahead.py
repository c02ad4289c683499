"""What lies ahead of a living BG/BB customer, on arrays; symbols as in `bg_bb`.

``x`` and ``n``, purchases and opportunities so far, have shape (m,); ``theta`` has shape (4,) or
(4, m).
"""

import numpy as np
from scipy.special import gammaln

from clv.models._maths.arrays import FloatArray, IntArray
from clv.models._maths.sbg import draw_lifetime, lifetime

__all__ = [
    "count_if_alive",
    "fates",
    "pmf_if_alive",
    "purchases_if_alive",
    "quiet_if_alive",
    "stays_alive",
    "waiting_if_alive",
]

STEPS_TO_TAIL = 64
TAIL_TERMS = 80
LONGEST_WAIT = 100_000


def fates(
    x: IntArray, n: FloatArray | int, theta: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Probabilities to be gone, idle or buying at the next opportunity; they sum to 1."""
    alpha, beta, gamma, delta = theta
    stays = stays_alive(n, theta) / (alpha + beta + n)
    return gamma / (gamma + delta + n), stays * (beta + n - x), stays * (alpha + x)


def stays_alive(n: FloatArray | int, theta: FloatArray) -> FloatArray:
    """Probability of being alive at opportunity n + 1 of somebody alive at n."""
    _, _, gamma, delta = theta
    return np.asarray((delta + n) / (gamma + delta + n))


def purchases_if_alive(
    x: IntArray, n: FloatArray, theta: FloatArray, t: float, discount: float = 1.0
) -> FloatArray:
    """Expected purchases at the next t opportunities, the i-th counting ``discount**i``.

    Summed over opportunities: the closed form of the paper is singular at gamma = 1.

    Parameters
    ----------
    x, n, theta
        As above.
    t
        Whole number from 0, or infinity.
    discount
        In (0, 1]; below 1 where t is infinite.

    Returns
    -------
    array
        Shape (m,).
    """
    alpha, beta, gamma, delta = theta
    buying = (alpha + x) / (alpha + beta + n)
    return np.asarray(buying * lifetime(gamma, delta + n, discount, t))


def quiet_if_alive(
    x: IntArray, n: FloatArray, theta: FloatArray, t: float | FloatArray
) -> FloatArray:
    """Probability of no purchase at the next t opportunities, counted from the last of them.

    Arguments as for `purchases_if_alive`; t may also be of shape (m,).
    """
    endless = np.isinf(t)
    far = STEPS_TO_TAIL + int(2 * theta.max())
    steps = np.broadcast_to(np.where(endless, far, t), x.shape)
    quiet = np.ones(x.shape)
    if endless.any():
        quiet = np.where(endless, _never_if_alive(x, n + far, theta), quiet)
    for i in range(int(steps.max(initial=0)) - 1, -1, -1):
        gone, idle, _ = fates(x, n + i, theta)
        quiet = np.where(i < steps, gone + idle * quiet, quiet)
    return quiet


def _never_if_alive(x: IntArray, n: FloatArray, theta: FloatArray) -> FloatArray:
    """Probability of no purchase ever again, for n large beside the parameters.

    The sum over opportunities of death is a hypergeometric 3F2 at 1, whose terms fall no faster
    than people die or buy; Thomae's transformation makes them fall with n.
    """
    alpha, beta, gamma, delta = theta
    ending, bottom = alpha + x + gamma, alpha + beta + gamma + n
    total, term = np.ones(x.shape), np.ones(x.shape)
    for k in range(TAIL_TERMS):
        term = term * (alpha + beta - delta + k) * (gamma + 1 + k) / ((bottom + k) * (1 + k))
        total = total + term * ending / (ending + k + 1)
    ratio = gammaln(alpha + beta + n) - gammaln(bottom)
    ratio += gammaln(gamma + delta + n) - gammaln(delta + n)
    return np.asarray(np.clip(gamma / ending * np.exp(ratio) * total, 0.0, 1.0))


def waiting_if_alive(
    x: IntArray, n: FloatArray, theta: FloatArray, level: FloatArray
) -> FloatArray:
    """Number of opportunities until the probability of no purchase has fallen to a level.

    Infinite where it stays above, or takes more than `LONGEST_WAIT` opportunities; shape (m,).
    """
    waits = np.full(x.shape, np.inf)
    living, ended = np.ones(x.shape), np.zeros(x.shape)
    hopeful = quiet_if_alive(x, n, theta, np.inf) < level
    i = 0
    while (open_ := hopeful & np.isinf(waits)).any() and i < LONGEST_WAIT:
        gone, idle, _ = fates(x, n + i, theta)
        ended, living, i = ended + gone * living, idle * living, i + 1
        waits[open_ & (ended + living <= level)] = i
    return waits


def pmf_if_alive(x: IntArray, n: FloatArray, theta: FloatArray, t: float, most: int) -> FloatArray:
    """Probability of 0, 1, ..., most purchases at the next t opportunities.

    As Polya's urn, one opportunity after the other: those who are gone keep their number, those
    who bought once more have moved on by one.

    Parameters
    ----------
    x, n, theta
        As above.
    t
        Whole number from 0.
    most
        Largest number, from 0.

    Returns
    -------
    array
        Shape (m, most + 1).
    """
    theta = np.broadcast_to(theta.reshape(4, -1, 1), (4, x.size, 1))
    k = np.arange(most + 1)
    living = np.where(k == 0, 1.0, np.zeros((x.size, 1)))
    ended = np.zeros(living.shape)
    for i in range(int(t)):
        # More purchases than opportunities have probability 0, whatever their fates.
        gone, idle, buys = fates(x[:, None] + np.minimum(k, i), n[:, None] + i, theta)
        ended += gone * living
        bought = buys * living
        living *= idle
        living[:, 1:] += bought[:, :-1]
    return ended + living


def count_if_alive(
    x: IntArray, n: FloatArray, theta: FloatArray, t: float, rng: np.random.Generator
) -> IntArray:
    """Draw purchases at the next t opportunities: a coin at each until a drawn end."""
    alpha, beta, gamma, delta = theta
    opportunities = draw_lifetime(gamma, delta + n, t, rng)
    return rng.binomial(opportunities, rng.beta(alpha + x, beta + n - x))
