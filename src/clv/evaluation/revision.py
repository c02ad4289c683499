"""Why a forecast is not what it was: the change since an earlier run, split without a rest."""

from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from typing import Any

import pandas as pd

from clv.customers import summarise
from clv.models import GammaGamma
from clv.models.purchase_model import PurchaseModel
from clv.models.store import model_from_record
from clv.periods import DAYS_PER_UNIT, parse_duration
from clv.transactions import Transactions
from clv.valuation.periods import Models, expected_by_period

__all__ = ["PARTS", "split_revision"]

PARTS = (
    "earlier forecast",
    "log corrected",
    "window moved",
    "what customers did",
    "new customers",
    "models fitted again",
    "forecast now",
)
"""Where it started, the five steps of the change, where it ended."""


def split_revision(
    log: Transactions, kept: Mapping[str, Any], models: Models, customers: pd.DataFrame
) -> pd.DataFrame:
    """Say how much of the change of the expected money each cause has made.

    One thing is changed after the other, and every step is what the sum changed by: rows before
    the earlier day that have come late or gone; the window, which loses the time that has passed
    and gains as much at its end; what the same customers have done since, silence included; those
    who have come since; the parameters. If the earlier models were right, the customers' part would
    be zero on average.

    Parameters
    ----------
    log
        The clean log, as of today.
    kept
        What `keep_forecast` gave at the earlier run.
    models
        Of today.
    customers
        As of today, as the models were fitted on.

    Returns
    -------
    DataFrame
        Indexed by `PARTS`: money (the first and the last row are totals, those between add up to
        their difference) and share (of the earlier forecast; NaN if that was nothing).

    Raises
    ------
    InputError
        ``E_MODEL_FILE`` where the models cannot be made again.
    """
    before = _models_of(kept)
    start, end = date.fromisoformat(kept["as_of"]), parse_duration(kept["horizon"])
    unit = DAYS_PER_UNIT[str(models[0].time_unit_)]
    horizon, passed = end.days / unit, (log.as_of - start).days / unit
    then = summarise(log, start, unit=str(models[0].time_unit_))
    same = customers[customers.index.isin(then.index)]
    known = _money(before, then, 0.0, horizon), _money(before, then, passed, passed + horizon)
    totals = [
        float(kept["total"]["spend"]["expected"]),
        *known,
        _money(before, same, 0.0, horizon),
        _money(before, customers, 0.0, horizon),
        _money(models, customers, 0.0, horizon),
    ]
    steps = [after - first for first, after in pairwise(totals)]
    table = pd.DataFrame({"money": [totals[0], *steps, totals[-1]]}, index=pd.Index(PARTS))
    table["share"] = table["money"] / (totals[0] or float("nan"))
    return table.rename_axis("part")


def _money(models: Models, customers: pd.DataFrame, start: float, end: float) -> float:
    edges = [0.0, start, end] if start else [0.0, end]
    return float(expected_by_period(models, customers, edges)["spend"].iloc[-1])


def _models_of(kept: Mapping[str, Any]) -> Models:
    purchases, spend = (model_from_record(kept["models"][name]) for name in ("purchases", "spend"))
    assert isinstance(purchases, PurchaseModel), "kept by keep_forecast"
    assert isinstance(spend, GammaGamma), "kept by keep_forecast"
    return purchases, spend
