"""What a fit on a boundary fell to, in words."""

import numpy as np

from clv.models._maths.arrays import BoolArray, FloatArray
from clv.models._maths.newton import Optimum

__all__ = ["dropout_in_words", "rates_and_dropout", "rates_in_words"]

ALIKE = 100.0
"""A sum of shapes above it says that customers are alike, below its inverse all or nothing."""


def rates_and_dropout(
    theta: FloatArray, optimum: Optimum, once: str = "first repeat purchase"
) -> tuple[BoolArray, str]:
    """Return which of r, alpha, a and b a boundary holds, and the status of the fit in words.

    ``once`` names the purchase after which a customer can drop out for the first time.
    """
    r, _, a, b = theta.tolist()
    rates, dropout = (bool(pair.all()) for pair in optimum.firm[:4].reshape(2, 2))
    words = [] if rates else [rates_in_words(r)]
    words += [] if dropout else [dropout_in_words(a, b, once)]
    status = f"boundary: {'; '.join(words)}" if words else "converged"
    return ~np.repeat([rates, dropout], 2), status


def rates_in_words(r: float) -> str:
    """Say what is known of purchase rates where r and alpha are lost."""
    if r > ALIKE:
        return "one purchase rate for everyone (r and alpha to infinity)"
    return "the spread of purchase rates is unknown (r and alpha only by their ratio)"


def dropout_in_words(a: float, b: float, once: str) -> str:
    """Say what is known of dropout where a and b are lost."""
    share = a / (a + b)
    if share < 0.001:
        return "nobody drops out (the NBD model)"
    if share > 0.999:
        return f"everybody drops out after the {once}"
    if a + b > ALIKE:
        return f"one dropout probability for everyone, {share:.4f} (a and b to infinity)"
    if a + b < 1 / ALIKE:
        return f"dropout is all or nothing, {share:.4f} of customers (a and b to 0)"
    return f"dropout has mean {share:.4f} and unknown spread (a and b only by their ratio)"
