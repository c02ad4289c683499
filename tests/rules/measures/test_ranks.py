import json

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import rankdata

from clv.rules.measures._ranks import buyers_only, fifths, learn_ranks, mid_ranks

VALUES = st.lists(st.integers(-5, 20).map(float), min_size=1, max_size=60).map(np.array)


@given(VALUES)
def test_ranks_of_few_values_are_mid_ranks(values: np.ndarray) -> None:
    ranks = mid_ranks(values, learn_ranks(values))
    assert ranks.tolist() == ((rankdata(values) - 0.5) / len(values)).tolist()


@given(VALUES, VALUES)
def test_later_values_rank_among_the_reference(values: np.ndarray, later: np.ndarray) -> None:
    ranks = mid_ranks(later, json.loads(json.dumps(learn_ranks(values))))
    below = (values < later[:, None]).mean(axis=1)
    not_above = (values <= later[:, None]).mean(axis=1)
    np.testing.assert_allclose(ranks, (below + not_above) / 2)


def test_a_large_reference_is_kept_in_a_few_hundred_numbers() -> None:
    values = np.random.default_rng(1).lognormal(size=20_000)
    learned = learn_ranks(values)
    assert len(learned["values"]) == 401
    exact = (rankdata(values) - 0.5) / len(values)
    found = mid_ranks(values, learned)
    assert np.abs(found - exact).max() <= 1 / 800
    assert (fifths(found) == np.floor(5 * exact) + 1).all()
    assert (np.diff(found[np.argsort(values)]) >= 0).all()


def test_a_large_tie_keeps_its_exact_rank() -> None:
    values = np.append(np.ones(3000), np.arange(2.0, 1002.0))
    assert mid_ranks([0.0, 1.0, 2000.0], learn_ranks(values)).tolist() == [0, 0.375, 1]


def test_nothing_known_ranks_nobody() -> None:
    assert np.isnan(mid_ranks([1.0, np.nan], learn_ranks([np.nan]))).all()
    assert np.isnan(mid_ranks([np.nan], learn_ranks([1.0]))).all()


def test_edges_of_fifths_belong_to_the_upper_one() -> None:
    assert fifths(np.array([0, 0.199, 0.2, 0.4, 0.6, 0.8, 1])).tolist() == [1, 1, 2, 3, 4, 5, 5]


def test_only_buyers_have_numbers_and_idle_ones_a_mean_of_nothing() -> None:
    table = pd.DataFrame(
        {
            "purchases": [2, 0, 0, 1],
            "purchases_total": [2, 3, 0, 1],
            "contribution": [8.0, 0.0, 0.0, np.nan],
            "mean_amount": [4.0, np.nan, np.nan, np.nan],
        }
    )
    assert buyers_only(table, "mean_amount").fillna(-1).tolist() == [4, 0, -1, -1]
    assert buyers_only(table, "contribution").fillna(-1).tolist() == [8, 0, -1, -1]
