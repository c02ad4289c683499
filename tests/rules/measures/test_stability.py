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
        "month_cv": [np.nan, 1.0, 1.0, 0.5],
        "quarter_cv": [np.nan, 0.0, 0.1, 0.2],
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


def test_multi_is_the_mean_of_three_mid_ranks_among_those_who_can_be_judged() -> None:
    """Ranks by quarter 3, 2, 1, by month 1.5, 1.5, 3, by deal 3, 2, 1, of three customers."""
    found = stability(FEATURES, "multi")
    expected = [(7.5 / 3 - 0.5) / 3, (5.5 / 3 - 0.5) / 3, (5 / 3 - 0.5) / 3]
    assert np.isnan(found.iloc[0])
    assert found.tolist()[1:] == pytest.approx(expected, rel=1e-15)


def test_multi_is_unknown_where_one_of_the_three_is() -> None:
    short = FEATURES.assign(quarter_cv=[np.nan, np.nan, 0.1, 0.2])
    assert stability(short, "multi").isna().tolist() == [True, True, False, False]
    assert stability(FEATURES.assign(quarter_cv=np.nan), "multi").isna().all()


def test_multi_does_not_depend_on_the_order_of_customers() -> None:
    pd.testing.assert_series_equal(
        stability(FEATURES[::-1], "multi")[::-1], stability(FEATURES, "multi"), check_exact=True
    )


def test_equal_customers_share_the_middle() -> None:
    alike = FEATURES.assign(quarter_cv=0.3, month_cv=0.3, amount_cv=0.3)
    assert stability(alike, "multi").tolist() == [0.5] * 4


def test_an_unknown_measure_is_refused() -> None:
    with pytest.raises(InputError, match=r"E_MEASURE.*active_share, cv, ipt, deal, multi"):
        stability(FEATURES, "evenness")


def test_the_columns_of_the_measure_are_asked_for() -> None:
    with pytest.raises(InputError, match=r"E_COLUMNS.*gap_cv"):
        stability(FEATURES.drop(columns="gap_cv"), "ipt")
