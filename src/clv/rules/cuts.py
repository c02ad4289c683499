"""Cuts: where a scale is divided into a high and a low side.

The high side is ``value >= threshold``, so equal customers always share a side. Where ties make the
wanted share impossible, the whole group of equal customers goes to the side that brings the share
nearest to the target, and the cut says how many they are and whether the result still deserves the
name (``degenerate``: off by more than ten points). A learned threshold is a plain number: applied
to later data it stays where it is, so that growth and decline remain visible.

Only ``top`` asks for an exact number of customers. Its threshold is the value of the last of them,
and where others equal him it counts them as tied: whoever uses the rule has to part them.
"""

import math
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clv.errors import InputError

__all__ = ["Cut", "CutRule", "exact_size", "learn_cut"]

TOLERATED_MISS = 0.10
"""How far the achieved share may lie from the target before a cut is called degenerate."""

_DIGITS = 12  # shares are compared after rounding, lest 1 - 0.8 differ from 0.2


@dataclass(frozen=True)
class CutRule:
    """How a threshold is found.

    ``quantile 0.8`` leaves 80% of the customers on the low side, ``pareto 0.8`` puts those on the
    high side who together hold 80% of the (positive) total, ``absolute 100`` cuts at 100 and
    ``mean`` at the mean. ``top 0.01`` wants exactly 1% of the customers, halves rounded up.

    Parameters
    ----------
    kind
        ``"quantile"``, ``"pareto"``, ``"top"``, ``"absolute"`` or ``"mean"``.
    value
        The quantile or the share, between 0 and 1; the threshold itself; unused for the mean.

    Raises
    ------
    InputError
        ``E_CUT_RULE`` for anything else.

    Examples
    --------
    >>> str(CutRule("quantile", 0.5))
    'quantile 0.5'
    """

    kind: str
    value: float = math.nan

    def __post_init__(self) -> None:
        sound = {
            "quantile": 0 < self.value < 1,
            "pareto": 0 < self.value < 1,
            "top": 0 < self.value < 1,
            "absolute": math.isfinite(self.value),
            "mean": math.isnan(self.value),
        }
        if not sound.get(self.kind, False):
            raise InputError(
                "E_CUT_RULE",
                f"'{self}' is no rule for a cut",
                "write 'quantile 0.5', 'pareto 0.8' or 'top 0.01' (a number between 0 and 1), "
                "'absolute 100' or 'mean'",
            )
        if self.kind == "mean":
            object.__setattr__(self, "value", 0.0)  # NaN is not equal to itself, a rule is

    @classmethod
    def of(cls, rule: "CutRule | float | str") -> "CutRule":
        """Read a rule from its short forms.

        Parameters
        ----------
        rule
            A rule, a bare number (a quantile) or a text such as ``"pareto 0.8"``.

        Returns
        -------
        CutRule
            The rule.

        Raises
        ------
        InputError
            ``E_CUT_RULE`` if it cannot be read.

        Examples
        --------
        >>> CutRule.of(0.8) == CutRule.of("quantile 0.8") == CutRule("quantile", 0.8)
        True
        """
        if isinstance(rule, CutRule):
            return rule
        if not isinstance(rule, str):
            return cls("quantile", rule)
        kind, _, number = rule.strip().partition(" ")
        try:
            return cls(kind, float(number) if number else math.nan)
        except ValueError:
            return cls(rule)

    def __str__(self) -> str:
        bare = self.kind == "mean" or math.isnan(self.value)
        return self.kind if bare else f"{self.kind} {self.value:.12g}"


@dataclass(frozen=True)
class Cut:
    """A learned threshold and how well it met its target.

    Parameters
    ----------
    rule
        The rule it was learned by.
    threshold
        Smallest value of the high side.
    target_share
        Wanted share of the high side, 0 to 1: of customers, or of the total value for ``pareto``;
        None where the rule names none.
    share
        Achieved share on the reference customers, measured in the same way; for ``top`` once
        those tied at the edge are parted.
    tied
        Customers of equal value at the edge, who could not be divided, or for ``top`` must be; 0 if
        the target met none.
    degenerate
        The share is off by more than ten points or, without a target, one side is empty.
    n
        Reference customers with a known value.

    Examples
    --------
    >>> cut = learn_cut(pd.Series([5.0, 1.0, 1.0, 1.0, 9.0]), 0.5)
    >>> cut.threshold, cut.share, cut.tied
    (5.0, 0.4, 3)
    """

    rule: CutRule
    threshold: float
    target_share: float | None
    share: float
    tied: int
    degenerate: bool
    n: int

    def high(self, values: "pd.Series[float]") -> "pd.Series[bool]":
        """Say which values lie on the high side.

        Parameters
        ----------
        values
            Values in the unit of the reference; an unknown one (NaN) is not high.

        Returns
        -------
        pandas.Series of bool
            Same index. Equal customers are never parted, so that ``top`` has all of them here.
        """
        return values >= self.threshold

    def to_dict(self) -> dict[str, Any]:
        """Return the cut as plain values, fit for JSON.

        Returns
        -------
        dict
            One entry a field, the rule as text.
        """
        return vars(self) | {"rule": str(self.rule)}

    @classmethod
    def from_dict(cls, stored: dict[str, Any]) -> Self:
        """Make a cut again from what `to_dict` returned.

        Parameters
        ----------
        stored
            One entry a field.

        Returns
        -------
        Cut
            The same cut.
        """
        return cls(**(stored | {"rule": CutRule.of(stored["rule"])}))


