"""The mathematics of the BG/BB model on arrays, without tables (see docs/models/bg_bb.md).

Symbols are those of Fader, Hardie and Shang (2010): before each opportunity a customer is gone with
probability theta ~ Beta(gamma, delta); while alive, the customer buys at it with probability
p ~ Beta(alpha, beta). Who is alive after n opportunities with x purchases has
p ~ Beta(alpha + x, beta + n - x) and theta ~ Beta(gamma, delta + n), independently, and so one of
three fates at the next: gone, idle or buying. Their probabilities are ratios of these shapes, and
everything here and in `bg_bb_ahead` is made of sums and products of them, in which nothing
overflows or cancels.
"""

import numpy as np

from clv.models._maths.arrays import FloatArray, IntArray
from clv.models._maths.bg_bb_ahead import fates
from clv.models._maths.histories import Histories
from clv.models._maths.newton import Objective
from clv.models._maths.silence import Silences
from clv.models._maths.special import RisingSum, in_logs

__all__ = ["alive", "log_likelihood"]


def log_likelihood(data: Histories) -> Objective:
    """Prepare the log-likelihood of log (alpha, beta, gamma, delta) with gradient and Hessian.

    Fader, Hardie and Shang (2010), equation 5: what happened until the last purchase, by somebody
    certainly alive, times what happened since.

    Parameters
    ----------
    data
        Distinct histories with weights; times are whole numbers of opportunities.

    Returns
    -------
    callable
        Maps log parameters (4,) to value, gradient (4,), Hessian (4, 4).
    """
    x, t_x, n = data.x, data.t_x.astype(np.int64), data.T.astype(np.int64)
    bought, passed, seen = (RisingSum.of(k, data.weight) for k in (x, t_x - x, t_x))
    since = Silences.of(x, t_x, n, data.weight)

    def evaluate(log_params: FloatArray) -> tuple[float, FloatArray, FloatArray]:
        alpha, beta, gamma, delta = params = np.exp(log_params)
        value, gradient, hessian = since(params)
        sums = [
            (1, slice(0, 1), bought(alpha)),
            (1, slice(1, 2), passed(beta)),
            (-1, slice(0, 2), seen(alpha + beta)),
            (1, slice(3, 4), seen(delta)),
            (-1, slice(2, 4), seen(gamma + delta)),
        ]
        for sign, of, (term, slope, bend) in sums:
            value += sign * term
            gradient[of] += sign * slope
            hessian[of, of] += sign * bend
        return value, *in_logs(gradient, hessian, params)

    return evaluate


def alive(x: IntArray, t_x: FloatArray, n: FloatArray, theta: FloatArray) -> FloatArray:
    """Probability of being alive at opportunity n, the last one observed; 1 where t_x = n.

    The share of the living among those who have been idle or gone since t_x. Equation 7 of Fader,
    Hardie and Shang (2010) asks for the next opportunity instead: this times the probability of not
    being gone by then.

    Parameters
    ----------
    x, t_x, n
        Shape (m,).
    theta
        Shape (4,) or (4, m).

    Returns
    -------
    array
        Shape (m,).
    """
    quiet, living = np.ones(x.shape), np.ones(x.shape)
    for tau in range(int(n.max(initial=0)) - 1, int(t_x.min(initial=0)) - 1, -1):
        gone, idle, _ = fates(np.minimum(x, tau), tau, theta)
        silent = (t_x <= tau) & (tau < n)
        idle = idle * quiet
        living = np.where(silent, living * idle / (gone + idle), living)
        quiet = np.where(silent, gone + idle, quiet)
    return living
