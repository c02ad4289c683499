"""Parameters of fits to resampled customers: doubt without trust in the likelihood's shape."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from tqdm import trange

from clv.models._inputs.gate import check_draws
from clv.models._likelihood import Data, likelihood, log_likelihood, natural, reweighted
from clv.models._maths.arrays import FloatArray
from clv.models._maths.newton import Problem, maximise
from clv.models.base import FittedModel

__all__ = ["bootstrap_fits"]

FEWEST_REPEATERS = 2


def bootstrap_fits(
    model: FittedModel,
    customers: pd.DataFrame,
    n: int = 1000,
    seed: int = 0,
    sample_weight: ArrayLike | None = None,
    *,
    progress: bool = False,
) -> pd.DataFrame:
    """Fit again to customers drawn with replacement, many times.

    Only the counts of distinct histories are drawn, and each climb starts from the fitted point, so
    that a fit takes milliseconds. Where the model is wrong, the spread of these fits is right for
    what they estimate, and the posterior is not.

    Parameters
    ----------
    model
        A fitted model of purchases or of spend.
    customers, sample_weight
        What it was fitted on. Weights are taken as numbers of customers: as many are drawn as they
        sum to.
    n
        Fits, from 2.
    seed
        Of the generator.
    progress
        Whether to show a bar.

    Returns
    -------
    DataFrame
        One row a fit, one column a parameter on the natural scale, then ``status``:
        ``"converged"``, ``"boundary"`` where the fit ends on the edge or on a ridge, and
        ``"failed"`` where there is none, with NaN for parameters. Quantiles over all rows but the
        failed ones are an interval; ``attrs["failed"]`` counts these.

    Raises
    ------
    InputError
        ``E_DRAWS``, ``E_MODEL`` or ``E_OTHER_CUSTOMERS``.

    References
    ----------
    B. Efron and R. J. Tibshirani (1993), An introduction to the bootstrap.

    Examples
    --------
    >>> from clv.models import BGNBD
    >>> from clv.simulate import simulate_customers
    >>> truth = {"r": 0.25, "alpha": 4.5, "a": 0.8, "b": 2.4}
    >>> customers = simulate_customers(truth, np.full(2000, 39.0), seed=1)
    >>> fits = bootstrap_fits(BGNBD().fit(customers), customers, n=20)
    >>> fits["status"].value_counts().to_dict(), fits.attrs
    ({'converged': 20}, {'failed': 0})
    """
    n = check_draws(n, 2)
    data, problem = likelihood(model, customers, sample_weight)
    rng = np.random.default_rng(seed)
    total = float(data.weight.sum())
    share, customers_drawn = data.weight / total, max(1, round(total))
    fits = []
    for _ in trange(n, desc="bootstrap", unit=" fits", disable=not progress):
        drawn = rng.multinomial(customers_drawn, share).astype(np.float64)
        fits.append(_fit(model, reweighted(data, drawn), problem))
    points, statuses = zip(*fits, strict=True)
    table = natural(model, np.array(points)).assign(status=statuses)
    table.attrs["failed"] = statuses.count("failed")
    return table


def _fit(model: FittedModel, data: Data, problem: Problem) -> tuple[FloatArray, str]:
    """Return the optimum near the fitted point, and how it ended."""
    if np.count_nonzero(data.x) >= FEWEST_REPEATERS:
        optimum = maximise(log_likelihood(model, data), problem.starts, *problem[2:])
        if optimum.settled:
            return optimum.point, "converged" if optimum.interior else "boundary"
    return np.full(len(model.labels), np.nan), "failed"
