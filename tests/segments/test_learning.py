"""What the learned segments share."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from clv.errors import InputError
from clv.segments import (
    DistilledTree,
    KMeansSegments,
    LatentClasses,
    MixtureSegments,
    RandomGroups,
    ValueBands,
)
from clv.segments._learning import learners, value_order
from tests.segments.tables import customers


def test_whom_is_learned_from_does_not_depend_on_the_order_of_rows() -> None:
    table = customers(300)
    shuffled = table.sample(frac=1, random_state=1)
    for most in (100, 1000):
        pd.testing.assert_frame_equal(learners(table, most), learners(shuffled, most))
    assert len(learners(table, 100)) == 100


def test_those_learned_from_are_not_the_first_ones() -> None:
    known = learners(customers(1000), 100)
    assert 300 < known.index.astype(int).to_numpy().mean() < 700


def test_segments_go_by_mean_contribution_and_empty_ones_come_last() -> None:
    table = pd.DataFrame({"contribution": [1.0, 3.0, 10.0], "purchases": [9, 1, 1]})
    codes = np.array([3, 3, 1])
    assert value_order(table, codes, 4).tolist() == [1, 3, 0, 2]


def test_segments_go_by_purchases_where_there_is_no_money() -> None:
    table = pd.DataFrame({"contribution": [np.nan, np.nan], "purchases": [1, 9]})
    assert value_order(table, np.array([0, 1]), 2).tolist() == [1, 0]


MAKERS = [KMeansSegments, MixtureSegments, LatentClasses, DistilledTree, ValueBands, RandomGroups]


@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize("n_groups", [0, -1, 2.5, True])
def test_less_than_one_group_or_a_part_of_one_is_refused(make: Any, n_groups: Any) -> None:
    table = customers(30).assign(residual_value=1.0, tenure=400)
    with pytest.raises(InputError, match="E_GROUPS") as raised:
        make(n_groups).fit(table).labels(table)
    assert raised.value.code == "E_GROUPS"
