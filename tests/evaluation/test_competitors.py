from clv.evaluation import RuleGroups, standard_competitors
from clv.rules import ContributionStability
from tests.evaluation.tables import at_the_cut


def test_the_cells_of_the_rule_are_the_groups() -> None:
    table = at_the_cut(200)
    rule = ContributionStability().fit(table)
    labels = RuleGroups(ContributionStability()).fit(table).labels(table)
    assert labels.tolist() == rule.assign(table).labels.tolist()


def test_all_competitors_have_the_same_number_of_groups() -> None:
    table = at_the_cut(400)
    for grouping in standard_competitors().values():
        assert grouping.fit(table).labels(table).nunique() == 4
