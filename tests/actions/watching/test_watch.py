"""Who slips is told by the change, the pace and the money, and everybody has one state."""

from datetime import date, timedelta
from functools import cache

import numpy as np
import pandas as pd
import pytest

from clv.actions import (
    WATCH_STATES,
    Watch,
    count_returns,
    expected_absence,
    follow,
    judge_watch,
    slipping_by_chance,
)
from clv.customers import outcomes, summarise
from clv.datasets import cdnow_sample
from clv.errors import InputError
from clv.models import BGNBD, GammaGamma
from clv.periods import parse_duration
from clv.transactions import Transactions, read_transactions

AS_OF, SINCE = date(1998, 7, 1), date(1998, 6, 24)
HORIZON = parse_duration("39w")


@cache
def log() -> Transactions:
    return read_transactions(cdnow_sample(), as_of=AS_OF)


@cache
def watch(least_rise: float = 0.01, overdue_from: float = 1.5) -> Watch:
    now = summarise(log(), as_of=AS_OF, unit="W")
    return Watch(BGNBD().fit(now), GammaGamma().fit(now), HORIZON, 0.1, least_rise, overdue_from)


@cache
def watched() -> pd.DataFrame:
    return watch().compare(log(), AS_OF, SINCE)


def test_every_customer_has_one_state() -> None:
    found = watched()
    assert found.index.equals(summarise(log(), as_of=AS_OF).index)
    assert set(found["state"]) <= set(WATCH_STATES)
    assert found["state"].value_counts()["slipping"] > 10


def test_who_slips_meets_every_limit_and_has_not_bought() -> None:
    slips = watched()[watched()["state"] == "slipping"]
    assert slips["rise"].min() >= 0.01
    assert slips["silence"].min() >= 1.5
    assert slips["value_before"].min() >= watched().attrs["least_value"]
    assert slips["inactivity"].min() >= 7
    np.testing.assert_allclose(slips["to_save"], slips["value"] * slips["risk"])


def test_who_bought_in_the_week_is_never_slipping() -> None:
    bought = outcomes(log(), SINCE, AS_OF)["active_holdout"]
    states = watched()["state"]
    assert set(states[bought[bought].index]) <= {"bought", "came_back"}
    assert not states[bought[~bought].index].isin(["bought", "came_back"]).any()


def test_a_higher_limit_calls_fewer_and_nobody_else() -> None:
    strict = watch(0.02, 3.0).compare(log(), AS_OF, SINCE)
    few, many = (t.index[t["state"] == "slipping"] for t in (strict, watched()))
    assert set(few) < set(many)


def test_the_change_is_the_customers_and_not_the_models() -> None:
    past = summarise(log(), as_of=SINCE, unit="W")
    risk = watch().ahead(past)["risk"]
    pd.testing.assert_series_equal(
        watched().loc[past.index, "risk_before"], risk, check_names=False
    )


def test_nothing_on_or_after_the_day_is_seen() -> None:
    shorter = read_transactions(cdnow_sample(), as_of=SINCE)
    days = (SINCE, SINCE - timedelta(weeks=1))
    pd.testing.assert_frame_equal(watch().compare(shorter, *days), watch().compare(log(), *days))


def test_newcomers_are_new() -> None:
    found = watch().compare(log(), date(1997, 3, 1), date(1997, 2, 1))
    new = found[found["state"] == "new"]
    assert len(new) > 100
    assert new["risk_before"].isna().all()


@pytest.mark.parametrize("since", [AS_OF, AS_OF + timedelta(days=1)])
def test_the_earlier_day_must_be_earlier(since: date) -> None:
    with pytest.raises(InputError, match="E_SINCE"):
        watch().compare(log(), AS_OF, since)


@pytest.mark.parametrize("limits", [(0.0, 1.5), (1.0, 1.5), (0.02, 0.0), (float("nan"), 1.5)])
def test_limits_by_which_everybody_slips_are_refused(limits: tuple[float, float]) -> None:
    with pytest.raises(InputError, match="E_PARAMETER"):
        Watch(watch().purchases, watch().spend, HORIZON, 0.0, *limits)


def test_money_in_another_unit_calls_the_same_customers() -> None:
    frame = log().query("SELECT customer_id, day AS date, amount FROM purchase_days")
    small = read_transactions(frame.assign(amount=frame["amount"] * 1e-6), as_of=AS_OF)
    now = summarise(small, as_of=AS_OF, unit="W")
    other = Watch(BGNBD().fit(now), GammaGamma().fit(now), HORIZON, 0.1, 0.01)
    found = other.compare(small, AS_OF, SINCE)
    assert (found["state"] == watched()["state"]).mean() > 0.999


def test_chance_repeats_and_is_a_number_between_none_and_all() -> None:
    now = summarise(log(), as_of=AS_OF, unit="W")
    found = slipping_by_chance(watch(), now, watched(), draws=5, seed=1)
    assert found == slipping_by_chance(watch(), now, watched(), draws=5, seed=1)
    assert 0 < found["lower"] <= found["expected"] <= found["upper"] < len(now)
    assert 0 < found["still_there"] < (watched()["state"] == "slipping").sum()


def test_no_chance_is_drawn_from_one_draw() -> None:
    with pytest.raises(InputError, match="E_DRAWS"):
        slipping_by_chance(watch(), summarise(log(), as_of=AS_OF), watched(), draws=1)


def test_returns_are_those_who_were_late_and_bought() -> None:
    found = count_returns(watch(), log(), watched(), SINCE)
    assert found["customers"] == (watched()["state"] == "came_back").sum()
    assert found["lower"] < found["expected"] < found["upper"] < found["late"]


def test_states_are_judged_by_who_bought_nothing() -> None:
    table = pd.DataFrame(
        {"state": ["slipping", "slipping", "in_pace"], "risk": [0.5, 0.3, 0.1]}, list("abc")
    )
    found = judge_watch(table, pd.Series([True, True, False], list("cab")))
    assert found["share"].to_dict() == {"slipping": 0.5, "in_pace": 0.0}
    assert found["customers"].tolist() == [2, 1]
    assert found["lower"].between(0, 1).all()


def test_the_expected_absence_holds_the_mean_risk_of_those_who_slip() -> None:
    now = summarise(log(), as_of=AS_OF, unit="W")
    found = expected_absence(watch(), now, watched(), draws=50, seed=1)
    risk = watched().loc[watched()["state"] == "slipping", "risk"]
    alone = np.sqrt((risk * (1 - risk)).sum()) / len(risk)
    assert 0 <= found["lower"] < risk.mean() < found["upper"] <= 1
    assert found["upper"] - found["lower"] > 2 * alone  # chance alone would be about 4
    assert found == expected_absence(watch(), now, watched(), draws=50, seed=1)


def test_where_nobody_slips_no_absence_is_expected() -> None:
    now = summarise(log(), as_of=AS_OF, unit="W")
    assert expected_absence(watch(), now, watched().assign(state="in_pace")) == {}


def test_what_became_of_the_last_list_adds_up() -> None:
    before = watch().compare(log(), SINCE, SINCE - timedelta(weeks=1))
    found = follow(before, watched())
    assert found["slipping"] == (before["state"] == "slipping").sum()
    assert found["still"] + found["bought"] + found["other"] == found["slipping"]
    assert found["bought"] > 0
