"""Whether a customer table can tell a purchase model anything at all."""

from collections.abc import Iterator

from clv.errors import FitError, Notice
from clv.models._histories import Histories
from clv.models._types import FloatArray

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
    """Raise where customers with a positive weight cannot tell a purchase model anything."""
    counted = data.weight[data.position] > 0
    x, T = data.x[data.position][counted], data.T[data.position][counted]
    n, repeaters = x.size, int((x > 0).sum())
    faults = [
        (n < FEWEST_REPEATERS, "E_TOO_FEW", f"there are only {n} customers"),
        (not (T > 0).any(), "E_NO_EXPOSURE", f"all {n} customers have T = 0"),
        (repeaters == 0, "E_NO_REPEATERS", f"none of {n} customers bought again"),
        (repeaters == n, "E_ONLY_REPEATERS", f"all {n} customers bought again"),
        (repeaters < FEWEST_REPEATERS, "E_TOO_FEW", f"only {repeaters} of {n} bought again"),
    ]
    for found, code, words in faults:
        if found:
            raise FitError(code, words, REMEDIES[code])


def few_repeaters(repeaters: int) -> Iterator[Notice]:
    """Yield ``W_FEW_REPEATERS`` where fewer than 300 customers bought again."""
    if repeaters < COMFORTABLE_REPEATERS:
        yield Notice(
            "W_FEW_REPEATERS",
            f"only {repeaters} customers bought again",
            f"read the intervals: below {COMFORTABLE_REPEATERS} repeat buyers they are wide",
            repeaters,
        )


def one_customer(values: FloatArray, what: str) -> Iterator[Notice]:
    """Yield ``W_ONE_CUSTOMER`` where a single one holds more than a tenth of all values."""
    share = float(values.max() / values.sum())
    if share > LARGEST_SHARE:
        yield Notice(
            "W_ONE_CUSTOMER",
            f"one customer holds {share:.0%} of all {what}",
            "fit with and without: the parameters may speak of this customer alone",
            1,
        )
