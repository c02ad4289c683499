"""Six definitions of churn on the same customers, a column each."""

import math
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd
from sklearn.base import clone

from clv.churn.definitions.by_model import certainly_alive, not_alive, unlikely_to_buy
from clv.churn.definitions.silence import silent_days, silent_intervals
from clv.churn.definitions.thresholds import ChurnThresholds
from clv.churn.labels import no_purchase, partial_defection
from clv.customers import describe, outcomes, population_gap, summarise
from clv.errors import FitError, Notice
from clv.models import BGNBD, PurchaseModel
from clv.transactions import Transactions

__all__ = ["DEFINITIONS", "DefinedChurn", "define_churn"]

DEFINITIONS = {
    "no_purchase": "outcome",
    "silent_days": "state",
    "silent_intervals": "state",
    "unlikely_to_buy": "state",
    "not_alive": "warning",
    "partial_defection": "outcome",
}
"""Definitions in the order in which they are listed, and what kind they are: an outcome is known
after the horizon, a state on the day itself; a warning is a state that no outcome can check."""


@dataclass(frozen=True, eq=False)
class DefinedChurn:
    """Who has churned, by each definition.

    Parameters
    ----------
    labels
        One row a customer, one nullable bool column a definition, in the order of `DEFINITIONS`;
        missing where a definition does not apply. ``attrs``: as_of and horizon_days.
    bought
        Who bought in the horizon after the day; None where the log does not reach so far.
    notices
        What a reader of the labels should know.
    """

    labels: pd.DataFrame
    bought: "pd.Series[bool] | None"
    notices: tuple[Notice, ...]


def define_churn(
    log: Transactions,
    as_of: str | date,
    horizon_days: int,
    thresholds: ChurnThresholds | None = None,
    model: PurchaseModel | None = None,
) -> DefinedChurn:
    """Label the customers of a day by six definitions of churn.

    Parameters
    ----------
    log
        The clean log.
    as_of
        The day on which the customers stand; states see nothing on or after it.
    horizon_days
        Length of the window after it that the outcomes and the model speak of. Where the log ends
        within it, the outcomes are missing.
    thresholds
        Where the lines are drawn.
    model
        A purchase model; a copy is fitted on what lies before the day, in days. BG/NBD by default.

    Returns
    -------
    DefinedChurn
        Labels of all customers with a purchase before the day.

    Raises
    ------
    InputError
        ``E_AS_OF`` for a day outside the log, ``E_WINDOW`` or ``E_HORIZON`` for a horizon that is
        none, ``E_HOLDOUT_EMPTY`` where the log reaches to its end and nobody bought in it,
        ``E_PARAMETER`` for a threshold that cannot be.

    Examples
    --------
    >>> from clv.datasets import cdnow_sample
    >>> from clv.transactions import read_transactions
    >>> log = read_transactions(cdnow_sample(), as_of="1998-07-01")
    >>> found = define_churn(log, "1997-10-01", 273)
    >>> found.labels.sum().to_dict()
    {'no_purchase': 1673, 'silent_days': 1807, 'silent_intervals': 1817, 'unlikely_to_buy': 2052,
     'not_alive': 393, 'partial_defection': 181}
    """
    at, day = thresholds or ChurnThresholds(), log.day_within(as_of)
    features, customers = describe(log, day), summarise(log, day, unit="D")
    by_model, doubts = _by_model(model or BGNBD(), customers, horizon_days, at)
    end = day + timedelta(days=horizon_days)
    later = outcomes(log, day, end) if end <= log.as_of else None
    found = _by_silence(features, at) | by_model
    if later is not None:
        found["no_purchase"] = no_purchase(later)
        found["partial_defection"] = partial_defection(
            features, later, horizon_days, at.share, at.of
        )
    missing = pd.Series(pd.NA, features.index)
    labels = pd.DataFrame({name: found.get(name, missing) for name in DEFINITIONS})
    labels = labels.astype("boolean")
    labels.attrs = {"as_of": day.isoformat(), "horizon_days": horizon_days}
    if later is None:
        return DefinedChurn(labels, None, (*doubts, _no_outcome(log.as_of, end, len(labels))))
    return DefinedChurn(labels, later["active_holdout"], doubts)


def _by_silence(features: pd.DataFrame, at: ChurnThresholds) -> dict[str, "pd.Series[bool]"]:
    found = {"silent_intervals": silent_intervals(features, at.intervals)}
    days = population_gap(features) * at.intervals if at.days is None else at.days
    if at.days is None and math.isnan(days):  # nobody has bought twice
        return found
    return found | {"silent_days": silent_days(features, days)}


def _by_model(
    model: PurchaseModel, customers: pd.DataFrame, horizon: float, at: ChurnThresholds
) -> tuple[dict[str, "pd.Series[bool]"], tuple[Notice, ...]]:
    try:
        fitted = clone(model).fit(customers)
    except FitError as error:
        return {}, (_no_model(error, len(customers)),)
    found = {
        "unlikely_to_buy": unlikely_to_buy(fitted, customers, horizon, at.no_purchase_above),
        "not_alive": not_alive(fitted, customers, at.alive_below),
    }
    warning = certainly_alive(fitted, customers)
    return found, (warning,) if warning else ()


def _no_model(error: FitError, customers: int) -> Notice:
    return Notice(
        "W_NO_MODEL",
        f"the purchase model refuses these customers ({error.code}: {error.found}), so the two "
        "definitions by a model are missing",
        error.remedy,
        count=customers,
    )


def _no_outcome(as_of: date, end: date, customers: int) -> Notice:
    return Notice(
        "W_NO_OUTCOME",
        f"the horizon ends on {end} and the log on {as_of}, so the two definitions by outcome are "
        "missing",
        "choose an earlier day to see who churned",
        count=customers,
    )
