import numpy as np
import pandas as pd
import pytest

from clv.churn import no_purchase, partial_defection
from clv.errors import InputError


def test_churn_is_the_absence_of_a_purchase() -> None:
    outcomes = pd.DataFrame({"active_holdout": [True, False, False]}, index=["a", "b", "c"])
    churned = no_purchase(outcomes)
    assert churned.to_dict() == {"a": False, "b": True, "c": True}
    assert churned.dtype == bool


def test_outcomes_without_activity_are_refused() -> None:
    with pytest.raises(InputError, match="E_COLUMNS"):
        no_purchase(pd.DataFrame({"spend_holdout": [1.0]}))


BEFORE = pd.DataFrame({"purchases": [11, 11, 3, 11], "tenure": [100, 100, 100, 40]})


def after(visits: list[int], spend: list[float] | None = None) -> pd.DataFrame:
    return pd.DataFrame({"purchases_holdout": visits, "spend_holdout": spend or [0.0] * 4})


def test_partial_defection_is_less_than_the_share_of_the_own_pace() -> None:
    # ten repeats in 100 days promise ten in the next 100
    found = partial_defection(BEFORE, after([4, 5, 0, 0]), 100)
    assert found.tolist()[:2] == [True, False]


def test_a_short_past_sets_no_pace() -> None:
    found = partial_defection(BEFORE, after([4, 5, 0, 0]), 100)
    assert found.isna().tolist() == [False, False, True, True]


def test_a_pace_below_which_there_is_only_nothing_sets_none() -> None:
    # half of ten repeats in 1000 days: one visit in 200 days, below which lies no visit at all
    slow = pd.DataFrame({"purchases": [11, 11], "tenure": [1000, 1000]})
    window = pd.DataFrame({"purchases_holdout": [0, 0]})
    assert partial_defection(slow, window, 200).isna().all()
    assert partial_defection(slow, window, 201).all()


def test_spend_is_held_against_the_mean_amount_in_any_unit_of_money() -> None:
    before = BEFORE.assign(mean_amount=20.0)
    later = after([4, 5, 0, 0], [99.0, 101.0, 0.0, 0.0])
    found = partial_defection(before, later, 100, of="spend")
    assert found.tolist()[:2] == [True, False]
    for unit in (1e-6, 1e9):
        scaled = before.assign(mean_amount=before["mean_amount"] * unit)
        money = later.assign(spend_holdout=later["spend_holdout"] * unit)
        assert partial_defection(scaled, money, 100, of="spend").equals(found)


def test_without_money_spend_says_nothing() -> None:
    before = BEFORE.assign(mean_amount=[np.nan, -3.0, 1.0, 1.0])
    found = partial_defection(before, after([4, 5, 0, 0], [np.nan] * 4), 100, of="spend")
    assert found.isna().all()


def test_the_two_tables_must_be_about_the_same_customers() -> None:
    with pytest.raises(InputError, match="E_INDEX"):
        partial_defection(BEFORE, after([4, 5, 0, 0])[:3], 100)


def test_what_is_not_counted_is_refused() -> None:
    with pytest.raises(InputError, match="E_PARAMETER: this is not counted"):
        partial_defection(BEFORE, after([4, 5, 0, 0]), 100, of="visit")  # type: ignore[arg-type]


@pytest.mark.parametrize(("share", "days"), [(0, 100), (1, 100), (0.5, 0)])
def test_a_share_or_window_that_cannot_be_is_refused(share: float, days: float) -> None:
    with pytest.raises(InputError, match="E_PARAMETER"):
        partial_defection(BEFORE, after([4, 5, 0, 0]), days, share)
