"""What a table of customers under contract must hold."""

import numpy as np
import pandas as pd
import pytest

from clv.errors import FitError
from clv.models._inputs.tenures import read_tenures


def table(tenure: object, lost: object) -> pd.DataFrame:
    """Return customers with these tenures."""
    return pd.DataFrame({"tenure": tenure, "lost": lost})


@pytest.mark.parametrize("lost", [[True, False], [1, 0], [1.0, 0.0], pd.array([True, False])])
def test_lost_may_be_told_in_any_type_of_two_values(lost: object) -> None:
    data = read_tenures(table([1, 0], lost))
    assert data.lost.tolist() == [True, False]
    assert data.tenure.tolist() == [1, 0]


@pytest.mark.parametrize(
    ("tenure", "lost", "words"),
    [
        ([1.5, 2], [True, False], "a tenure that is no whole number"),
        ([-1, 2], [False, False], "a tenure that is no whole number"),
        ([1, 2], [0.5, 1], "neither true nor false"),
        ([0, 2], [True, False], "been lost before any renewal"),
    ],
)
def test_what_cannot_happen_under_contract_is_refused(
    tenure: list[float], lost: list[float], words: str
) -> None:
    with pytest.raises(FitError, match=f"E_HISTORY: 1 customers have .*{words}"):
        read_tenures(table(tenure, lost))


def test_a_missing_column_is_named() -> None:
    with pytest.raises(FitError, match="E_COLUMNS.*no column lost"):
        read_tenures(pd.DataFrame({"tenure": [1]}))


@pytest.mark.parametrize(
    ("tenure", "lost", "code"),
    [
        (np.ones(9), np.ones(9), "E_TOO_FEW"),
        (np.zeros(50), np.zeros(50), "E_NO_EXPOSURE"),
        (np.full(50, 4), np.zeros(50), "E_NOBODY_LOST"),
        (np.ones(50), np.ones(50), "E_ALL_LOST_AT_ONCE"),
        (np.full(50, 2), np.arange(50) < 9, "E_TOO_FEW"),
    ],
)
def test_what_says_nothing_of_churn_is_refused(tenure: object, lost: object, code: str) -> None:
    with pytest.raises(FitError, match=code):
        read_tenures(table(tenure, lost)).informative()


def test_rows_count_by_their_weights() -> None:
    data = read_tenures(table([1, 2, 2], [True, True, False]), [20.0, 10.0, 0.0]).informative()
    assert (data.n, data.n_lost, data.tenure.size) == (30, 30, 2)
    assert [notice.code for notice in data.notices()] == ["W_FEW_LOST"]
