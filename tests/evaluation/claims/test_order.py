"""An order that was promised holds, fails, or is not settled."""

from typing import Literal, TypeAlias

import numpy as np
import pandas as pd
import pytest

from clv.errors import InputError
from clv.evaluation import group_shares, judge_order

By: TypeAlias = Literal["mean_future", "active_rate"]
CELLS = ["EI", "EII", "EIII", "EIV"]


def drawn(means: list[float], size: int, seed: int) -> pd.DataFrame:
    """Groups whose customers buy again with a probability of these, for a skewed amount."""
    draw = np.random.default_rng(seed)
    labels = pd.Series(np.repeat(CELLS, size))
    active = draw.random(labels.size) < np.repeat(means, size)
    spend = active * draw.gamma(2, 10, labels.size)
    outcomes = pd.DataFrame({"spend_holdout": spend, "active_holdout": active})
    return group_shares(labels, pd.Series(np.ones(labels.size)), outcomes)


@pytest.mark.parametrize("by", ["mean_future", "active_rate"])
def test_an_order_is_found_in_its_direction(by: By) -> None:
    groups = drawn([0.8, 0.6, 0.4, 0.2], 2000, seed=1)
    assert judge_order(groups, by) == "holds"
    assert judge_order(groups.iloc[::-1], by) == "fails"
    assert judge_order(groups.iloc[[0, 2, 1, 3]], by) == "fails"


@pytest.mark.parametrize("by", ["mean_future", "active_rate"])
def test_where_groups_are_alike_an_order_seems_to_fail_at_most_as_often_as_the_level_says(
    by: By,
) -> None:
    verdicts = [judge_order(drawn([0.1] * 4, 100, seed), by) for seed in range(300)]
    assert verdicts.count("holds") == 0
    assert verdicts.count("fails") <= 0.05 * 300


def test_one_pair_that_is_not_clear_leaves_the_order_open() -> None:
    assert judge_order(drawn([0.8, 0.5, 0.5, 0.2], 2000, seed=2), "active_rate") == "open"


def test_of_few_customers_or_one_group_nothing_is_judged() -> None:
    groups = drawn([0.9, 0.6, 0.3, 0.05], 29, seed=3)
    assert judge_order(groups, "active_rate") == "open"
    assert judge_order(groups.iloc[:1], "active_rate") == "open"


def test_a_level_that_is_no_probability_is_refused() -> None:
    with pytest.raises(InputError, match="E_PROBABILITY.*level"):
        judge_order(drawn([0.5] * 4, 30, seed=4), "active_rate", level=95)
