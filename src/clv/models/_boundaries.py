"""What a fit on a boundary fell to, in words."""

from collections.abc import Sequence

import numpy as np

from clv.models._maths.arrays import BoolArray, FloatArray
from clv.models._maths.newton import Optimum

__all__ = ["ALIKE", "chance_in_words", "rates_and_dropout", "rates_in_words", "status_of"]

ALIKE = 100.0
"""A sum of shapes above it says that customers are alike, below its inverse all or nothing."""
NEVER = 1e-3
"""A mean probability below it is said to be 0, and above one less it to be 1."""


def status_of(words: Sequence[str]) -> str:
    """Return the status of a fit of which ``words`` say what a boundary holds."""
    return f"boundary: {'; '.join(words)}" if words else "converged"


def rates_and_dropout(
    theta: FloatArray, optimum: Optimum, once: str = "first repeat purchase"
) -> tuple[BoolArray, str]:
    """Return which of r, alpha, a and b a boundary holds, and the status of the fit in words.

    ``once`` names the purchase after which a customer can drop out for the first time.
    """
    r, _, a, b = theta.tolist()
    rates, dropout = (bool(pair.all()) for pair in optimum.firm[:4].reshape(2, 2))
    words = [] if rates else [rates_in_words(r)]
    seen = optimum.covariance[2:4, 2:4].any() or not NEVER < a / (a + b) < 1 - NEVER
    if not dropout and not seen:
        words.append("these histories do not show dropout (a and b are guesses: prefer NBD)")
    elif not dropout:
        words.append(
            chance_in_words(
                a, b, "dropout", "a and b",
                zero="nobody drops out (the NBD model)",
                one=f"everybody drops out after the {once}",
                alike="one dropout probability for everyone",
            )
        )  # fmt: skip
    return ~np.repeat([rates, dropout], 2), status_of(words)


def rates_in_words(r: float) -> str:
    """Say what is known of purchase rates where r and alpha are lost."""
    if r > ALIKE:
        return "one purchase rate for everyone (r and alpha to infinity)"
    return "the spread of purchase rates is unknown (r and alpha only by their ratio)"


def chance_in_words(
    first: float,
    second: float,
    chance: str,
    shapes: str,
    *,
    zero: str | None = None,
    one: str | None = None,
    alike: str | None = None,
) -> str:
    """Say what is left of a probability, Beta(first, second) between customers, on a boundary.

    ``chance`` names the probability, such as "dropout", and ``shapes`` its parameters; ``zero``,
    ``one`` and ``alike`` say in a model's own words that it is 0, 1, or the same for everyone.
    """
    share = first / (first + second)
    # Frequent customers can show a rare dropout well: then it is the same for everyone, not none.
    rare = first + second > ALIKE and share > NEVER / 100
    if share < NEVER and not rare:
        return zero or f"{chance} never happens (its probability goes to 0)"
    if share > 1 - NEVER:
        return one or f"{chance} always happens (its probability goes to 1)"
    if first + second > ALIKE:
        alike = alike or f"{chance} has one probability for everyone"
        return f"{alike}, {share:.4g} ({shapes} to infinity)"
    if first + second < 1 / ALIKE:
        return f"{chance} is all or nothing, {share:.4f} of customers ({shapes} to 0)"
    return f"{chance} has mean {share:.4f} and unknown spread ({shapes} only by their ratio)"
