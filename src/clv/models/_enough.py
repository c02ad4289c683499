"""Whether a customer table can tell a purchase model anything at all."""

from collections.abc import Iterator

from clv.errors import FitError, Notice
from clv.models._histories import Histories
from clv.models._types import FloatArray

__all__ = ["FEWEST_REPEATERS", "check_enough", "few_repeaters", "one_customer"]

FEWEST_REPEATERS = 10
COMFORTABLE_REPEATERS = 300
LARGEST_SHARE = 0.1


def check_enough(data: Histories) -> None:
    """Raise where customers with a positive weight cannot tell a purchase model anything."""
    counted = data.weight[data.position] > 0
    x, T = data.x[data.position][counted], data.T[data.position][counted]
    n, repeaters = x.size, int((x > 0).sum())
    few = f"give at least {FEWEST_REPEATERS} customers with a repeat purchase"
    faults = [
        ("E_TOO_FEW", n < FEWEST_REPEATERS, f"there are only {n} customers", few),
        (
            "E_NO_EXPOSURE",
            not (T > 0).any(),
            f"all {n} customers have T = 0",
            "choose a later as_of, so that there is time to buy again",
        ),
        (
            "E_NO_REPEATERS",
            repeaters == 0,
            f"none of {n} customers bought again",
            "take a longer history: without a repeat purchase no rate can be learnt",
        ),
        (
            "E_ONLY_REPEATERS",
            repeaters == n,
            f"all {n} customers bought again",
            "keep the customers with one purchase: without them every rate looks too high",
        ),
        ("E_TOO_FEW", repeaters < FEWEST_REPEATERS, f"only {repeaters} of {n} bought again", few),
    ]
    for code, found, words, remedy in faults:
        if found:
            raise FitError(code, words, remedy)


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
