"""What a run keeps is judged on what it knew, and left out where it does not compare."""

import json
from datetime import date
from typing import Any

import pandas as pd
import pytest

from clv.customers import summarise
from clv.evaluation import ForecastRecord, judge_periods, judge_record, keep_forecast
from clv.models import BGNBD, GammaGamma
from clv.periods import parse_duration
from clv.reporting.results import to_plain
from clv.transactions import Transactions, read_transactions
from clv.valuation import forecast_periods, periods_ahead

MAY, JULY = date(1998, 5, 1), date(1998, 7, 1)


def kept_on(log: Transactions, day: date, period: str = "1m") -> dict[str, Any]:
    known = summarise(log, day)
    models = BGNBD().fit(known), GammaGamma().fit(known)
    parts = periods_ahead(day, parse_duration("13w"), parse_duration(period))
    ahead = forecast_periods(models, known, parts, draws=20)
    kept = keep_forecast(ahead, models, log, "13w", period) | {"as_of": day.isoformat()}
    return dict(json.loads(json.dumps(to_plain(kept), sort_keys=True)))


@pytest.fixture(scope="module")
def log() -> Transactions:
    return read_transactions("cdnow_sample", as_of=JULY)


@pytest.fixture(scope="module")
def kept(log: Transactions) -> dict[str, Any]:
    return kept_on(log, MAY)


@pytest.fixture(scope="module")
def record(log: Transactions, kept: dict[str, Any]) -> ForecastRecord:
    return judge_record(log, {MAY: kept}, kept)


def test_only_periods_that_have_ended_are_judged(record: ForecastRecord) -> None:
    assert record.rows["start"].unique().tolist() == [MAY, date(1998, 6, 1)]
    assert (record.rows["made"] == MAY).all()
    assert record.left_out == {}


def test_what_came_is_counted_from_the_log(record: ForecastRecord, log: Transactions) -> None:
    came = log.query(
        "SELECT count(*) AS n FROM purchase_days WHERE is_purchase AND day >= $a AND day < $b",
        {"a": MAY, "b": date(1998, 6, 1)},
    )["n"].item()
    rows = record.rows.query("quantity == 'purchases'")
    assert rows["actual"].iloc[0] == came
    assert rows["miss"].iloc[0] == pytest.approx(rows["expected"].iloc[0] / came - 1)
    held = rows["lower"].le(rows["actual"]) & rows["actual"].le(rows["upper"])
    assert rows["inside"].tolist() == held.tolist()


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"schema": 0}, "its results have another form"),
        ({"source": "shop"}, "it has another log"),
        ({"horizon": "39w"}, "it has another horizon"),
        ({"period": "4w"}, "it has another period"),
    ],
)
def test_a_run_that_does_not_compare_is_left_out_and_named(
    log: Transactions, kept: dict[str, Any], change: dict[str, Any], why: str
) -> None:
    found = judge_record(log, {MAY: kept | change}, kept)
    assert found.left_out == {"1998-05-01": why}
    assert found.rows.empty
    assert found.last is None


def test_runs_without_a_forecast_or_of_no_earlier_day_are_named(
    log: Transactions, kept: dict[str, Any]
) -> None:
    found = judge_record(log, {MAY: None, JULY: kept}, kept)
    assert found.left_out == {
        "1998-05-01": "it kept no forecast",
        "1998-07-01": "it is not of an earlier day of this log",
    }


def test_a_first_run_has_an_empty_record(log: Transactions, kept: dict[str, Any]) -> None:
    found = judge_record(log, {}, kept)
    assert (len(found.rows), found.left_out, found.last) == (0, {}, None)


@pytest.mark.parametrize("came", [0.0, -5.0])
def test_a_period_in_which_nothing_came_or_went_back_has_no_miss(came: float) -> None:
    key = {"start": [MAY], "quantity": ["spend"]}
    ahead = pd.DataFrame(key | {"expected": [9.0], "lower": [0.0], "upper": [12.0]})
    found = judge_periods(ahead, pd.DataFrame(key | {"actual": [came], "actual_so_far": [came]}))
    assert found["miss"].isna().all()
    assert found["inside"].tolist() == [came == 0]
