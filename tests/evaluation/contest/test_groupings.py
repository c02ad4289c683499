from itertools import pairwise

import numpy as np
import pandas as pd

from clv.evaluation.contest import JoinedCells, MedianCells, RuleBands, RuleGroups
from clv.rules import ContributionStability, RFMGroups, ValueTiers
from tests.evaluation.tables import at_the_cut

TABLE = at_the_cut(300)


def test_the_cells_of_the_rule_are_the_groups() -> None:
    rule = ContributionStability().fit(TABLE)
    labels = RuleGroups(ContributionStability()).fit(TABLE).labels(TABLE)
    assert labels.tolist() == rule.assign(TABLE).labels.tolist()


def test_a_rule_can_be_learned_from_a_resample_that_holds_a_customer_twice() -> None:
    rows = np.random.default_rng(0).integers(0, len(TABLE), len(TABLE))
    for grouping in (RuleGroups(ContributionStability()), JoinedCells(RFMGroups())):
        labels = grouping.fit(TABLE.iloc[rows]).labels(TABLE)
        assert labels.index.equals(TABLE.index)


def test_joined_cells_stay_whole_and_are_ordered_by_what_they_had_brought() -> None:
    cells = RFMGroups().fit(TABLE).assign(TABLE).labels
    bands = JoinedCells(RFMGroups(), 4).fit(TABLE).labels(TABLE)
    assert (bands.groupby(cells).nunique() == 1).all()
    brought = TABLE["contribution"].groupby(cells).mean()
    lowest, highest = (brought.groupby(bands.groupby(cells).first()).agg(f) for f in ("min", "max"))
    assert [lowest[g] > highest[h] for g, h in (("G1", "G2"), ("G2", "G3"), ("G3", "G4"))] == [
        True
    ] * 3


def test_the_smallest_neighbours_are_joined_first_and_the_number_is_met() -> None:
    for groups in (2, 5, 8, 10):
        joined = JoinedCells(RFMGroups(), groups).fit(TABLE)
        assert joined.labels(TABLE).nunique() == groups
        assert len(joined.joined_) == groups
    sizes = RFMGroups().fit(TABLE).assign(TABLE).labels.value_counts()
    ordered = [
        sizes[cell] for cells in JoinedCells(RFMGroups(), 99).fit(TABLE).joined_ for cell in cells
    ]
    (pair,) = (c for c in JoinedCells(RFMGroups(), len(sizes) - 1).fit(TABLE).joined_ if len(c) > 1)
    assert sizes[pair].sum() == min(map(sum, pairwise(ordered)))


def test_a_cell_that_was_empty_goes_to_the_lowest_group() -> None:
    joined = JoinedCells(RFMGroups(), 2).fit(TABLE)
    best = joined.joined_[0].pop(0)
    there = joined.rule.assign(TABLE).labels == best
    assert there.any()
    assert (joined.labels(TABLE)[there] == "G2").all()


def test_a_score_is_cut_in_bands_of_equal_size() -> None:
    bands = RuleBands(ValueTiers(), "value", 4).fit(TABLE).labels(TABLE)
    assert bands.value_counts().tolist() == [75] * 4
    assert set(bands[TABLE["contribution"].nlargest(75).index]) == {"B1"}


def test_median_cells_are_halves_of_each_column() -> None:
    table = pd.DataFrame({"inactivity": [1, 2, 3, 4], "purchases": [5, 1, 1, 1]})
    labels = MedianCells(("inactivity", "purchases")).fit(table).labels(table)
    assert labels.tolist() == ["++", "+-", "--", "--"]


def test_median_cells_stay_where_they_were_learned() -> None:
    cells = MedianCells().fit(TABLE)
    richer = TABLE.assign(mean_amount=1e6)
    assert cells.labels(richer).str.endswith("+").all()
