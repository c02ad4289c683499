"""Discrete time: whole numbers, and no more purchases than opportunities."""

import numpy as np
import pandas as pd
import pytest

from clv.errors import FitError, InputError
from clv.models._inputs.histories import read_histories
from clv.models._inputs.opportunities import check_opportunities, check_whole, check_whole_horizon


@pytest.mark.parametrize(
    ("x", "t_x", "T", "words"),
    [
        (1, 2.5, 6.0, "a recency or T that is no whole number"),
        (1, 2.0, 6.5, "a recency or T that is no whole number"),
        (3, 2.0, 6.0, "more repeat purchases than opportunities"),
        (3, 5.0, 200_000.0, "a T beyond 100,000 opportunities"),
    ],
)
def test_what_cannot_happen_at_opportunities_is_refused(
    x: int, t_x: float, T: float, words: str
) -> None:
    table = pd.DataFrame({"frequency": [x, 0, x], "recency": [t_x, 0.0, t_x], "T": [T, 6.0, T]})
    with pytest.raises(FitError, match=f"E_HISTORY: 2 customers have {words}.*whole periods"):
        check_opportunities(read_histories(table))


def test_every_opportunity_may_be_taken() -> None:
    table = pd.DataFrame({"frequency": [6, 0], "recency": [6, 0], "T": [6, 0]})
    assert check_opportunities(read_histories(table)).x.tolist() == [0, 6]


@pytest.mark.parametrize("horizon", [0.5, -1, np.nan, np.inf, 100_001])
def test_a_horizon_that_counts_no_opportunities_is_refused(horizon: float) -> None:
    with pytest.raises(InputError, match="E_HORIZON"):
        check_whole_horizon(horizon)


def test_whole_numbers_pass_whatever_their_type() -> None:
    assert check_whole_horizon(3) == check_whole_horizon(3.0) == 3
    assert check_whole([[1.0, 2.0]], least=1).tolist() == [[1, 2]]


@pytest.mark.parametrize("t", [0, 1.5, [1, np.nan], [-1], 1e9])
def test_periods_that_do_not_exist_are_refused(t: float | list[float]) -> None:
    with pytest.raises(InputError, match="E_PERIOD.*from 1"):
        check_whole(t, least=1)
