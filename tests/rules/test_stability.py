import numpy as np
import pandas as pd
import pytest

from clv.errors import InputError
from clv.rules import MEASURES, stability

FEATURES = pd.DataFrame(
    {
        "purchases": [1, 2, 2, 5],
        "periods_observed": [1, 1, 6, 10],
        "active_share": [1.0, 1.0, 1 / 3, 0.5],
        "spend_cv": [np.nan, np.nan, np.nan, 1.0],
        "gap_cv": [np.nan, np.nan, np.nan, 0.0],
        "amount_cv": [np.nan, 0.25, 1.0, 3.0],
    }
)


def test_one_active_period_out_of_one_is_no_stability() -> None:
    assert stability(FEATURES).isna().tolist() == [True, True, False, False]


def test_active_share_is_taken_as_it_is() -> None:
    assert stability(FEATURES).tolist()[2:] == [1 / 3, 0.5]


def test_a_variation_of_nothing_is_perfect_and_of_one_is_half() -> None:
    assert stability(FEATURES, "ipt").iloc[3] == 1.0
    assert stability(FEATURES, "cv").iloc[3] == 0.5
    assert stability(FEATURES, "deal").tolist()[1:] == [0.8, 0.5, 0.25]


def test_a_variation_around_a_negative_mean_is_unknown() -> None:
    assert stability(FEATURES.assign(spend_cv=-2.0), "cv").isna().all()


@pytest.mark.parametrize("measure", MEASURES)
def test_every_measure_lies_between_nothing_and_one(measure: str) -> None:
    known = stability(FEATURES, measure).dropna()
    assert len(known) > 0
    assert known.between(0, 1).all()


def test_an_unknown_measure_is_refused() -> None:
    with pytest.raises(InputError, match=r"E_MEASURE.*active_share, cv, ipt, deal"):
        stability(FEATURES, "multi")


def test_the_columns_of_the_measure_are_asked_for() -> None:
    with pytest.raises(InputError, match=r"E_COLUMNS.*gap_cv"):
        stability(FEATURES.drop(columns="gap_cv"), "ipt")
