"""The alarm about what was learned: parameters of the fitted models."""

import math
from collections.abc import Iterator, Mapping
from typing import Any

from clv.language import say
from clv.reporting.drift._sides import Measured, Sides, UnmeasuredError, number, part, ratio
from clv.reporting.words.common import sentences

__all__ = ["parameter_shift"]

_REACH = 2 * 1.959963984540054
"""Width of a 95% interval in standard errors."""


def parameter_shift(sides: Sides) -> Measured:
    """Largest change of a parameter over the sum of its standard errors in both runs.

    Whatever the correlation of two estimates, the standard error of their difference is not above
    that sum; runs share most of their customers, so their estimates are far from unrelated.
    """
    last, shifts, left_out = _fits(sides.before()), {}, []
    for model, fit in _fits(sides.now).items():
        for name in fit.get("params", {}):
            try:
                shifts[f"{model} {name}"] = _shift(fit, last.get(model, {}), name)
            except UnmeasuredError:
                left_out.append(f"{model} {name}")
    if not shifts:
        raise UnmeasuredError(say("no model has parameters with standard errors in both runs"))
    most = max(shifts, key=lambda name: shifts[name][0])
    value, now, before = shifts[most]
    found = say(
        "Of {n} parameters {name} has changed most: from {before:.4g} to {now:.4g}, {value:.1f} "
        "times the standard errors of both runs together.",
        n=len(shifts), name=most, before=before, now=now, value=value,
    )  # fmt: skip
    out = say(
        "Left out, without a standard error in both runs: {names}.", names=", ".join(left_out)
    )
    todo = say(
        "See whether customers buy otherwise than before, or the models were fitted to other "
        "customers; hold the forecast against what came before you plan with it."
    )
    return Measured(value, sentences(found, out if left_out else ""), todo)


def _fits(found: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Fitted models by kind: those as of the report's day, or else those at the cut."""
    for path in (("spend", "at_as_of"), ("models",)):
        try:
            fits = dict(_with_parameters(part(found, *path)))
        except UnmeasuredError:
            continue
        if fits:
            return fits
    return {}


def _with_parameters(models: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for kind, fit in sorted(models.items()):
        if isinstance(fit, Mapping) and isinstance(fit.get("params"), Mapping):
            yield kind, fit


def _shift(
    now: Mapping[str, Any], last: Mapping[str, Any], name: str
) -> tuple[float, float, float]:
    """Shift of a parameter in standard errors, on the log scale where both intervals allow it."""
    if now.get("time_unit") != last.get("time_unit"):
        raise UnmeasuredError("")
    points = [number(fit, "params", name) for fit in (now, last)]
    limits = [
        number(fit, "intervals", name, side) for fit in (now, last) for side in ("lower", "upper")
    ]
    scale = math.log if min(*points, *limits) > 0 else float
    low, high, low_then, high_then = (scale(limit) for limit in limits)
    errors = (high - low + high_then - low_then) / _REACH
    if not 0 < errors < math.inf or high < low or high_then < low_then:
        raise UnmeasuredError("")
    return ratio(abs(scale(points[0]) - scale(points[1])), errors, ""), points[0], points[1]
