"""Demands that say what was found where they are not met."""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

__all__ = ["demand", "demand_all", "demand_close", "demand_refusal"]


def demand(holds: bool, found: str) -> None:
    """Raise with what was found unless something holds.

    Parameters
    ----------
    holds
        Whether it does.
    found
        What there is instead.

    Raises
    ------
    AssertionError
        With the words of ``found``.

    Examples
    --------
    >>> demand(1 < 2, "1 is not below 2")
    """
    if not holds:
        raise AssertionError(found)


def demand_all(holds: ArrayLike, found: str, values: ArrayLike) -> None:
    """Raise with the first value for which something does not hold.

    Parameters
    ----------
    holds
        Truth by element.
    found
        What is wrong where it is false.
    values
        Of the same shape, to be shown.

    Raises
    ------
    AssertionError
        With the number of elements, the first place and its value.

    Examples
    --------
    >>> demand_all([True, True], "is negative", [1.0, 2.0])
    """
    truth, shown = np.broadcast_arrays(np.asarray(holds), np.asarray(values))
    if not truth.all():
        first = int(np.argmin(truth.ravel()))
        raise AssertionError(
            f"{found}: {int((~truth).sum())} of {truth.size}, first at {first}: "
            f"{shown.ravel()[first]}"
        )


def demand_close(
    ours: ArrayLike, theirs: ArrayLike, what: str, rtol: float = 1e-9, atol: float = 1e-12
) -> None:
    """Raise where two arrays that should be equal lie apart.

    Parameters
    ----------
    ours, theirs
        Of the same shape.
    what
        Says which values are compared.
    rtol, atol
        How far apart they may lie, of the second and in itself.

    Raises
    ------
    AssertionError
        With the pair that lies furthest apart.

    Examples
    --------
    >>> demand_close([1.0], [1.0], "the two")
    """
    a, b = np.asarray(ours, dtype=np.float64), np.asarray(theirs, dtype=np.float64)
    demand(a.shape == b.shape, f"{what}: shape {a.shape} against {b.shape}")
    same = np.isclose(a, b, rtol=rtol, atol=atol)
    if not same.all():
        apart = np.where(same, -1.0, np.nan_to_num(np.abs(a - b), nan=np.inf))
        worst = int(np.argmax(apart))
        raise AssertionError(
            f"{what}: {int((~same).sum())} of {same.size} differ, most at {worst}: "
            f"{a.ravel()[worst]} against {b.ravel()[worst]}"
        )


def demand_refusal(code: str, what: str, action: Callable[..., object], *given: object) -> None:
    """Raise unless a call is refused with a code.

    Parameters
    ----------
    code
        Of the error that is due, such as ``"E_UNIT"``.
    what
        Says what ought to be refused.
    action
        A function.
    *given
        Its arguments.

    Raises
    ------
    AssertionError
        Where it is not refused, or for another reason.

    Examples
    --------
    >>> from clv.models._inputs.gate import check_horizon
    >>> demand_refusal("E_HORIZON", "a negative horizon", check_horizon, -1.0)
    """
    try:
        action(*given)
    except Exception as fault:  # whatever comes: a refusal of another kind is what was found
        refused = getattr(fault, "code", type(fault).__name__)
        demand(refused == code, f"{what} is refused as {refused}, not {code}: {fault}")
    else:
        raise AssertionError(f"{what} is not refused ({code})")
