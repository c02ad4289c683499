"""Transaction logs of simulated customers."""

from collections.abc import Callable, Mapping
from datetime import date

import numpy as np
import pandas as pd

from clv.customers.columns import days_per_unit
from clv.errors import InputError
from clv.models._maths.arrays import FloatArray, IntArray
from clv.models.base import FittedModel
from clv.periods import Window
from clv.simulate._amounts import draw_amounts
from clv.simulate._parameters import check_positive, check_rows, params_of, spread
from clv.simulate._stories import story_of

__all__ = ["simulate_log", "simulate_transactions"]

DayOf = Callable[[IntArray, FloatArray], FloatArray]


def simulate_transactions(  # noqa: PLR0913
    params: Mapping[str, float],
    n_customers: int,
    start: date,
    end: date,
    seed: int,
    spend: Mapping[str, float] | None = None,
    *,
    join_days: int = 84,
    time_unit: str = "W",
    model: str = "bg_nbd",
    covariates: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Draw a transaction log from a model of purchases.

    Customers make their first purchase on a day drawn from the first ``join_days``. Purchases fall
    into whole days, so that a few share one and count once in a summary. Of ``bg_bb`` and ``sbg``
    they fall into the middle of whole periods, counted from ``start``; a contract is paid at its
    beginning and at each renewal.

    Parameters
    ----------
    params
        As in ``params_`` of the fitted model, times in ``time_unit``. A coefficient such as
        ``"alpha[age]"`` moves alpha by the column ``age`` of ``covariates``.
    n_customers
        All of whom buy at least once.
    start, end
        The log covers ``[start, end)``.
    seed
        Of the generator.
    spend
        ``p``, ``q``, ``gamma`` of the amounts, which are rounded to cents; without it the log has
        no column ``amount``. Coefficients as in `simulate_customers`.
    join_days
        From 1; no more than the window holds.
    time_unit
        ``"D"``, ``"W"`` or ``"M"``.
    model
        ``kind`` of the model, as in `simulate_customers`.
    covariates
        One row a customer, with the columns that coefficients name.

    Returns
    -------
    DataFrame
        One row a purchase, sorted by date and customer: ``customer_id`` (text), ``date`` (date)
        and, with ``spend``, ``amount``. Customer ``c0000007`` is row 7 of the covariates.

    Raises
    ------
    InputError
        ``E_MODEL``, ``E_WINDOW``, ``E_UNIT``, ``E_COLUMNS``, ``E_COVARIATES`` for a coefficient
        of a model that takes none, or ``E_PARAMETER`` for parameters that are missing, unknown or
        not positive.

    Examples
    --------
    >>> truth = {"r": 0.25, "alpha": 4.5, "a": 0.8, "b": 2.4}
    >>> log = simulate_transactions(truth, 100, date(2023, 1, 1), date(2024, 1, 1), seed=1)
    >>> log["customer_id"].nunique()
    100
    """
    story, window, per_unit = story_of(model), Window(start, end), days_per_unit(time_unit)
    check_positive({"n_customers": n_customers, "join_days": join_days})
    check_rows(covariates, n_customers)
    rng = np.random.default_rng(seed)
    joined = rng.integers(0, min(join_days, window.days), n_customers)
    count = _whole_periods if story.whole else _days
    T, day_of = count(joined, window.days, per_unit)
    owner, age = story.tell(spread(params, story.model, covariates), T, rng)
    repeats = np.bincount(owner, minlength=n_customers)
    owner = np.concatenate([np.arange(n_customers), owner])
    day = day_of(owner, np.concatenate([np.zeros(n_customers), age]))
    log = pd.DataFrame(
        {
            "customer_id": [f"c{i:07d}" for i in owner],
            "date": pd.Timestamp(start) + pd.to_timedelta(day, unit="D"),
        }
    )
    if spend is not None:
        amounts = draw_amounts(spend, repeats, owner, covariates, rng)
        log["amount"] = np.maximum(np.round(amounts, 2), 0.01)
    return log.sort_values(["date", "customer_id"], kind="stable", ignore_index=True)


def simulate_log(
    purchase_model: FittedModel,
    n_customers: int,
    start: date,
    end: date,
    seed: int,
    spend_model: FittedModel | None = None,
    *,
    join_days: int = 84,
    covariates: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Draw a transaction log with the parameters of fitted models, as if new customers came.

    Parameters
    ----------
    purchase_model
        Fitted, on a table with a time unit.
    n_customers
        All of whom buy at least once.
    start, end
        The log covers ``[start, end)``.
    seed
        Of the generator.
    spend_model
        A fitted `GammaGamma`; without it the log has no column ``amount``.
    join_days
        From 1; no more than the window holds.
    covariates
        One row a customer, with the columns of the models' covariates if they have any.

    Returns
    -------
    DataFrame
        As of `simulate_transactions`.

    Raises
    ------
    InputError
        As of `simulate_transactions`; ``E_UNIT`` where the model knows no time unit.

    Examples
    --------
    >>> from clv.models import BGNBD
    >>> from clv.simulate import simulate_customers
    >>> truth = {"r": 0.25, "alpha": 4.5, "a": 0.8, "b": 2.4}
    >>> model = BGNBD().fit(simulate_customers(truth, np.full(2000, 39.0), seed=1))
    >>> log = simulate_log(model, 100, date(2023, 1, 1), date(2024, 1, 1), seed=1)
    >>> log["customer_id"].nunique()
    100
    """
    params = params_of(purchase_model)
    if purchase_model.time_unit_ is None:
        raise InputError(
            "E_UNIT",
            "the model knows no time unit",
            "fit on a table of summarise, or give params_ and time_unit to simulate_transactions",
        )
    return simulate_transactions(
        params,
        n_customers,
        start,
        end,
        seed,
        None if spend_model is None else params_of(spend_model),
        join_days=join_days,
        time_unit=purchase_model.time_unit_,
        model=purchase_model.kind,
        covariates=covariates,
    )


def _days(joined: IntArray, days: int, per_unit: float) -> tuple[FloatArray, DayOf]:
    """Return ages at the end, and how purchases fall into days, in continuous time."""

    def day_of(owner: IntArray, age: FloatArray) -> FloatArray:
        return np.asarray(joined[owner] + np.floor(age * per_unit), dtype=np.float64)

    return (days - joined) / per_unit, day_of


def _whole_periods(joined: IntArray, days: int, per_unit: float) -> tuple[FloatArray, DayOf]:
    """Return the same of periods; their middles never leave a month of the calendar."""
    periods = np.floor(days / per_unit + 0.5)
    if periods < 1:
        raise InputError("E_WINDOW", "the window is shorter than a period", "let it end later")
    first = np.minimum(joined // per_unit, periods - 1)

    def day_of(owner: IntArray, age: FloatArray) -> FloatArray:
        return np.asarray(np.floor((first[owner] + age + 0.5) * per_unit), dtype=np.float64)

    return periods - 1 - first, day_of
