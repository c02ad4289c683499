import numpy as np
import pandas as pd

from clv.evaluation import group_shares

AFTER = pd.DataFrame(
    {"spend_holdout": [8.0, 0.0, 2.0, 0.0], "active_holdout": [True, False, True, False]}
)
GROUPS = pd.Series(["A", "A", "B", "B"])


def test_shares_and_means_are_those_of_the_group() -> None:
    table = group_shares(GROUPS, pd.Series([3.0, 1.0, 4.0, 2.0]), AFTER)
    assert table.loc["A"].to_dict() == {
        "customers": 2,
        "share_customers": 0.5,
        "share_past": 0.4,
        "share_future": 0.8,
        "mean_past": 2,
        "mean_future": 4,
        "future_error": 4,
        "active_rate": 0.5,
    }


def test_the_mean_of_a_single_customer_has_no_error() -> None:
    table = group_shares(pd.Series(["A", "A", "A", "B"]), pd.Series(1.0, GROUPS.index), AFTER)
    assert table["future_error"].isna().to_dict() == {"A": False, "B": True}


def test_without_money_there_are_no_shares_of_it() -> None:
    table = group_shares(GROUPS, pd.Series(0.0, GROUPS.index), AFTER.assign(spend_holdout=0.0))
    assert np.isnan(table[["share_past", "share_future"]]).all(axis=None)
    assert table["customers"].tolist() == [2, 2]
