"""Contracts: retention projected from the first renewals, against the later ones."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from clv.errors import InputError
from clv.evaluation.bootstrap import interval
from clv.models import SBG
from clv.models._inputs.gate import check_draws
from clv.models._maths.arrays import FloatArray
from clv.models.cohorts import cohort_table

__all__ = ["project_renewals", "renewal_errors"]

_FEWEST = 2


def project_renewals(
    survivors: Sequence[int],
    known: int,
    *,
    draws: int = 1000,
    seed: int = 0,
    level: float = 0.95,
) -> pd.DataFrame:
    """Learn from the first renewals of a cohort how many customers make the later ones.

    Parameters
    ----------
    survivors
        Customers at the start, then those left after renewal 1, 2, ...; they never grow.
    known
        Renewals to learn from, 2 or more, and fewer than there are.
    draws, seed
        Futures drawn for the interval, and their seed: parameters from the posterior, then a coin
        a customer and renewal.
    level
        Level of the intervals, 0 to 1.

    Returns
    -------
    DataFrame
        Indexed by renewal, from 1 to the last: ``actual`` (customers left), ``known`` (whether it
        was learnt from), ``sBG`` with ``lower`` and ``upper`` (NaN where known), ``constant churn``
        (the mean loss so far goes on) and ``last retention`` (the last rate goes on). Beyond the
        known renewals all three start from those who were left.

    Raises
    ------
    InputError
        ``E_SURVIVORS``, also where nobody is left of whom to tell the rest; ``E_KNOWN``;
        ``E_LEVEL``; ``E_DRAWS``; what `SBG.fit` raises.

    References
    ----------
    P. S. Fader and B. G. S. Hardie (2007), How to project customer retention, Journal of
    Interactive Marketing 21(1), 76-90.

    Examples
    --------
    >>> from clv.datasets import renewals
    >>> table = project_renewals(renewals()["regular"].tolist(), known=7)
    >>> table.loc[12, ["actual", "sBG", "constant churn"]].round().tolist()
    [173.0, 171.0, 67.0]
    """
    if not 0 < level < 1:
        raise InputError("E_LEVEL", f"the level is {level}", "give one between 0 and 1")
    left = np.asarray(survivors, dtype=np.float64)
    if known not in range(_FEWEST, left.size - 1):
        raise InputError(
            "E_KNOWN",
            f"of {max(left.size - 1, 0)} renewals {known} are to be learnt from",
            f"learn from {_FEWEST} or more and leave at least one to be judged by",
        )
    cohort_table(left[1:], start=left[0])  # refuses what is no cohort, also in the later part
    seen = left[: known + 1]
    if not seen[-1] > 0:
        raise InputError(
            "E_SURVIVORS", f"after {known} renewals nobody is left", "learn from fewer renewals"
        )
    cohort = cohort_table(seen[1:], start=seen[0])
    model = SBG().fit(cohort, sample_weight=cohort["weight"])
    curve = left[0] * model.survival(np.arange(left.size))
    curve[known + 1 :] *= seen[-1] / curve[known]  # the later ones start from those who were left
    mean, last = seen[1:].sum() / seen[:-1].sum(), seen[-1] / seen[-2]
    lower, upper = interval(_futures(model, seen, left.size, draws, seed), level)
    unknown = np.full(seen.size, np.nan)
    table = {
        "actual": left.astype(int),
        "known": np.arange(left.size) <= known,
        "sBG": curve,
        "lower": np.append(unknown, lower),
        "upper": np.append(unknown, upper),
        "constant churn": _going_on(left[0] * mean ** np.arange(seen.size), seen[-1], mean, left),
        "last retention": _going_on(seen, seen[-1], last, left),
    }
    return pd.DataFrame(table).rename_axis("renewal").iloc[1:]


def renewal_errors(projection: pd.DataFrame) -> pd.DataFrame:
    """Measure how far projections are from the renewals that they had not seen.

    Parameters
    ----------
    projection
        As `project_renewals` makes it.

    Returns
    -------
    DataFrame
        Indexed by projection: ``mean_error`` (mean of the absolute errors over the later renewals,
        as a share of those actually left) and ``last_error`` (signed, at the last renewal);
        renewals after which nobody was left have no share and do not count. One cohort's one
        future: no interval.

    Examples
    --------
    >>> known = {"actual": [90, 80], "known": [True, False]}
    >>> guesses = {
    ...     "sBG": [90.0, 84.0],
    ...     "constant churn": [90.0, 81.0],
    ...     "last retention": [90.0, 81.0],
    ... }
    >>> renewal_errors(pd.DataFrame(known | guesses))["last_error"].round(3).tolist()
    [0.05, 0.012, 0.012]
    """
    later = projection[~projection["known"]]
    names = ["sBG", "constant churn", "last retention"]
    off = later[names].div(later["actual"].where(later["actual"] > 0), axis=0) - 1
    table = pd.DataFrame({"mean_error": off.abs().mean(), "last_error": off.iloc[-1]})
    return table.rename_axis("projection")


def _going_on(fitted: FloatArray, start: float, rate: float, left: FloatArray) -> FloatArray:
    """Append to what fits the known renewals a constant retention rate for the later ones."""
    return np.append(fitted, start * rate ** np.arange(1, left.size - fitted.size + 1))


def _futures(model: SBG, seen: FloatArray, stop: int, draws: int, seed: int) -> FloatArray:
    """Draw how many are left after each later renewal, shape (draws, later renewals)."""
    alpha, beta = model.sample_posterior(check_draws(draws), seed).to_numpy().T
    rng = np.random.default_rng(seed)
    staying, kept = np.full(draws, int(seen[-1])), []
    for made in range(seen.size - 1, stop - 1):  # renewals made by those who decide on the next
        staying = rng.binomial(staying, (beta + made) / (alpha + beta + made))
        kept.append(staying)
    return np.column_stack(kept).astype(np.float64)
