import pandas as pd

from clv.evaluation import Protocol, standard_competitors
from clv.evaluation.contest import CONTROLS, Lesson
from clv.evaluation.contest.competitors import kinds_of
from tests.evaluation.tables import at_the_cut


def test_all_competitors_have_the_same_number_of_groups() -> None:
    table = at_the_cut(400)
    for groups in (4, 8):
        field = standard_competitors(groups)
        for name in ("RFM groups", "value tiers", "k-means", "value bands", "distilled tree"):
            assert field[name].fit(table).labels(table).nunique() == groups


def test_a_rule_that_cannot_have_eight_groups_stays_away() -> None:
    four, eight = standard_competitors(4), standard_competitors(8)
    assert {"quadrants", "pyramid", "value x loyalty", "purchase classes"} <= set(four) - set(eight)
    assert set(eight) - set(four) == {"RFM cells"}


def test_the_reference_is_among_the_competitors_whatever_the_number_of_groups() -> None:
    for groups in (2, 3, 4, 6, 8):
        assert Protocol(groups=groups).reference in standard_competitors(groups)


def test_only_with_a_lesson_is_there_an_outcome_tree() -> None:
    table = at_the_cut(50)
    later = pd.DataFrame({"spend_holdout": table["contribution"]})
    with_lesson = standard_competitors(lesson=Lesson(table, later))
    assert set(with_lesson) - set(standard_competitors()) == {"outcome tree"}


def test_every_competitor_is_a_rule_or_learned_or_a_control() -> None:
    kinds = kinds_of(standard_competitors(), CONTROLS)
    assert kinds["quadrants (pareto)"] == kinds["RFM groups"] == "rule"
    assert kinds["latent classes"] == kinds["value bands"] == "learned"
    assert [name for name, kind in kinds.items() if kind == "control"] == list(CONTROLS)
