"""Whether groups came out in the order that the sources promise."""

from typing import Literal

import numpy as np
import pandas as pd
from scipy.special import ndtri

from clv.errors import InputError
from clv.evaluation.claims.judging import FEWEST
from clv.evaluation.metrics.base import Floats

__all__ = ["judge_order"]


def judge_order(
    groups: pd.DataFrame, by: Literal["mean_future", "active_rate"], *, level: float = 0.95
) -> str:
    """Judge each group against the next by what came after the cut.

    Parameters
    ----------
    groups
        As of `clv.evaluation.group_shares`, in the promised order: customers, and mean_future with
        future_error (its standard error), or active_rate (0 to 1).
    by
        Which of them should fall from group to group.
    level
        Of all differences between neighbours together, in (0, 1) (Bonferroni).

    Returns
    -------
    str
        A key of `clv.evaluation.VERDICTS`: ``"fails"`` where one group is clearly behind the next,
        ``"holds"`` where each is clearly ahead, ``"open"`` otherwise, also where a group has fewer
        than thirty customers.

    Raises
    ------
    InputError
        ``E_PROBABILITY`` for a level that is none.

    Notes
    -----
    Differences are taken as normal. Shares have two customers added who bought again and two who
    did not (Agresti and Coull, 1998), or none of thirty would have no error at all.

    Examples
    --------
    >>> groups = pd.DataFrame({"customers": [300, 400], "active_rate": [0.6, 0.1]})
    >>> judge_order(groups, "active_rate"), judge_order(groups.iloc[::-1], "active_rate")
    ('holds', 'fails')
    """
    if not 0 < level < 1:
        raise InputError("E_PROBABILITY", "level is no probability", "choose 0.95", [level])
    size, mean = groups[["customers", by]].to_numpy(np.float64).T
    known = by == "mean_future"
    error = groups["future_error"].to_numpy(np.float64) if known else _share_error(size, mean)
    lead, doubt = -np.diff(mean), np.hypot(error[1:], error[:-1])
    reach = ndtri(1 - (1 - level) / 2 / max(len(lead), 1)) * doubt
    judged = np.minimum(size[1:], size[:-1]) >= FEWEST
    if (judged & (lead < -reach)).any():
        return "fails"
    return "holds" if len(lead) and (judged & (lead > reach)).all() else "open"


def _share_error(size: Floats, share: Floats) -> Floats:
    likely = (share * size + 2) / (size + 4)
    return np.asarray(np.sqrt(likely * (1 - likely) / (size + 4)))
