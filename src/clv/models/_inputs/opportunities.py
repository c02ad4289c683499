"""What a model of discrete time refuses: anything but whole numbers of opportunities."""

import numpy as np
from numpy.typing import ArrayLike

from clv.errors import FitError, InputError
from clv.models._inputs.gate import check_horizon
from clv.models._maths.arrays import IntArray
from clv.models._maths.histories import Histories

__all__ = ["MOST_OPPORTUNITIES", "check_opportunities", "check_whole", "check_whole_horizon"]

MOST_OPPORTUNITIES = 100_000


def check_opportunities(data: Histories) -> Histories:
    """Return histories; ``E_HISTORY`` unless they count opportunities, one purchase in each."""
    x, t_x, T = data.x, data.t_x, data.T
    rules = {
        "a recency or T that is no whole number": (t_x % 1 != 0) | (T % 1 != 0),
        "more repeat purchases than opportunities until the last of them": x > t_x,
        f"a T beyond {MOST_OPPORTUNITIES:,} opportunities": T > MOST_OPPORTUNITIES,
    }
    for found, bad in rules.items():
        if bad.any():
            raise FitError(
                "E_HISTORY",
                f"{int(bad[data.position].sum())} customers have {found}",
                "count in whole periods: frequency are the periods with a purchase after the "
                "first, recency is the number of the last of them, T the number of all",
                [f"{a:g} {b:g} {c:g}" for a, b, c in zip(x[bad], t_x[bad], T[bad], strict=True)],
            )
    return data


def check_whole_horizon(horizon: float) -> float:
    """Return the horizon; ``E_HORIZON`` unless it is a whole number of periods."""
    t = check_horizon(horizon)
    if t % 1 != 0 or t > MOST_OPPORTUNITIES:
        raise InputError(
            "E_HORIZON",
            f"the horizon is no whole number from 0 to {MOST_OPPORTUNITIES:,}",
            "give the number of periods ahead, such as 5",
            [horizon],
        )
    return t


def check_whole(t: ArrayLike, least: int) -> IntArray:
    """Return numbers of periods as integers; ``E_PERIOD`` unless whole and from ``least``."""
    values = np.asarray(t, dtype=np.float64)
    bad = ~((values >= least) & (values <= MOST_OPPORTUNITIES) & (values % 1 == 0))
    if bad.any():
        raise InputError(
            "E_PERIOD",
            f"periods are no whole numbers from {least} to {MOST_OPPORTUNITIES:,}",
            f"give numbers such as {least}, {least + 1}, {least + 2}",
            values[bad],
        )
    return values.astype(np.int64)
