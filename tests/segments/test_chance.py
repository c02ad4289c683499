import pandas as pd
from scipy.stats import chisquare

from clv.evaluation.metrics import adjusted_rand
from clv.segments import RandomGroups

IDS = pd.DataFrame(index=[f"{i:05d}" for i in range(4000)])


def test_groups_are_nearly_equal_in_size() -> None:
    sizes = RandomGroups(4).fit(IDS).labels(IDS).value_counts()
    assert chisquare(sizes).pvalue > 0.001


def test_a_customer_keeps_the_group_whoever_else_is_there() -> None:
    groups = RandomGroups(4)
    assert groups.labels(IDS.iloc[7:9]).equals(groups.labels(IDS).iloc[7:9])


def test_another_seed_is_another_draw() -> None:
    first, second = (RandomGroups(4, seed).labels(IDS) for seed in (0, 1))
    assert abs(adjusted_rand(first, second)) < 0.01


def test_any_whole_seed_will_do() -> None:
    assert RandomGroups(4, 10**20).labels(IDS).nunique() == 4