def learn_cut(values: "pd.Series[float]", rule: CutRule | float | str = 0.5) -> Cut:
    """Learn a threshold from reference customers.

    Parameters
    ----------
    values
        One value a customer; unknown ones (NaN) are left out.
    rule
        How to cut; a bare number is a quantile.

    Returns
    -------
    Cut
        The frozen threshold with its share and its ties. Where two shares are equally near to the
        target, the larger high side is taken. ``top`` of too few customers is nobody.

    Raises
    ------
    InputError
        ``E_VALUES`` if no value is known, one is infinite, or ``pareto`` finds nothing positive.

    Examples
    --------
    >>> learn_cut(pd.Series([10.0, 20.0, 30.0, 40.0])).threshold
    30.0
    >>> learn_cut(pd.Series([0.0, 0.0, 0.0, 1.0])).degenerate
    True
    >>> learn_cut(pd.Series([80.0, 10.0, 6.0, 4.0]), "pareto 0.8").threshold
    80.0
    """
    rule = CutRule.of(rule)
    known = values.dropna().to_numpy(dtype=float)
    if not np.isfinite(known).all():
        raise _unusable(values, "an infinite value")
    if rule.kind == "absolute":  # it needs no reference
        return _cut_at(known, rule, rule.value)
    if not known.size:
        raise _unusable(values, "no known value")
    if rule.kind == "mean":
        # the mean of equal numbers may come out above all of them by rounding
        return _cut_at(known, rule, min(math.fsum(known) / known.size, float(known.max())))
    if rule.kind == "pareto":
        if known.max() <= 0:
            raise _unusable(values, "no positive value")
        return _cut_by_share(known, rule, rule.value)
    if rule.kind == "top":
        return _cut_by_size(known, rule)
    return _cut_by_share(known, rule, 1 - rule.value)


def exact_size(share: float, customers: int) -> int:
    """Return how many customers ``top`` wants.

    Parameters
    ----------
    share
        Between 0 and 1.
    customers
        Their number.

    Returns
    -------
    int
        The share of them, halves rounded up.

    Examples
    --------
    >>> [exact_size(0.01, n) for n in (49, 50, 23_570)]
    [0, 1, 236]
    """
    return math.floor(round(share * customers, _DIGITS) + 0.5)


def _unusable(values: "pd.Series[float]", found: str) -> InputError:
    return InputError(
        "E_VALUES",
        f"a cut cannot be learned: {values.name or 'the scale'} has {found} ({len(values)} given)",
        "check that the column is filled, or choose another scale",
    )


def _cut_at(known: NDArray[np.floating], rule: CutRule, threshold: float) -> Cut:
    share = float((known >= threshold).sum() / max(known.size, 1))
    return Cut(rule, threshold, None, share, 0, share in (0.0, 1.0), known.size)


def _cut_by_share(known: NDArray[np.floating], rule: CutRule, target: float) -> Cut:
    """Try every way to keep equal customers together and take the one nearest to the target."""
    in_money = rule.kind == "pareto"
    value, customers = np.unique(known[known > 0] if in_money else known, return_counts=True)
    value, customers = value[::-1], customers[::-1]
    reached = np.cumsum(customers * value if in_money else customers)
    # share[i] is achieved when the i largest distinct values are high
    share = np.round(np.append(0.0, reached / reached[-1]), _DIGITS)
    target = round(target, _DIGITS)
    miss = np.round(abs(share - target), _DIGITS)
    best = int(np.flatnonzero(miss == miss.min())[-1])
    tied = int(customers[(share[:-1] < target) & (target < share[1:])].sum())
    return Cut(
        rule,
        threshold=float(value[best - 1] if best else np.nextafter(value[0], np.inf)),
        target_share=target,
        share=float(share[best]),
        tied=tied if tied > 1 else 0,
        degenerate=bool(miss[best] > TOLERATED_MISS),
        n=known.size,
    )


def _cut_by_size(known: NDArray[np.floating], rule: CutRule) -> Cut:
    """Put the threshold at the last of as many customers as the rule wants."""
    size = exact_size(rule.value, known.size)
    best = float(np.partition(known, -max(size, 1))[-max(size, 1)])
    tied = int((known == best).sum())
    parted = size > 0 and int((known >= best).sum()) > size
    return Cut(
        rule,
        threshold=best if size else float(np.nextafter(best, np.inf)),
        target_share=rule.value,
        share=size / known.size,
        tied=tied if parted else 0,
        degenerate=False,
        n=known.size,
    )
