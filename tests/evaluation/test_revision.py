"""The steps from one forecast to the next add up, and each is zero where nothing of it changed."""

import json
from datetime import date
from typing import Any

import pandas as pd
import pytest

from clv.customers import summarise
from clv.errors import InputError
from clv.evaluation import keep_forecast, split_revision
from clv.models import BGNBD, GammaGamma
from clv.periods import parse_duration
from clv.reporting.results import to_plain
from clv.transactions import Transactions, read_transactions
from clv.valuation import forecast_periods, periods_ahead
from clv.valuation.periods import Models

MARCH, JULY = date(1997, 3, 1), date(1998, 7, 1)
ENDS = ["earlier forecast", "forecast now"]


def made(log: Transactions) -> tuple[dict[str, Any], Models, pd.DataFrame]:
    known = summarise(log, log.as_of)
    models = BGNBD().fit(known), GammaGamma().fit(known)
    parts = periods_ahead(log.as_of, parse_duration("13w"), parse_duration("13w"))
    ahead = forecast_periods(models, known, parts, draws=2)
    kept = to_plain(keep_forecast(ahead, models, log, "13w", "13w"))
    return dict(json.loads(json.dumps(kept, sort_keys=True))), models, known


@pytest.fixture(scope="module")
def kept() -> dict[str, Any]:
    return made(read_transactions("cdnow_sample", as_of=MARCH))[0]


@pytest.fixture(scope="module")
def steps(kept: dict[str, Any]) -> pd.DataFrame:
    log = read_transactions("cdnow_sample", as_of=JULY)
    _, models, known = made(log)
    return split_revision(log, kept, models, known)


def test_the_steps_add_up_to_the_change(steps: pd.DataFrame) -> None:
    change = steps["money"]["forecast now"] - steps["money"]["earlier forecast"]
    assert steps["money"].drop(ENDS).sum() == pytest.approx(change, rel=1e-12)


def test_it_starts_and_ends_with_the_forecasts(steps: pd.DataFrame, kept: dict[str, Any]) -> None:
    assert steps.loc["earlier forecast", "money"] == kept["total"]["spend"]["expected"]
    log = read_transactions("cdnow_sample", as_of=JULY)
    now = made(log)[0]["total"]["spend"]["expected"]
    assert steps.loc["forecast now", "money"] == pytest.approx(now)


def test_an_unchanged_log_is_not_corrected_and_a_late_window_loses(steps: pd.DataFrame) -> None:
    assert steps.loc["log corrected", "money"] == pytest.approx(0, abs=1e-6)
    assert steps["money"]["window moved"] < 0
    assert steps["money"]["new customers"] > 0  # some joined in March


def test_rows_that_came_late_stand_by_themselves(kept: dict[str, Any]) -> None:
    rows = "SELECT customer_id, CAST(day AS VARCHAR) AS date, amount FROM purchase_days"
    whole = read_transactions("cdnow_sample", as_of=JULY).query(rows)
    late = pd.DataFrame(
        {"customer_id": "late", "date": ["1997-02-01", "1997-02-20"], "amount": [90.0, 90.0]}
    )
    log = read_transactions(pd.concat([whole, late], ignore_index=True), as_of=JULY)
    _, models, known = made(log)
    assert split_revision(log, kept, models, known)["money"]["log corrected"] > 1


def test_models_that_cannot_be_made_again_are_refused(kept: dict[str, Any]) -> None:
    log = read_transactions("cdnow_sample", as_of=JULY)
    _, models, known = made(log)
    broken = kept | {"models": {"purchases": {"kind": "other"}, "spend": {}}}
    with pytest.raises(InputError, match="E_MODEL_FILE"):
        split_revision(log, broken, models, known)
