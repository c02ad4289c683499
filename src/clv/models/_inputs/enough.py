"""Whether a customer table can tell a purchase model anything at all."""

from collections.abc import Iterator

import numpy as np

from clv.errors import FitError, Notice
from clv.models._maths.arrays import FloatArray
from clv.models._maths.histories import Histories

__all__ = ["FEWEST_REPEATERS", "check_enough", "few_repeaters", "one_customer"]

FEWEST_REPEATERS = 10
COMFORTABLE_REPEATERS = 300
LARGEST_SHARE = 0.1
REMEDIES = {
    "E_TOO_FEW": f"give at least {FEWEST_REPEATERS} customers with a repeat purchase",
    "E_NO_EXPOSURE": "choose a later as_of, so that there is time to buy again",
    "E_NO_REPEATERS": "take a longer history: without a repeat purchase no rate can be learnt",
    "E_ONLY_REPEATERS": "keep the customers with one purchase, without whom rates look too high",
}


def check_enough(data: Histories) -> None:
    """Raise where customers, each counted by weight, cannot tell a purchase model anything."""
    n = round(float(data.weight.sum()), 6)
    repeaters = round(float(data.weight[data.x > 0].sum()), 6)
    exposed = bool((data.weight * data.T).any())
    faults = [
        (n < FEWEST_REPEATERS, "E_TOO_FEW", f"there are only {n:g} customers"),
        (not exposed, "E_NO_EXPOSURE", f"all {n:g} customers have T = 0"),
        (repeaters == 0, "E_NO_REPEATERS", f"none of {n:g} customers bought again"),
        (repeaters == n, "E_ONLY_REPEATERS", f"all {n:g} customers bought again"),
        (repeaters < FEWEST_REPEATERS, "E_TOO_FEW", f"only {repeaters:g} of {n:g} bought again"),
    ]
    for found, code, words in faults:
        if found:
            raise FitError(code, words, REMEDIES[code])


def few_repeaters(repeaters: float) -> Iterator[Notice]:
    """Yield ``W_FEW_REPEATERS`` where fewer than 300 customers bought again."""
    if repeaters < COMFORTABLE_REPEATERS:
        yield Notice(
            "W_FEW_REPEATERS",
            f"only {repeaters:g} customers bought again",
            f"read the intervals: below {COMFORTABLE_REPEATERS} repeat buyers they are wide",
            round(repeaters),
        )


def one_customer(values: FloatArray, weight: FloatArray, what: str) -> Iterator[Notice]:
    """Yield ``W_ONE_CUSTOMER`` where a single one holds more than a tenth of all values."""
    share = float((values * np.minimum(weight, 1)).max() / (values @ weight))
    if share > LARGEST_SHARE:
        yield Notice(
            "W_ONE_CUSTOMER",
            f"one customer holds {share:.0%} of all {what}",
            "fit with and without: the parameters may speak of this customer alone",
            1,
        )
