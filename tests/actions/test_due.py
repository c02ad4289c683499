from dataclasses import replace

import pandas as pd
import pytest

from clv.actions.due import default_days, due_dates
from clv.errors import InputError
from clv.rules import ContributionStability
from tests.rules.customers import FOUR

PLACED = ContributionStability().fit(FOUR).assign(FOUR)


def test_the_drifting_come_first_and_the_not_loyal_last() -> None:
    dates = due_dates(PLACED)
    assert dates.index.tolist() == ["EI", "EII", "EIII", "EIV"]
    assert dates.idxmin() == "EII"
    assert dates.idxmax() == "EIV"
    assert dates["EII"] == pd.Timestamp("2024-07-08")


def test_days_are_calendar_days_from_the_as_of_day() -> None:
    dates = due_dates(PLACED, {"EI": 5, "EIV": 0})  # 2024-07-06 is a Saturday
    assert dates["EI"] == pd.Timestamp("2024-07-06")
    assert dates["EIV"] == pd.Timestamp("2024-07-01")
    assert dates[["EII", "EIII"]].isna().all()


def test_another_system_has_no_days_until_they_are_given() -> None:
    other = replace(PLACED, system=replace(PLACED.system, id="T13"))
    assert due_dates(other).isna().all()
    assert due_dates(other, default_days()).notna().all()


def test_without_an_as_of_day_there_is_no_date() -> None:
    timeless = replace(PLACED, as_of=None)
    assert due_dates(timeless).isna().all()
    with pytest.raises(InputError, match="E_DUE.*no as-of day"):
        due_dates(timeless, {"EI": 3})


@pytest.mark.parametrize(
    ("days", "words"),
    [({"EV": 3}, "1 cells that T1"), ({"EI": -1}, "no days"), ({"EI": float("nan")}, "no days")],
)
def test_days_that_are_none_are_refused(days: dict[str, float], words: str) -> None:
    with pytest.raises(InputError, match=f"E_DUE.*{words}"):
        due_dates(PLACED, days)
