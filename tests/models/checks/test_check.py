"""Checks say what is true, and of which models they can be asked."""

import pytest

from clv.models.bg_nbd import BGNBD
from clv.models.checks.battery import CHECKS
from clv.models.checks.check import CONTRACTS, PURCHASES, SPEND, Check, applies, methods
from clv.models.checks.data import CheckData, Model
from clv.models.gamma_gamma import GammaGamma


@applies(PURCHASES, methods("no_such_method"))
def check_nothing(model: Model, data: CheckData) -> None:
    """Nothing is claimed."""


def test_check_has_the_name_and_the_words_of_its_function() -> None:
    assert (check_nothing.name, check_nothing.statement) == ("check_nothing", "Nothing is claimed.")


def test_check_does_not_apply_for_the_first_need_that_is_missing() -> None:
    purchases, spend = CheckData.of(BGNBD()), CheckData.of(GammaGamma())
    assert check_nothing.excuse(purchases) == "it has no no_such_method"
    assert check_nothing.excuse(spend) == "it does not forecast purchases"
    assert applies(PURCHASES)(check_nothing.run).excuse(purchases) is None
    assert CONTRACTS.holds(spend) is False
    assert SPEND.holds(spend) is True


def test_there_are_many_checks_and_each_has_a_name_of_its_own() -> None:
    names = [check.name for check in CHECKS]
    assert len(names) >= 100
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_each_check_states_what_is_true_in_one_line(check: Check) -> None:
    assert check.name.startswith("check_")
    assert check.statement.endswith(".")
    assert "\n" not in check.statement
